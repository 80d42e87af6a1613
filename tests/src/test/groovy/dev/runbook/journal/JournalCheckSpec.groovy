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
