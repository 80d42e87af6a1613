package dev.runbook.journal

import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class JournalCheckSpec extends Specification {
    @TempDir
    Path home

    def 'an unchanged journal is whole, and identified by its head'() {
        given:
        def text = Journals.written(home).read()

        expect:
        check(text, given.call(text)) == [true, "9 records, 0 kept texts, 0 outputs, unchanged; head ${text.head()}"]

        where:
        given << [{ '' }, { it.head() }, { it.head().take(16) }]
    }

    def 'the hash in a message covers all records up to it, and the one printed at the end covers all'() {
        given:
        def text = Journals.written(home, [*Journals.EVENTS, Events.noted('other', 'more')]).read()
        def hash = { int record -> text.entries()[record - 1].hash() }

        expect:
        check(text, hash(4)) == [true, "10 records, 0 kept texts, 0 outputs, unchanged; head ${hash(10)}; the hash given is that of record 4"]
        check(text, hash(9)) == [false, "there are records after the one with the given hash, which was the last; it ends with ${hash(10)}"]
        !check(text, 'no such hash')[0]
    }

    def 'the first bad record is named'() {
        given:
        def run = Journals.written(home)
        def file = run.path().resolve('journal').toFile()
        def bytes = file.bytes
        bytes[new String(bytes, 'ISO-8859-1').indexOf('exit code 1')] ^= 1
        file.bytes = bytes
        def (whole, finding) = check(run.read(), '')

        expect:
        !whole
        finding ==~ /damaged: record 5 at byte \d+: its checksum does not match/
    }

    def 'removed records at the end are found by the printed head, although the chain is intact'() {
        given:
        def run = Journals.written(home)
        def head = run.read().head()
        def file = run.path().resolve('journal').toFile()
        file.text = file.readLines().dropRight(1).collect { it + '\n' }.join('')
        def (whole, finding) = check(run.read(), head)

        expect:
        !whole
        finding == "another journal, or records are missing at its end: it ends with ${run.read().head()}"
        check(run.read(), '')[0]
    }

    /** Checks the chain only: an empty folder has nothing to compare. */
    private List check(JournalText text, String head) {
        def check = JournalCheck.of(text, head, new FolderCheck(Files.createDirectories(home.resolve('empty')), []))
        [check.whole(), check.finding()]
    }
}
