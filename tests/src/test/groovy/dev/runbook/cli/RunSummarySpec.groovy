package dev.runbook.cli

import dev.runbook.cli.console.RunSummary
import dev.runbook.cli.console.SummaryText
import dev.runbook.journal.Entry
import dev.runbook.journal.Event
import dev.runbook.transcript.Ink
import java.time.Instant
import spock.lang.Specification

/** The end screen of a run. */
class RunSummarySpec extends Specification {
    def summary = new RunSummary()
    long number = 0

    def 'what failed before a resume still says why the run failed'() {
        when:
        tell(new Event.StepStarted('Breaks', 'step', 'shell', 'exit 7', -1), new Event.StepFinished('Breaks', 'failed', 1, 'exit code 7'),
             new Event.StepStarted('Again', 'step', 'shell', 'true', -1), new Event.StepFinished('Again', 'cancelled', 1, 'stopped'),
             new Event.Resumed('maria', 'host', 1, [:], 1000, [:], [:]), new Event.StepFinished('Again', 'ok', 2, ''),
             new Event.RunFinished('failed', 1, "'Breaks' failed: exit code 7", []))

        then:
        text().contains('  failed  Breaks: exit code 7\n')
        !text().contains('cancelled')
    }

    def 'each promise has its name apart from its verdict'() {
        when:
        tell(new Event.RunFinished('succeeded', 0, '', [new Event.Verdict('RTO', 'kept', 30_000, 5_000, ''), new Event.Verdict('RTO limit', 'kept', 60_000, 5_000, '')]))

        then:
        text() =~ /  RTO 30s +kept: 5s\n  RTO limit 1m +kept: 5s\n/
    }

    def 'a message that did not get through is told at the end'() {
        when:
        tell(new Event.NoticeSent('everyone', 'started', 'failed', 'HTTP 502', 'hello', 10, 30_000L, '', ''),
             new Event.RunFinished('succeeded', 0, '', []))

        then:
        text().contains('  not delivered  to everyone: HTTP 502\n')
    }

    def 'what goes on in the background and was stopped as planned did not fail'() {
        when:
        tell(new Event.StepStarted('Tail', 'background', 'shell', 'tail', -1), new Event.StepFinished('Tail', 'cancelled', 1, 'stopped'),
             new Event.RunFinished('failed', 1, 'x', []))

        then:
        !text().contains('Tail')
    }

    private void tell(Event... events) {
        events.each { summary.recorded(new Entry(++number, Instant.EPOCH, number * 1_000_000, it, 'abc')) }
    }

    private String text() {
        SummaryText.of(summary, Ink.PLAIN) + '\n'
    }
}
