package dev.runbook.journal

import dev.runbook.AuthorException
import dev.runbook.time.FakeClock
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

class RunStoreSpec extends Specification {
    @TempDir
    Path home
    def clock = new FakeClock()

    def 'runs are kept in #expected with #variables for #user'() {
        expect:
        RunStore.standard(variables, user, Path.of('/home/jo')).home() == Path.of(expected)

        where:
        variables                                          | user   || expected
        [RUNBOOK_HOME: '/srv/runs', XDG_STATE_HOME: '/st'] | 'root' || '/srv/runs'
        [XDG_STATE_HOME: '/st']                            | 'root' || '/st/runbook'
        [RUNBOOK_HOME: ' ']                                | 'root' || '/var/lib/runbook'
        [:]                                                | 'jo'   || '/home/jo/.local/state/runbook'
    }

    def 'ids of runs contain the time, sort by it, and are unique'() {
        given:
        def ids = (1..20).collect {
            def id = begin().id()
            clock.advance(Duration.ofSeconds(it % 2))
            id
        }

        expect:
        ids.every { it ==~ /20260131-1200\d\d-[a-z2-9]{2}/ }
        ids.toSet().size() == 20
        new RunStore(home).list()*.id() == ids.toSorted().reverse()
    }

    def 'a run is found by its id, by a unique part of it, or as last'() {
        given:
        def runs = (1..3).collect {
            clock.advance(Duration.ofHours(25))
            begin()
        }
        def id = runs[1].id()

        expect:
        [id, id.take(8), id.take(11), id.drop(9), id.drop(4).take(6)].collect { find(it).id() } == [id] * 5
        find('last').id() == runs[2].id()
    }

    def 'an ambiguous or unknown id is rejected with the candidates'() {
        when:
        find('last')

        then:
        def none = thrown(AuthorException)
        none.message == "no runs in $home yet"

        when:
        def runs = (1..2).collect {
            clock.advance(Duration.ofSeconds(1))
            begin()
        }
        find('2026')

        then:
        def several = thrown(AuthorException)
        several.message == "'2026' may be 2 runs, among them ${runs[1].id()} and ${runs[0].id()}"

        when:
        find('nothing')

        then:
        def unknown = thrown(AuthorException)
        unknown.message == "no run 'nothing' in $home; the last one is ${runs[1].id()} (runbook history lists them)"
    }

    def 'the files of a run are kept with it, and nothing outside of its folder'() {
        given:
        def run = create()

        when:
        run.keep(['erpgo/immediate-rollback.groovy': 'runbook…', 'erpgo/templates/a.md': 'hello'])

        then:
        Files.readString(run.path().resolve('runbook/erpgo/immediate-rollback.groovy')) == 'runbook…'
        Files.readString(run.path().resolve('runbook/erpgo/templates/a.md')) == 'hello'

        when:
        run.keep(['../../evil': 'x'])

        then:
        thrown(JournalException)
    }

    def 'a folder that cannot be written is reported before anything starts'() {
        given:
        def file = Files.createFile(home.resolve('file'))

        when:
        new RunStore(file).create(clock.wall())

        then:
        def refused = thrown(JournalException)
        refused.message.startsWith("cannot make a folder for the run under $file/runs: ")
        refused.message.endsWith('nothing was started; RUNBOOK_HOME chooses another place')
    }

    def 'a file next to the journal is replaced atomically, is private, and leaves no temporary file'() {
        given:
        def run = create()

        when:
        run.write('transcript.html', 'one')
        run.write('transcript.html', 'two')

        then:
        Files.readString(run.path().resolve('transcript.html')) == 'two'
        run.path().toFile().list() == ['transcript.html'] as String[]
        Files.getPosixFilePermissions(run.path().resolve('transcript.html')).size() == 2
    }

    def 'a link in place of a journal is not followed'() {
        given:
        def run = Journals.written(home)
        Files.move(run.path().resolve('journal'), home.resolve('elsewhere'))
        Files.createSymbolicLink(run.path().resolve('journal'), home.resolve('elsewhere'))

        when:
        run.read()

        then:
        thrown(JournalException)
    }

    private RunFolder create() {
        new RunStore(home).create(clock.wall())
    }

    /** A run as an engine begins it. */
    private RunFolder begin() {
        create().tap { it.create(clock).close() }
    }

    private RunFolder find(String typed) {
        new RunStore(home).find(typed)
    }
}
