package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification

/** A second start compiles nothing; a damaged cache costs only time. */
class ClassCacheSpec extends Specification implements RunbookTexts {
    static final String TEXT = "runbook('demo') { step('s') { shell 'x' } }"

    def place = folder.resolve('cache')

    def 'a runbook is compiled once, and its cache entry is private to its owner'() {
        when:
        read()

        then:
        entries().size() == 1
        PosixFilePermissions.toString(Files.getPosixFilePermissions(place)) == 'rwx------'
        PosixFilePermissions.toString(Files.getPosixFilePermissions(entries()[0])) == 'rw-------'

        when:
        def written = Files.getLastModifiedTime(entries()[0])
        def again = read()

        then:
        again.plan().nodes()*.name() == ['s']
        entries().size() == 1
        Files.getLastModifiedTime(entries()[0]) == written
    }

    def 'another text has another entry'() {
        when:
        read()
        read(TEXT + '\n')

        then:
        entries().size() == 2
    }

    def 'a damaged entry is compiled again without a message: #damage'() {
        given:
        read()
        def entry = entries()[0]
        def good = Files.readAllBytes(entry)
        Files.write(entry, spoil(good))

        expect:
        read().plan().nodes()*.name() == ['s']
        Files.readAllBytes(entry).length == good.length

        where:
        damage            | spoil
        'empty'           | { byte[] whole -> new byte[0] }
        'half'            | { byte[] whole -> Arrays.copyOf(whole, whole.length - 20) }
        'a bit flipped'   | { byte[] whole -> def bad = whole.clone(); bad[whole.length.intdiv(2)] ^= 1; bad }
        'another format'  | { byte[] whole -> def bad = whole.clone(); bad[3] ^= 1; bad }
        'garbage'         | { byte[] whole -> 'garbage'.bytes }
        'absurd lengths'  | { byte[] whole -> def bad = whole.clone(); (4..7).each { bad[it] = 0x7f as byte }; bad }
    }

    def 'a cache that cannot be written has no effect'() {
        given:
        Files.writeString(place, 'a file where the folder should be')

        expect:
        read().plan().nodes()*.name() == ['s']
    }

    def 'the handles of a cached runbook have the same places as when it was compiled'() {
        given:
        def text = "runbook('demo') { step('s') { shell 'x' }\n step('s') { shell 'y' } }"

        expect:
        [1, 2].collect { messageWith(text) }.unique().size() == 1
        messageWith(text).contains(':2:7:')
    }

    private String messageWith(String text) {
        try {
            read(text)
        } catch (InvalidRunbookException e) {
            return e.message
        }
        throw new AssertionError('not refused')
    }

    private read(String text = TEXT) {
        new RunbookReader(ClassCache.in(place)).read(RunbookRequest.toCheck(file(text), [:], Optional.empty(), NOW))
    }

    private entries() {
        Files.list(place).withCloseable { it.toList() }
    }
}
