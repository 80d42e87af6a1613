package dev.runbook.crash

import dev.runbook.journal.event.*
import dev.runbook.journal.AbortNote
import dev.runbook.journal.RunStore
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Two terminals: a real engine runs in one, and the other stops, follows or waits for it. */
@Thorough('several engine processes')
@Requires(value = { os.linux }, reason = 'signals and kernel locks')
class OtherTerminalSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    OtherTerminal other

    def setup() {
        other = new OtherTerminal(folder)
        other.runbook('demo/long', '''
            lock 'traffic'
            step('First') {
                shell 'echo one; echo First >> effects'
                undo { shell 'echo Undo First >> effects' }
            }
            step('Waits') { shell 'echo two; while [ ! -e go ]; do sleep 0.05; done; echo three' }
        ''')
        other.runbook('demo/short', '''
            rto 1.hour
            lock 'traffic'
            step('Quick') { shell 'echo Quick >> effects' }
        ''')
    }

    def 'abort stops the running step with proof, and records who requested it and why'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')

        when:
        def answer = other.rig.run('abort', 'last', '--reason', 'wrong place')

        then:
        answer.exit == 0
        answer.out =~ /stopped 'Waits': .*confirmed after/
        answer.out =~ /is aborted after .*\n  runbook resume/
        other.exit(run) == 143
        def signal = other.events.find { it instanceof StopRequested }
        signal.source() == StopRequested.Source.ABORT
        signal.text() =~ /^by \S+: wrong place; /
        with(other.events.last()) { RunFinished end ->
            end.status() == RunStatus.ABORTED
            end.exitCode() == 143
            end.cause() =~ /^stopped by \S+ \(wrong place\)/
        }

        and: 'a second abort reports it and changes nothing'
        def records = other.events.size()
        with(other.rig.run('abort', 'last')) {
            exit == 0
            out.contains('was aborted before')
        }
        other.events.size() == records

        and: 'a resume continues where it stopped'
        other.touch('go')
        other.exit(other.start('resumed', 'resume', 'last', '--retry')) == 0
        other.lines('effects') == ['First']
        with(other.rig.run('abort', 'last')) {
            exit == 5
            err.contains('has ended already: succeeded')
        }
    }

    @Requires(value = { Machine.has('prlimit') }, reason = 'prlimit is not installed')
    def 'a stop is carried out although it can no longer be recorded: #how'() {
        given:
        other.runbook('demo/long', "step('Waits') { shell 'echo \$\$ > pid; while [ ! -e go ]; do sleep 0.05; done' }")
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.until('nothing runs') { other.lines('pid') }
        other.untilIn('Waits')

        and: 'its journal can no longer grow'
        def folder = new RunStore(other.folder).find('last')
        def size = Files.size(folder.path().resolve('journal'))
        assert ['prlimit', '--pid', "${run.pid()}", "--fsize=$size"]*.toString().execute().waitFor() == 0

        when:
        if (how == 'abort') {
            folder.leave(new AbortNote('maria', 'the disk is full'))
        } else {
            signal(run, how)
        }

        then:
        other.exit(run) == 1
        !Files.exists(Path.of('/proc', other.lines('pid')[0]))
        !(other.printed() =~ /Exception|\tat /)
        other.printed() =~ /cannot write the journal .*: File too large; nothing is done unrecorded, so the run stops here/
        other.printed() =~ /runbook resume \S+ continues it/

        where:
        how << signals() + ['abort']
    }

    def 'a secret in the reason of an abort is masked'() {
        given:
        other.rig.write('s', 'correct-horse-battery')
        def lab = other.rig.write('lab.yaml', "secrets: { S: { file: '${other.folder.resolve('s')}' } }")
        other.runbook('demo/long', 'step("Waits") { shell "echo ${secret(\'S\')} > reported; while [ ! -e go ]; do sleep 0.05; done" }')
        def run = other.start('run', 'runbooks/demo/long.groovy', '-e', lab.toString())
        other.until('nothing runs') { other.lines('reported') }

        when:
        other.rig.run('abort', 'last', '--reason', 'correct-horse-battery is the wrong one')

        then:
        other.exit(run) == 143
        other.events.find { it instanceof StopRequested }.text() =~ /: •••.* is the wrong one/
        !other.entries.any { it.toString().contains('correct-horse') }
        !other.printed().contains('correct-horse')
    }

    def 'abort ends a run whose engine is dead, and attach reports what to do about one'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')
        run.destroyForcibly().waitFor()

        expect:
        with(other.rig.run('attach', 'last')) {
            exit == 5
            err =~ /its engine process died\n  runbook resume/
        }

        when:
        def answer = other.rig.run('abort', 'last', '--reason', 'not now')

        then:
        answer.exit == 0
        answer.out =~ /run \S+ is aborted; its engine had died\n  runbook resume/
        other.events.last().with { [it.status(), it.exitCode(), it.cause()] } ==
                [RunStatus.ABORTED, 143, "stopped by ${System.getProperty('user.name')} (not now); its engine had died".toString()]
        other.rig.run('verify', 'last').exit == 0
        with(other.rig.run('show', 'last').out) {
            contains('aborted: stopped by')
        }

        and: 'a resume continues it'
        other.touch('go')
        other.exit(other.start('resumed', 'resume', 'last', '--skip')) == 0
    }

    def 'attach shows a run from its beginning to its end, and exits with its exit code'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')

        when:
        def attached = CompletableFuture.supplyAsync { other.rig.run('attach', 'last') }
        other.touch('go')
        def answer = attached.get(60, TimeUnit.SECONDS)

        then:
        answer.exit == 0
        answer.err == ''
        answer.out.contains('| one')
        answer.out.contains('| three')
        answer.out.contains('✓ Waits')
        answer.out =~ /succeeded after/
        other.exit(run) == 0

        and: 'a run that has ended is shown too, and not changed'
        with(other.rig.run('attach', 'last', '--json')) {
            exit == 0
            new JsonSlurper().parseText(out).status == 'succeeded'
        }
        with(other.rig.run('attach', 'last', '--from-now')) {
            exit == 0
            !out.contains('✓ First')
        }
    }

    @Requires(value = { Machine.interruptible }, reason = 'SIGINT is ignored here, as in a background job')
    def 'a user with read access can attach, and a reader that leaves does not end the run'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')
        def journal = new RunStore(other.folder).find('last').path().resolve('journal')

        when:
        def looking = other.start('looking', 'attach', 'last')
        other.until('nothing is shown') { other.printed('looking').contains('Waits') }
        def files = Files.list(journal.parent).toList().sort(false)
        signal(looking, 'INT')

        then:
        other.exit(looking) == 130
        Files.list(journal.parent).toList().sort(false) == files

        when:
        other.touch('go')

        then:
        other.exit(run) == 0
        !other.events.any { it instanceof StopRequested }
    }

    @Requires(value = { Machine.interruptible }, reason = 'SIGINT is ignored here, as in a background job')
    def 'a second INT ends the process immediately and reports what may still run'() {
        given:
        other.runbook('demo/stubborn', "step('Stubborn') { shell 'trap \\'\\' INT TERM; echo ignores >> effects; while [ ! -e go ]; do sleep 0.05; done' }")
        def run = other.start('run', 'runbooks/demo/stubborn.groovy')
        other.until('its process does not start') { other.lines('effects') == ['ignores'] }

        when:
        signal(run, 'INT')
        other.until('it does not stop') { other.events.any { it instanceof StopRequested } }
        signal(run, 'INT')

        then:
        other.exit(run) == 130
        other.printed() =~ /'Stubborn' \(process \d+ .*\) may still run; runbook resume \d{8}-/

        cleanup:
        other.touch('go')
    }

    def 'a held lock prevents the start of a run, which reports its owner'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')
        def id = new RunStore(other.folder).find('last').id()

        when:
        def second = other.start('second', 'run', 'runbooks/demo/short.groovy')

        then:
        other.exit(second) == 5
        other.printed('second') =~ /not started: lock 'traffic' in local is held by \S+, demo\/long, process ${run.pid()} since \S+, run $id/
        other.touch('go')
        other.exit(run) == 0
    }

    def 'a run that waits for a lock reports the owner, starts when the lock is free, and its clock includes the wait'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')

        when:
        def second = other.start('second', 'run', 'runbooks/demo/short.groovy', '--wait', '2m')
        other.until('it does not wait') { other.printed('second').contains('waiting for it') }
        other.touch('go')

        then:
        other.exit(run) == 0
        other.exit(second) == 0
        other.printed('second') =~ /lock 'traffic' in local is held by \S+, demo\/long, process ${run.pid()} .*; waiting for it, (2m|1m 59s) more at most/
        other.events.find { it instanceof Noted }.text() =~ /^waited .* for the locks traffic/
        other.events.find { it instanceof ClockStarted }.elapsedMs() > 0
    }

    def 'a stop during the wait for a lock ends the run before it begins'() {
        given:
        def run = other.start('run', 'runbooks/demo/long.groovy')
        other.untilIn('Waits')

        when:
        def second = other.start('second', 'run', 'runbooks/demo/short.groovy', '--wait', '2.minutes')
        other.until('it does not wait') { other.printed('second').contains('waiting for it') }
        signal(second, name)

        then:
        other.exit(second) == exit
        other.printed('second').contains("not started: stopped by $name while it waited for a lock")
        new RunStore(other.folder).list().size() == 1
        other.touch('go')
        other.exit(run) == 0

        where:
        name << signals()
        exit = [INT: 130, TERM: 143][name]
    }

    def 'a drill with --yield yields to an incident: it stops and undoes its steps, and the incident runs'() {
        given:
        def drill = other.start('drill', 'runbooks/demo/long.groovy', '--yield')
        other.untilIn('Waits')

        when:
        def incident = other.start('incident', 'run', 'runbooks/demo/short.groovy')

        then:
        other.exit(incident) == 0
        other.exit(drill) == 143
        other.lines('effects') == ['First', 'Undo First', 'Quick']
        other.printed().contains('an incident needs lock')
        def aborted = new RunStore(other.folder).list().find { it.read().entries()[0].event().mode() == Mode.DRILL }.read().entries()*.event()
        aborted.any { it instanceof AttemptFinished && it.step() == 'Waits' && it.stopped().survivors().empty }
        aborted.last().status() == RunStatus.ABORTED
        aborted.last().cause() =~ /^stopped by \S+, demo\/short, .*an incident needs lock 'traffic'/

        and: 'its steps are undone, so it cannot be resumed'
        !other.printed().contains('runbook resume')
        def drilled = new RunStore(other.folder).list().find { it.read().entries()[0].event().mode() == Mode.DRILL }.id()
        with(other.rig.run('resume', drilled, '--retry')) {
            exit == 2
            err.contains('it yielded to an incident and undid its steps; start it again')
        }
    }

    def 'a drill does not yield to another drill, or without --yield'() {
        given:
        def drill = other.start(*['drill', 'runbooks/demo/long.groovy', holder].findAll())
        other.untilIn('Waits')

        when:
        def second = other.start('second', asks, 'runbooks/demo/short.groovy')

        then:
        other.exit(second) == 5
        other.touch('go')
        other.exit(drill) == 0

        where:
        holder       | asks
        ''           | 'run'
        '--yield'    | 'drill'
    }

    private static void signal(Process process, String name) {
        assert ['sh', '-c', "kill -$name ${process.pid()}".toString()].execute().waitFor() == 0
    }

    private static List<String> signals() {
        Machine.interruptible ? ['INT', 'TERM'] : ['TERM']
    }
}
