package dev.runbook.docs

import spock.lang.Specification

import java.nio.file.Files
import java.nio.file.Path

/** The reference pages are what the Javadoc of the words says today. */
class ReferenceSpec extends Specification {
    static final Path SOURCES = Path.of('../engine/src/main/java/dev/runbook/dsl')
    static final Path PAGES = Path.of('../dsl-docs/reference')

    def 'the pages are up to date; -Drunbook.docs.write=true writes them anew'() {
        given:
        def made = ReferencePages.pages(SOURCES)
        if (Boolean.getBoolean('runbook.docs.write')) {
            Files.createDirectories(PAGES)
            Files.list(PAGES).withCloseable { it.each(Files.&delete) }
            made.each { name, text -> Files.writeString(PAGES.resolve(name), text) }
        }

        expect:
        Files.list(PAGES).withCloseable { it.collect { it.fileName.toString() }.toSet() } == made.keySet()
        made.each { name, text -> assert Files.readString(PAGES.resolve(name)) == text: name }
    }

    def 'every word an author may write says what it means and shows how'() {
        given:
        def words = LanguageSource.blocks(SOURCES).values()*.words().flatten() as List<Word>

        expect:
        words.size() > 60
        words.every { it.text().size() > 10 && it.examples() }
    }
}
