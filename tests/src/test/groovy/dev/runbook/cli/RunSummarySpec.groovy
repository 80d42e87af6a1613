package dev.runbook.cli

import dev.runbook.terminal.Terminal
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.cli.console.Console
import dev.runbook.cli.console.RunSummary
import dev.runbook.cli.console.SummaryText
import dev.runbook.journal.Entry
import dev.runbook.transcript.HtmlTranscript
import dev.runbook.terminal.ColorPalette
import dev.runbook.transcript.RunDocument
import dev.runbook.model.RunView
import dev.runbook.transcript.Stories
import dev.runbook.transcript.Story
import dev.runbook.transcript.TextTranscript
import groovy.json.JsonSlurper
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** The summary at the end of a run. */
class RunSummarySpec extends Specification {
    @TempDir
    Path home

    def summary = new RunSummary()
    long number = 0

    def setup() {
        record(Events.runStarted(runbook: 't/main'))
    }

    def 'a failure before a resume is still reported as the cause of a failed run'() {
        when:
        record(Events.stepStarted('Breaks', 'step', 'shell', 'exit 7', -1), Events.stepFinished('Breaks', 'failed', 1, 'exit code 7'),
             Events.stepStarted('Again', 'step', 'shell', 'true', -1), Events.stepFinished('Again', 'cancelled', 1, 'stopped'),
             Events.resumed('maria', 'host', 1000), Events.stepFinished('Again', 'ok', 2, ''),
             Events.runFinished('failed', 1, "'Breaks' failed: exit code 7", []))

        then:
        text().contains('  failed  Breaks: exit code 7\n')
        !text().contains('cancelled')
    }

    def 'each objective is reported with its name and its verdict'() {
        when:
        record(Events.runFinished('succeeded', 0, '', [Events.verdict('RTO', 'met', 30_000, 5_000, ''), Events.verdict('RTO limit', 'met', 60_000, 5_000, '')]))

        then:
        text() =~ /  RTO 30s +met: 5s\n  RTO limit 1m +met: 5s\n/
    }

    def 'an undelivered message is reported at the end'() {
        when:
        record(Events.messageSent('everyone', 'started', 'failed', 'HTTP 502', 'hello'),
             Events.runFinished('succeeded', 0, '', []))

        then:
        text().contains('  not delivered  to everyone: HTTP 502\n')
    }

    def 'a background task that was stopped as planned did not fail'() {
        when:
        record(Events.stepStarted('Tail', 'background', 'shell', 'tail', -1), Events.stepFinished('Tail', 'cancelled', 1, 'stopped'),
             Events.runFinished('failed', 1, 'x', []))

        then:
        !text().contains('Tail')
    }

    private void record(Event... events) {
        events.each { summary.recorded(new Entry(++number, Instant.EPOCH, number * 1_000_000, it, 'abc')) }
    }

    private String text() {
        SummaryText.of(summary, ColorPalette.PLAIN) + '\n'
    }

    def 'a member tolerated by a quorum is shown as tolerated everywhere, and nowhere in red'() {
        given:
        def folder = Stories.quorum(home)
        folder.read().entries().each { summary.recorded(it) }
        def view = Stories.view(folder)

        expect:
        text().contains('  tolerated (System checks: 2 of 3 ok, needed 2 of 3): payments is healthy failed: json.status == ')
        !text().contains('  failed  ')
        TextTranscript.of(view, ColorPalette.PLAIN, 120).contains('payments is healthy  failed, tolerated (System checks: 2 of 3 ok, needed 2 of 3)')
        summary.report().get().failures().findAll { it.tolerance() == RunView.Tolerance.TOLERATED }*.step() == ['payments is healthy']
        new JsonSlurper().parseText(RunDocument.json(view)).failures.collect { [it.step, it.tolerance, it.by] } ==
                [['payments is healthy', 'tolerated', 'System checks']]
    }

    def 'console, summary, transcript and JSON agree on the time of a step that was interrupted or run again: #what'() {
        given: 'a step that took 14 seconds; no engine ran, or the run had failed, for 17 more'
        def story = new Story(home, [plan: [Story.planned('Restore', budget: 60)]])
        story.begin('Restore', budget: 60)
        if (what == 'its engine died') {
            story.record(Events.attemptStarted('Restore', 1, 'm', 'output/x'))
            story.pass(10)
        } else {
            story.attempt('Restore', 1, took: 10, result: 'cancelled')
            story.end('Restore', 'cancelled')
            story.pass(2)
            story.record(Events.runFinished('aborted', 130, 'stopped by INT', []))
        }
        def before = story.folder.read().entries()
        story.pass(17)
        story.record(Events.resumed('jo', 'ops2', 17_000L))
        if (what == 'it was stopped, and begun again') {
            story.begin('Restore', budget: 60)
        }
        story.attempt('Restore', 2, took: 4)
        story.end('Restore', 'ok', 2)
        story.record(Events.runFinished('succeeded', 0, '', []))
        story.close()
        def view = Stories.view(story.folder)
        def out = new ByteArrayOutputStream()
        def terminal = new Terminal(new PrintStream(out, true, 'UTF-8'), new PrintStream(out), new BufferedReader(new StringReader('')), [] as Set, 100, false)

        when:
        try (def console = Console.on(terminal, story.clock)) {
            before.each { console.known(it) }
            story.folder.read().entries().drop(before.size()).each { console.recorded(it) }
        }

        then:
        out.toString('UTF-8') =~ /✓ Restore +14s of 1m/
        TextTranscript.of(view, ColorPalette.PLAIN, 120) =~ /✓ Restore +\+0:00\.0 +14s +1m/
        new JsonSlurper().parseText(RunDocument.json(view)).steps[0].tookMs == 14_000
        HtmlTranscript.of(view, story.folder::outputText) =~ /14s of 1m/

        where:
        what << ['its engine died', 'it was stopped', 'it was stopped, and begun again']
    }
}
