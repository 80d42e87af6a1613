package dev.runbook.journal

import dev.runbook.journal.event.*
import dev.runbook.time.FakeClock

import java.nio.file.Path
import java.time.Duration

/** Journals for specifications. */
class Journals {
    static final List<Event> EVENTS = [
        Events.runStarted(run: 'r', runbook: 'erpgo/immediate-rollback', description: 'Put “blue” back', owner: 'oncall',
                parameters: [reason: 'a "bad" deploy\n\tline 2 \u0000 \u2028', version: 'v1.2.3'], host: 'ops1', pid: 4711, versions: [engine: '0.1'],
                rtoMs: 300_000, rpoMs: 60_000, plan: [Events.plannedStep('Switch', 'step', '', 0, 60_000L, 'shell', 'kubectl patch')],
                selection: new Selection(Selection.Kind.FROM, ['Switch'], ['Drain']), file: '/srv/runbooks/erpgo/immediate-rollback.groovy',
                environmentFile: '/srv/runbooks/environments/lab.yaml', files: ['erpgo/immediate-rollback.groovy': 'ab12']),
        Events.clockStarted(),
        Events.stepStarted('Switch', 'step', 'shell', 'kubectl patch', 60_000L),
        Events.attemptStarted('Switch', 1, 'r/1/Switch', 'output/switch-1.txt'),
        Events.attemptFinished('Switch', 1, 'failed', 'exit code 1',
                failed: [Events.failedCondition("json.status == 'ok'", 'x.groovy:3', [new FailedCondition.Part('json.status', 6, 'null')])],
                stopped: new StopReport('TERM', 1200L, ['sleep (4712)']), facts: [exitCode: '1'],
                values: [exitCode: 1, big: 12345678901L, exact: 1.25G, ok: true, none: null, rows: [[name: 'a', n: 1], [name: 'b', n: 2]], stdout: 'a\nb'],
                bytes: 12, lastLines: ['a', '\u001b[31mb']),
        new Waiting('Switch', 'before attempt 2 of 3', 5000L),
        Events.stepFinished('Switch', 'failed', 1, 'exit code 1'),
        Events.clockStopped(7000L),
        Events.runFinished('failed', 1, "'Switch' failed: exit code 1", [Events.verdict('RTO', 'missed', 300_000L, 7000L, 'x')]),
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
