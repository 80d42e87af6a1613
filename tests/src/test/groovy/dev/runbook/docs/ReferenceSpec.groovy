package dev.runbook.docs

import dev.runbook.dsl.Json
import dev.runbook.dsl.NotAWord
import dev.runbook.dsl.Text
import spock.lang.Specification

import java.beans.Introspector
import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path

/** The reference pages are generated from the current Javadoc of the words. */
class ReferenceSpec extends Specification {
    static final Path SOURCES = Path.of('../engine/src/main/java/dev/runbook/dsl')
    static final Path PAGES = Path.of('../dsl-docs/reference')

    def 'the pages are up to date; -Drunbook.docs.write=true writes them'() {
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

    def 'every word for authors has a description and an example'() {
        given:
        def words = LanguageSource.blocks(SOURCES).values()*.words().flatten() as List<Word>

        expect:
        words.size() > 60
        words.every { it.text().size() > 10 && it.examples() }
    }

    def 'the page of a block names every word of the block'() {
        given:
        def unnamed = LanguageSource.blocks(SOURCES).values().findAll { it.className().endsWith('Block') && it.className() != 'TaskFailureBlock' }.collectMany { block ->
            def page = Files.readString(PAGES.resolve(block.page()))
            words(Class.forName("dev.runbook.dsl.${block.className()}")).findAll { !page.contains("\n## $it\n") && !page.contains("`$it`") }
                    .collect { "${block.className()}.$it".toString() }
        }

        expect:
        unnamed == []
    }

    def 'the reference lists the methods of a value: #page'() {
        given:
        def text = Files.readString(PAGES.resolve(page))
        def notCalledByName = ['at', 'getAt', 'isCase', 'isNotCase', 'plus', 'minus', 'multiply', 'div', 'mod', 'negative', 'plain', 'iterator']
        def common = (Object.methods + CharSequence.methods + Comparable.methods)*.name
        def asked = words(type).findAll { !it.contains('$') } - notCalledByName - common

        expect:
        asked.size() > 5
        asked.findAll { !(text =~ /`${it}(\(| \{)/) } == []

        where:
        type | page
        Json | 'expect.md'
        Text | 'steps-and-containers.md'
    }

    def 'the pages show no class to an author'() {
        given:
        def pages = ReferencePages.pages(SOURCES)

        expect:
        pages.keySet().every { !it.contains('block') }
        pages.findAll { name, text -> text =~ /\w+(Block|Script)\b|Shared:|own words/ }.keySet() == [] as Set
    }

    private static List<String> words(Class<?> block) {
        block.declaredMethods
                .findAll { Modifier.isPublic(it.modifiers) && !it.synthetic && !it.isAnnotationPresent(NotAWord) }
                .collect { it.name ==~ /get[A-Z].*/ ? Introspector.decapitalize(it.name.substring(3)) : it.name }
                .unique()
    }
}
