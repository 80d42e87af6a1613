package dev.runbook.transcript

import dev.runbook.journal.Event
import dev.runbook.journal.FileJournal
import dev.runbook.journal.RunFolder
import dev.runbook.journal.RunStore
import dev.runbook.time.FakeClock

import java.nio.file.Path
import java.time.Duration

/** Writes the journal of a run that never was, as the engine would. Times are seconds. */
class Story {
    final FakeClock clock = new FakeClock()
    final RunFolder folder
    private final FileJournal journal

    Story(Path home, Map options = [:]) {
        folder = new RunStore(home).create(clock.wall())
        journal = folder.create(clock)
        record(new Event.RunStarted(1, folder.id(), options.runbook ?: 'erpgo/immediate-rollback',
                options.description ?: 'Put the blue (previous) deployment back in front of all traffic', 'platform-oncall',
                options.mode ?: 'run', options.environment ?: 'production', options.production ?: false,
                options.parameters ?: [reason: 'error rate at 40 % after the 14:02 deploy', version: 'v2.7.1'],
                'maria', 'ops1.erpgo.com', 4711L, [engine: '0.1.0', java: '17.0.15', os: 'Linux 6.1', groovy: '5.0.7'],
                ms(options.rto ?: 300), ms(options.limit ?: -1), ms(options.rpo ?: -1), options.plan ?: [], [:], '', '',
                [("${options.runbook ?: 'erpgo/immediate-rollback'}.groovy".toString()): 'ab' * 32]))
        if (options.clock != false) {
            record(new Event.ClockStarted(options.since ? "since 2026-01-31T11:58:00Z" : "the run's start", ms(options.since ?: 0)))
        }
    }

    static Event.PlannedStep planned(Map options = [:], String step) {
        new Event.PlannedStep(step, options.kind ?: 'step', options.in ?: '', options.depth ?: 0, ms(options.budget ?: -1),
                options.action ?: 'shell', options.shown ?: '')
    }

    void record(Event event) {
        journal.append(event)
    }

    void pass(Number seconds) {
        clock.advance(Duration.ofMillis((seconds * 1000) as long))
    }

    void begin(Map options = [:], String step) {
        record(new Event.StepStarted(step, options.kind ?: 'step', options.action ?: 'shell', options.shown ?: 'true', ms(options.budget ?: -1)))
    }

    /** An attempt that begins now and takes {@code took}. */
    void attempt(Map options = [:], String step, int number = 1) {
        def name = folder.outputName(step, number)
        record(new Event.AttemptStarted(step, number, "m/$number/$step", name))
        folder.output(name).withCloseable { output ->
            (options.prints ?: []).eachWithIndex { line, i ->
                def bytes = "$line\n".getBytes('UTF-8')
                output.write(i * 400L, options.stream ?: 'OUT', '', bytes, 0, bytes.length)
            }
        }
        pass(options.took ?: 1)
        def lines = (options.prints ?: []) as List<String>
        record(new Event.AttemptFinished(step, number, options.result ?: 'ok', options.cause ?: '', options.failed ?: [],
                options.stopped ?: new Event.Stopped('', -1L, []), options.facts ?: [exitCode: options.result && options.result != 'ok' ? '1' : '0'],
                [:], lines.sum(0L) { it.getBytes('UTF-8').length + 1L } as long, 0L, lines.takeRight(12)))
    }

    void end(String step, String result = 'ok', int attempts = 1, String cause = '') {
        record(new Event.StepFinished(step, result, attempts, cause))
    }

    /** A step of one attempt. */
    void step(Map options = [:], String step) {
        begin(options, step)
        attempt(options, step)
        if (options.over) {
            record(new Event.Overrun(step, ms(options.budget), ms(options.took), options.over))
        }
        end(step, options.result ?: 'ok', 1, options.cause ?: '')
    }

    void finish(String status, int exitCode, String cause, List<Event.Verdict> verdicts) {
        record(new Event.ClockStopped('the end of the last step', (clock.nanos() / 1_000_000) as long))
        record(new Event.RunFinished(status, exitCode, cause, verdicts))
        close()
    }

    void close() {
        journal.close()
    }

    static Event.Verdict verdict(String promise, String verdict, Number promised, Number actual, String why = '') {
        new Event.Verdict(promise, verdict, ms(promised), ms(actual), why)
    }

    static long ms(Number seconds) {
        seconds < 0 ? -1L : (seconds * 1000) as long
    }
}
