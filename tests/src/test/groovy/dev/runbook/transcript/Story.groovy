package dev.runbook.transcript

import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.journal.FileJournal
import dev.runbook.journal.RunFolder
import dev.runbook.journal.RunStore
import dev.runbook.time.FakeClock

import java.nio.file.Path
import java.time.Duration

/** Writes the journal of an invented run, as the engine would. Times are seconds. */
class Story {
    final FakeClock clock = new FakeClock()
    final RunFolder folder
    private final FileJournal journal

    Story(Path home, Map options = [:]) {
        folder = new RunStore(home).create(clock.wall())
        journal = folder.create(clock)
        def runbook = options.runbook ?: 'erpgo/immediate-rollback'
        record(Events.runStarted(run: folder.id(), runbook: runbook,
                description: options.description ?: 'Put the blue (previous) deployment back in front of all traffic', owner: 'platform-oncall',
                mode: options.mode, environment: options.environment ?: 'production', production: options.production,
                parameters: options.parameters ?: [reason: 'error rate at 40 % after the 14:02 deploy', version: 'v2.7.1'],
                host: 'ops1.erpgo.com', pid: 4711, versions: [engine: '0.1.0', java: '17.0.15', os: 'Linux 6.1', groovy: '5.0.7'],
                rtoMs: ms(options.rto ?: 300), rtoLimitMs: ms(options.limit ?: -1), rpoMs: ms(options.rpo ?: -1), plan: options.plan,
                files: [("${runbook}.groovy".toString()): 'ab' * 32]))
        if (options.clock != false) {
            record(Events.clockStarted(ms(options.since ?: 0), options.since ? '2026-01-31T11:58:00Z' : ''))
        }
    }

    static PlannedStep planned(Map options = [:], String step) {
        Events.plannedStep(step, options.kind ?: 'step', options.in ?: '', options.depth ?: 0, ms(options.budget ?: -1),
                options.action ?: 'shell', options.shown ?: '')
    }

    void record(Event event) {
        journal.append(event)
    }

    void pass(Number seconds) {
        clock.advance(Duration.ofMillis((seconds * 1000) as long))
    }

    void begin(Map options = [:], String step) {
        record(Events.stepStarted(step, options.kind ?: 'step', options.action ?: 'shell', options.shown ?: 'true', ms(options.budget ?: -1)))
    }

    /** An attempt that begins now and takes {@code took}. */
    void attempt(Map options = [:], String step, int number = 1) {
        def name = folder.outputName(step, number)
        record(Events.attemptStarted(step, number, "m/$number/$step", name))
        folder.output(name).withCloseable { output ->
            (options.prints ?: []).eachWithIndex { line, i ->
                def bytes = "$line\n".getBytes('UTF-8')
                output.write(i * 400L, options.stream ?: 'OUT', '', bytes, 0, bytes.length)
            }
        }
        pass(options.took ?: 1)
        def lines = (options.prints ?: []) as List<String>
        record(Events.attemptFinished(step, number, options.result ?: 'ok', options.cause ?: '', failed: options.failed, stopped: options.stopped,
                facts: options.facts ?: [exitCode: options.result && options.result != 'ok' ? '1' : '0'],
                bytes: lines.sum(0L) { it.getBytes('UTF-8').length + 1L }, lastLines: lines.takeRight(12)))
    }

    void end(String step, String result = 'ok', int attempts = 1, String cause = '') {
        record(Events.stepFinished(step, result, attempts, cause))
    }

    /** A step of one attempt. */
    void step(Map options = [:], String step) {
        begin(options, step)
        attempt(options, step)
        if (options.over) {
            record(new Overrun(step, ms(options.budget), ms(options.took), options.over))
        }
        end(step, options.result ?: 'ok', 1, options.cause ?: '')
    }

    void finish(String status, int exitCode, String cause, List<Verdict> verdicts) {
        record(Events.clockStopped((clock.nanos() / 1_000_000) as long))
        record(Events.runFinished(status, exitCode, cause, verdicts))
        close()
    }

    void close() {
        journal.close()
    }

    static Verdict verdict(String objective, String verdict, Number target, Number actual, String why = '') {
        Events.verdict(objective, verdict, ms(target), ms(actual), why)
    }

    static long ms(Number seconds) {
        seconds < 0 ? -1L : (seconds * 1000) as long
    }
}
