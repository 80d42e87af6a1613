package dev.runbook.action.shell

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.machine.Machine
import dev.runbook.time.Clock
import dev.runbook.value.Result
import dev.runbook.value.Template

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

@Requires(value = { Machine.has('setsid') && new File('/proc/self/stat').exists() }, reason = 'needs Linux and util-linux')
class ProcessStopSpec extends Specification {
    static final Duration BUDGET = Duration.ofMillis(250)

    @AutoCleanup
    Attempts attempts = new Attempts()

    @TempDir
    Path folder

    def 'a script that #shape is stopped within the grace period, with proof'() {
        given:
        attempts.to = new Attempts.Counted()
        attempts.grace = killed ? Duration.ofMillis(300) : Duration.ofSeconds(10)

        when:
        def began = System.nanoTime()
        def outcome = stopped(script.replace('@', "$seconds"))
        def took = Duration.ofNanos(System.nanoTime() - began)

        then:
        outcome.result() == Result.TIMED_OUT
        !outcome.answered()
        outcome.stop().get().confirmed()
        outcome.stop().get().what() ==~ (killed ? ~/TERM to .*, after 300ms KILL to .*/ : ~/TERM to process group \d+ .*/)
        left() == []
        took < Duration.ofSeconds(30)

        where:
        shape                          | script                                                         || killed
        'ends on TERM'                 | 'sleep @'                                                      || false
        'is a single program'          | 'exec sleep @'                                                 || false
        'ignores TERM'                 | 'trap "" TERM; sleep @'                                        || true
        'forks'                        | 'sleep @ & sleep @ & wait'                                     || false
        'double-forks'                 | '(sleep @ & exec sleep @ &) ; sleep @'                         || false
        'leaves its session'           | 'setsid sleep @ & sleep @'                                     || false
        'leaves its session, ignoring' | 'setsid sh -c "trap \'\' TERM; sleep @" & sleep @'             || true
        'empties its environment'      | 'env -i setsid sleep @ & sleep @'                              || false
        'stops itself'                 | 'kill -STOP $$; sleep @'                                       || false
        'prints without end'           | 'yes'                                                          || false
        'forks when it gets a TERM'    | 'trap "setsid sleep @ & exit" TERM; sleep @ & wait'            || true
    }

    def 'a process started between the sweep and the signal, outside the group and without the marker, is stopped too'() {
        given:
        def go = folder.resolve('go')
        def script = "until [ -e $go ]; do sleep 0.01; done; env -i setsid sleep $seconds & exit"
        def process = new ProcessBuilder('setsid', 'sh', '-c', script).start()
        def state = { new File("/proc/${process.pid()}/stat").with { it.exists() ? it.text.replaceFirst(/.*\) /, '')[0] : 'X' } }
        def signals = new ProcessSignals(Optional.empty()) {
            @Override
            void send(String signal, long group, List<Long> pids) {
                if (signal == 'TERM') {
                    Files.createFile(go)
                    new PollingConditions(timeout: 30).eventually { assert state() == 'T' || left() }
                }
                super.send(signal, group, pids)
            }
        }
        new PollingConditions(timeout: 30).eventually { assert ProcessTable.entry(process.pid()).get().group() == process.pid() }

        when:
        def proof = ProcessStop.of(process.pid(), 'a marker', signals, Clock.system()).stop(Duration.ofMillis(300))

        then:
        proof.confirmed()
        left() == []

        cleanup:
        ProcessHandle.allProcesses().filter { it.info().commandLine().orElse('').contains("sleep $seconds") }.forEach { it.destroyForcibly() }
    }

    def 'the output until the stop is kept, and its last line reported'() {
        when:
        def outcome = stopped('echo copying orders; echo 40 percent >&2; sleep 60', Duration.ofSeconds(1))

        then:
        outcome.values().stdout == 'copying orders'
        outcome.cause() == 'its last line: 40 percent'
    }

    def 'a script that ended in time is not stopped, and its background processes continue'() {
        when:
        def outcome = attempts.perform(Specs.shell(Template.of('sleep 60 >/dev/null 2>&1 & echo started')))

        then:
        outcome.result() == Result.OK
        outcome.stop().empty
        attempts.orphans()*.command() == ['sleep 60']

        cleanup:
        attempts.stopOrphans()
    }

    def 'a background process that holds the output open does not delay the step'() {
        when:
        def began = System.nanoTime()
        def outcome = attempts.perform(Specs.shell(Template.of('sleep 60 & echo started')))

        then:
        outcome.result() == Result.OK
        outcome.values().stdout == 'started'
        System.nanoTime() - began < Duration.ofSeconds(20).toNanos()
        attempts.output.text(dev.runbook.action.Output.Stream.NOTE) ==~
                /process \d+ \(sleep\) keeps running and holds the output open: its further output is discarded\n/

        cleanup:
        attempts.stopOrphans()
    }

    def 'processes of another user are found by the marker in sudo\'s command line'() {
        expect:
        ProcessTable.marker(Optional.ofNullable(environment?.toString()), { Optional.of(command.toString()) }) == Optional.ofNullable(marker)

        where:
        environment                      | command                                                                     || marker
        null                             | "sudo\0-n\0-u\0app\0--\0env\0${Marker.VARIABLE}=r%2F1%2FRestore~\0/bin/sh\0-c\0eval\0" || 'r/1/Restore'
        null                             | "vi\0notes on ${Marker.VARIABLE}=r%2F1%2FRestore~\0"                          || null
        "${Marker.VARIABLE}=r%2F2%2FA~\0" | "env\0${Marker.VARIABLE}=r%2F1%2FB~\0"                                       || 'r/2/A'
        ''                               | "env\0${Marker.VARIABLE}=r%2F1%2FB~\0"                                       || null
    }

    def 'a failed stop is reported, and nothing waits for its proof forever'() {
        given:
        attempts.grace = null // what no attempt has: the stop cannot go on after its first signal

        when:
        def outcome = attempts.perform(Specs.shell(Template.of('trap "" TERM; sleep 60')), Duration.ofMillis(300))

        then:
        !outcome.stop().get().confirmed()
        outcome.stop().get().what().startsWith('the stop went wrong: ')
        outcome.stop().get().survivors()[0] =~ /^process \d+ and what it started$/

        cleanup:
        attempts.grace = Duration.ofMillis(300)
        attempts.stopOrphans()
    }

    def 'the processes of a dead engine are found by their marker, named and stopped'() {
        given:
        attempts.perform(Specs.shell(Template.of('setsid sleep 61 >/dev/null 2>&1 & sleep 62 >/dev/null 2>&1 &')))

        when:
        def orphans = attempts.orphans()
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos()
        while (orphans*.command()*.replace('setsid ', '').toSorted() != ['sleep 61', 'sleep 62'] && System.nanoTime() < end) {
            orphans = attempts.orphans() // one that is just becoming another program shows nothing
        }

        then:
        orphans*.command()*.replace('setsid ', '').toSorted() == ['sleep 61', 'sleep 62']
        orphans*.marker().every { it.endsWith('/Åttempt') }

        when:
        def proof = attempts.stopOrphans()

        then:
        proof.confirmed()
        proof.what() == 'TERM to 2 processes'
        attempts.orphans() == []
        attempts.stopOrphans(Duration.ZERO).what() == 'nothing left to stop'
    }

    def 'an abort is reported as cancelled'() {
        given:
        def started = folder.resolve('started')
        Thread.startDaemon {
            while (!Files.exists(started)) {
                LockSupport.parkNanos(5_000_000)
            }
            attempts.stop.request(dev.runbook.action.CancellationToken.Reason.CANCELLED)
        }

        expect:
        attempts.perform(Specs.shell(new Template(['touch ', '; sleep 60'], [started]))).result() == Result.CANCELLED
    }

    private Outcome stopped(String script, Duration budget = BUDGET) {
        attempts.stop = new dev.runbook.action.CancellationToken()
        attempts.perform(Specs.shell(Template.of(script)), budget)
    }

    /** The remaining sleeps of a script, recognised by their length, even without their marker. */
    private List<String> left() {
        ProcessHandle.allProcesses().map { it.info().commandLine().orElse('') }.filter { it.contains("sleep $seconds") }.toList() +
                attempts.orphans()*.toString()
    }

    private static long getSeconds() {
        1_000_000 + ProcessHandle.current().pid()
    }
}
