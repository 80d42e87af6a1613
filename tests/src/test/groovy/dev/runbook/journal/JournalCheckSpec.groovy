package dev.runbook.journal

import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

class JournalCheckSpec extends Specification {
    @TempDir
    Path home

    def 'a journal as it was written is whole, and named by its head'() {
        given:
        def text = Journals.written(home).read()

        expect:
        JournalCheck.of(text, given.call(text)) == new JournalCheck(true, "9 records, unchanged; head ${text.head()}")

        where:
        given << [{ '' }, { it.head() }, { it.head().take(16) }]
    }

    def 'the hash a message carried names all up to there, and what was printed at the end all there is'() {
        given:
        def text = Journals.written(home, [*Journals.EVENTS, new Event.Noted('late', 'more')]).read()
        def hash = { int record -> text.entries()[record - 1].hash() }

        expect:
        JournalCheck.of(text, hash(4)) == new JournalCheck(true, "10 records, unchanged; head ${hash(10)}; the hash given is that of record 4")
        JournalCheck.of(text, hash(9)) == new JournalCheck(false, "goes on after the record that was given; it ends with ${hash(10)}")
        !JournalCheck.of(text, 'no such hash').whole()
    }

    def 'the first bad record is named'() {
        given:
        def run = Journals.written(home)
        def file = run.path().resolve('journal').toFile()
        def bytes = file.bytes
        bytes[new String(bytes, 'ISO-8859-1').indexOf('exit code 1')] ^= 1
        file.bytes = bytes
        def check = JournalCheck.of(run.read(), '')

        expect:
        !check.whole()
        check.told() ==~ /damaged: record 5 at byte \d+: its checksum does not match/
    }

    def 'records cut off at the end show by the head that was printed, though the chain is whole'() {
        given:
        def run = Journals.written(home)
        def head = run.read().head()
        def file = run.path().resolve('journal').toFile()
        file.text = file.readLines().dropRight(1).collect { it + '\n' }.join('')
        def check = JournalCheck.of(run.read(), head)

        expect:
        !check.whole()
        check.told() == "another journal, or records are missing at its end: it ends with ${run.read().head()}"
        JournalCheck.of(run.read(), '').whole()
    }
}
