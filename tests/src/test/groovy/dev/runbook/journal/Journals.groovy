package dev.runbook.journal

import dev.runbook.time.FakeClock

import java.nio.file.Path
import java.time.Duration

/** Journals of the tests' own. */
class Journals {
    static final List<Event> EVENTS = [
        new Event.RunStarted(1, 'r', 'erpgo/immediate-rollback', 'Put “blue” back', 'oncall', 'run', 'lab', false,
                [reason: 'a "bad" deploy\n\tline 2 \u0000 \u2028', version: 'v1.2.3'], 'maria', 'ops1', 4711L, [engine: '0.1'],
                300_000L, -1L, 60_000L, [new Event.PlannedStep('Switch', 'step', '', 0, 60_000L, 'shell', 'kubectl patch')], [Drain: "before --from 'Switch'"],
                '/srv/runbooks/erpgo/immediate-rollback.groovy', '/srv/runbooks/environments/lab.yaml', ['erpgo/immediate-rollback.groovy': 'ab12']),
        new Event.ClockStarted("the run's start", 0L),
        new Event.StepStarted('Switch', 'step', 'shell', 'kubectl patch', 60_000L),
        new Event.AttemptStarted('Switch', 1, 'r/1/Switch', 'output/switch-1.txt'),
        new Event.AttemptFinished('Switch', 1, 'failed', 'exit code 1',
                [new Event.FailedCondition("json.status == 'ok'", 'x.groovy:3', [new Event.Part('json.status', 6, 'null')])],
                new Event.Stopped('TERM', 1200L, ['sleep (4712)']), [exitCode: '1'],
                [exitCode: 1, big: 12345678901L, exact: 1.25G, ok: true, none: null, rows: [[name: 'a', n: 1], [name: 'b', n: 2]], stdout: 'a\nb'],
                12L, 0L, ['a', '\u001b[31mb']),
        new Event.Waiting('Switch', 'before attempt 2 of 3', 5000L),
        new Event.StepFinished('Switch', 'failed', 1, 'exit code 1'),
        new Event.ClockStopped('the end of the last step', 7000L),
        new Event.RunFinished('failed', 1, "'Switch' failed: exit code 1", [new Event.Verdict('RTO', 'broken', 300_000L, 7000L, 'x')]),
    ]

    /** A finished journal, each record a second after the one before. */
    static RunFolder written(Path home, List<Event> events = EVENTS) {
        def clock = new FakeClock()
        def run = new RunStore(home).create(clock.wall())
        run.create(clock).withCloseable { journal ->
            events.each {
                journal.append(it)
                clock.advance(Duration.ofSeconds(1))
            }
        }
        run
    }
}
