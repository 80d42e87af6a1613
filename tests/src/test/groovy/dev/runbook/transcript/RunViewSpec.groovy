package dev.runbook.transcript

import dev.runbook.terminal.ColorPalette
import dev.runbook.model.RunView
import dev.runbook.model.StepState
import dev.runbook.journal.Events
import dev.runbook.journal.ReportedStatus
import dev.runbook.journal.event.*
import dev.runbook.journal.JournalText
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

class RunViewSpec extends Specification {
    @TempDir
    Path home

    def 'each step of the plan has its position, its time and its end'() {
        given:
        def view = Stories.view(Stories.success(home))

        expect:
        view.status() == ReportedStatus.SUCCEEDED
        view.steps()*.name() == ['Switch traffic to blue', 'Take green out of service', 'Blue answers', 'System checks', 'everyone']
        view.steps()[3].inner()*.name() == ['orders is healthy', 'payments is healthy', 'stock is healthy']
        view.allSteps().findAll { it.path() }*.state().toSet() == [StepState.OK] as Set
        view.usedMs(view.steps()[0]) == 2400
        view.steps()[2].attempts()*.number() == [1, 2, 3]
        view.steps()*.waited() == [false, false, true, false, false]
        view.steps()[4].state() == StepState.OK
        view.failures() == []
        view.notReached() == []
    }

    def 'a quorum reports how many members were ok of how many needed, and which were not'() {
        given:
        def view = Stories.view(Stories.quorum(home))

        expect:
        view.steps()[3].state() == StepState.OK
        view.steps()[3].detail() == '2 of 3 ok, needed 2 of 3'
        view.failures()*.step()*.name() == ['payments is healthy']
        view.failures()*.describeTolerance() == ['tolerated (System checks: 2 of 3 ok, needed 2 of 3)']
    }

    def 'handlers and fallbacks are shown where they ran, with the plan of the fallback'() {
        given:
        def view = Stories.view(Stories.fallback(home))
        def green = view.steps()[1]
        def fallback = view.steps().last()

        expect:
        green.inner()*.kind() == [StepKind.ON_FAILURE]
        green.inner()[0].detail() == 'carryOn'
        view.steps()*.kind().takeRight(2) == [StepKind.ON_FAILURE, StepKind.FALL_BACK_TO]
        fallback.state() == StepState.OK
        fallback.inner()*.name() == ['Stop the API', 'Restore', 'Rows are back', 'Start the API']
        fallback.inner()[1].inner()*.name() == ['Restore the base backup', 'Replay the WAL']
        fallback.inner()[1].inner()[0].blame() == '2m 41s in its own action'
        view.notReached()*.name() - 'everyone' == ['orders is healthy', 'payments is healthy', 'stock is healthy']
    }

    def 'times are on the RTO clock, from the start of the outage'() {
        given:
        def view = Stories.view(Stories.fallback(home))

        expect:
        view.clock().zeroMs() == -35_000
        view.clock().dueMs() == 265_000
        view.onClock(view.steps()[0].startMs()) == 35_000
        view.clock().breachedMs() > view.clock().atRiskMs()
        view.late()
    }

    def 'a run whose engine died is interrupted, and its step in progress is unknown'() {
        given:
        def view = Stories.view(Stories.interrupted(home))

        expect:
        view.status() == ReportedStatus.INTERRUPTED
        view.finished().empty
        view.steps()[1].state() == StepState.UNKNOWN
        view.steps()[1].cause() == 'in progress when the engine died'
        view.steps()[2].state() == StepState.PENDING
    }

    def 'a run in progress is running'() {
        given:
        def story = new Story(home, [plan: Stories.ROLLBACK])
        story.begin('Switch traffic to blue')
        def view = RunView.of(story.folder.read(), Optional.of(story.clock.wall())).get()

        expect:
        view.status() == ReportedStatus.RUNNING
        view.steps()[0].state() == StepState.RUNNING

        cleanup:
        story.close()
    }

    def 'the clock of a run in progress advances'() {
        given:
        def story = new Story(home, [plan: Stories.ROLLBACK])
        story.begin('Switch traffic to blue')
        story.close()
        story.pass(5)

        when:
        def view = RunView.of(story.folder.read(), Optional.of(story.clock.wall())).get()

        then:
        view.endMs() == 5_000
        view.usedMs(view.steps()[0]) == 5_000
        view.clock().elapsedMs(view.endMs()) == 5_000
        TextTranscript.of(view, ColorPalette.PLAIN, 120).contains('RTO         5m, 4m 55s left\n')
    }

    def 'a step without an attempt in progress when the engine died is interrupted, not unknown'() {
        given:
        def story = new Story(home, [plan: Stories.ROLLBACK])
        story.begin('Switch traffic to blue')
        story.attempt('Switch traffic to blue', 1, result: 'failed')
        story.record(new Waiting('Switch traffic to blue', 'before attempt 2 of 3', 5000L))
        story.record(Events.handlerStarted(''))
        story.close()
        def view = Stories.view(story.folder)

        expect:
        view.steps()[0].state() == StepState.INTERRUPTED
        view.steps()[0].cause() == 'between its attempts, or before the first'
        view.steps()*.state().every { it != StepState.UNKNOWN }
        with(TextTranscript.of(view, ColorPalette.PLAIN, 120)) {
            it.contains('◦ on failure  interrupted')
            it.contains("continue    runbook resume ${story.folder.id()}\n")
        }
    }

    def 'an aborted run that was resumed has not ended, and names who resumed it'() {
        given:
        def story = new Story(home, [plan: Stories.ROLLBACK])
        story.record(Events.runFinished('aborted', 130, 'stopped by INT', []))
        story.pass(60)
        story.record(Events.resumed('jo', 'ops2', 60_000L))
        story.close()
        def view = Stories.view(story.folder)

        expect:
        view.status() == ReportedStatus.INTERRUPTED
        view.resumes()*.engine()*.who() == ['jo']
    }

    def 'a run that yielded is in progress until it has undone everything and recorded that'() {
        given:
        def story = new Story(home, [plan: Stories.ROLLBACK])
        story.record(Events.stopRequested('yield', 'by jo'))
        events.each { story.record(it) }
        story.close()

        expect:
        Stories.view(story.folder).resumable() == goesOn

        where:
        events                || goesOn
        []                    || true
        [ABORTED]             || true
        [TAKEN_BACK]          || true
        [TAKEN_BACK, ABORTED] || false
    }

    static final Event ABORTED = Events.runFinished('aborted', 143, 'stopped by jo', [])
    static final Event TAKEN_BACK = Events.noted('undone', 'the finished steps are undone')

    def 'steps that the plan does not name are shown under their container'() {
        given:
        def story = new Story(home, [plan: [Story.planned('a'), Story.planned('tables', kind: 'forEach', action: '')]])
        story.begin('a')
        story.attempt('a', 1, result: 'failed')
        story.step('a › its verify')
        story.end('a', 'failed')
        story.record(Events.handlerStarted('a'))
        story.step('mend')
        story.record(Events.handlerFinished('a', HandlerEnding.CARRY_ON))
        story.record(Events.groupStarted('tables', 'forEach', -1L, 2))
        story.step('tables › orders › copy')
        story.step('tables › stock › copy')
        story.close()
        def view = Stories.view(story.folder)

        expect:
        view.steps()*.name() == ['a', 'tables']
        view.steps()[0].inner()*.name() == ['its verify', 'on failure']
        view.steps()[0].inner()[1].inner()*.name() == ['mend']
        view.steps()[1].inner()*.name() == ['orders › copy', 'stock › copy']
    }

    def 'a journal without its first record shows nothing, a damaged one its valid records'() {
        given:
        def whole = Stories.success(home).read()

        expect:
        RunView.of(new JournalText([], 0L, JournalText.Tail.NONE, '', 0), Optional.empty()).empty
        RunView.of(new JournalText(whole.entries().take(6), 0L, JournalText.Tail.DAMAGED, 'record 7: x', 7), Optional.empty()).get().with {
            it.damage() == 'record 7: x' && it.records() == 6
        }
    }

    def 'a background task that was stopped with its phase did not fail'() {
        given:
        def story = new Story(home, [plan: [Story.planned('Phase', kind: 'phase', action: ''), Story.planned('Tail', kind: 'background', in: 'Phase', depth: 1)]])
        story.record(Events.groupStarted('Phase', 'phase', -1L, 1))
        story.begin('Tail', kind: 'background')
        story.attempt('Tail', 1, result: 'cancelled', cause: 'stopped')
        story.end('Tail', 'cancelled', 1, 'stopped')
        story.record(Events.groupFinished('Phase', 'ok', -1, 1))
        story.finish('succeeded', 0, '', [])
        def view = Stories.view(story.folder)

        expect:
        view.failures() == []
        view.steps()[0].inner()[0].with { it.state() == StepState.OK && it.cause() == 'stopped at the end of Phase' }
        !view.timeline()*.text().any { it.contains('cancelled') }
        !HtmlTranscript.of(view, story.folder::outputText).contains('What did not go well')
    }
}
