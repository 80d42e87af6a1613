package dev.runbook.cli

import dev.runbook.terminal.Terminal
import dev.runbook.time.FakeClock
import dev.runbook.watch.TriggerWatch
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A watch uses its files as they are now: each change on disk, with and without mistakes. */
class WatchReloadSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig
    List<String> reports = []
    def err = new ByteArrayOutputStream()
    FakeClock clock = new FakeClock()
    ChangedFiles changed
    @AutoCleanup
    TriggerSession session
    @AutoCleanup
    WatchReload reload

    def setup() {
        rig = new CommandRig(folder)
        rig.write('runbooks/environments/test.yaml', 'environment: test\nchannels: { team: { file: team.txt } }\n')
        trigger('a', 'Down')
        def terminal = new Terminal(System.out, new PrintStream(err, true, 'UTF-8'), new BufferedReader(new StringReader('')), [] as Set, 100, false)
        def context = new CliContext(terminal, rig.variables, folder, folder.resolve('product'))
        def reader = ReadRunbooks.toAct(context)
        def top = folder.resolve('runbooks')
        def environment = reader.environment(Optional.of('test'), top.resolve('a.groovy'))
        session = new TriggerSession(context, environment, Optional.of('test'), true, reports.&add)
        session.add(reader.triggers(top.resolve('a.groovy'), Optional.of(environment)))
        changed = new ChangedFiles(clock, { (session.files() + TriggerFiles.possible(top))*.toAbsolutePath()*.normalize() as Set })
        changed.begin()
        reload = new WatchReload(context, top, Optional.of('test'), session, session.watcher { watch, sample, decided -> }, changed)
    }

    def 'a changed file, an added one and a removed one'() {
        when:
        trigger('a', 'Slow')
        trigger('b', 'Late')
        looks()

        then:
        reports as Set == ["a has been read again: new 'Slow'; removed 'Down'", 'also watching b'] as Set
        triggers() == ['Slow', 'Late']

        when:
        Files.delete(folder.resolve('runbooks/b.groovy'))
        looks()

        then:
        reports.last() == "b has been read again: removed 'Late'"
        triggers() == ['Slow']
    }

    def 'a file with mistakes is named in one line, and the watch continues with the one before'() {
        given:
        def before = session.watches()[0]

        when:
        rig.write('runbooks/a.groovy', "triggers('a') { trigger('Down') { severiti low; shell 'true'; when { exitCode == 1 }; tell 'team' } }")
        looks()

        then:
        session.watches()[0].is(before)
        err.toString('UTF-8') =~ /^\S*a\.groovy:1:\d+: unknown word 'severiti' in trigger\. The watch continues with what it had read before\n$/
        reports == []

        when: 'it is not read again before it changes'
        err.reset()
        looks()

        then:
        err.size() == 0
    }

    def 'an environment takes effect when every watched file checks with it'() {
        when:
        rig.write('runbooks/environments/test.yaml', 'environment: test\nchannels: { other: { file: other.txt } }\n')
        looks()

        then:
        err.toString('UTF-8').contains("'team'")
        session.environment().channels().keySet() == ['team'] as Set

        when:
        rig.write('runbooks/environments/test.yaml', 'environment: test\nchannels: { team: { file: team.txt }, other: { file: other.txt } }\n')
        looks()

        then:
        session.environment().channels().keySet() == ['team', 'other'] as Set
        reports.last() == "environment 'test' has been read again"
    }

    def 'an environment with mistakes is not used'() {
        when:
        rig.write('runbooks/environments/test.yaml', 'environment: production\nchannels: { team: { file: team.txt } }\n')
        looks()

        then:
        err.toString('UTF-8') =~ /^\S*test\.yaml:1:\d+: [^;]*\. The watch continues with what it had read before\n$/
        session.environment().name() == 'test'
    }

    def 'HUP reads everything, although nothing has changed'() {
        when:
        reload.force()
        looks()

        then:
        reports == ["environment 'test' has been read again"]
    }

    private Path trigger(String id, String name) {
        rig.write("runbooks/${id}.groovy", "triggers('$id') { trigger('$name') { severity low; shell 'true'; when { exitCode == 1 }; tell 'team' } }")
    }

    private List<String> triggers() {
        session.watches().collectMany { TriggerWatch watch -> watch.set().triggers()*.name() }
    }

    /** Looks twice, then waits until what was read is applied. */
    private void looks() {
        2.times {
            clock.advance(Duration.ofSeconds(5))
            reload.look()
        }
        while (reload.reads()) {
            Thread.sleep(5)
            reload.look()
        }
    }
}
