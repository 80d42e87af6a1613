package dev.runbook.cli

import dev.runbook.cli.console.QuestionText
import dev.runbook.journal.Entry
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.journal.event.QuestionAnswered.Acceptance
import dev.runbook.journal.event.QuestionAsked.Box
import dev.runbook.journal.event.QuestionAsked.Input
import dev.runbook.journal.event.QuestionAsked.Role
import dev.runbook.model.RunModel
import dev.runbook.terminal.ColorPalette
import java.time.Instant
import spock.lang.Specification

/** What whoever is asked reads, in terminals of different widths. */
class QuestionTextSpec extends Specification {
    static final PLAN = [
        planned('Preparation', StepKind.PHASE), planned('Stop', StepKind.STEP, 'Preparation'), planned('Roll back with synchronisation', StepKind.APPROVE, 'Preparation'),
        planned('Carry back', StepKind.STEP, 'Preparation', 300_000), planned('Application', StepKind.PHASE), planned('Restore', StepKind.STEP, 'Application', 60_000),
        planned('It answers', StepKind.VERIFY, 'Application')]

    static PlannedStep planned(String name, StepKind kind, String container = '', long budgetMs = -1) {
        new PlannedStep(name, kind, container, container ? 1 : 0, budgetMs, "", "")
    }

    def model = new RunModel()
    long number = 0

    void record(Event... events) {
        events.each { model.apply(new Entry(++number, Instant.parse('2026-03-31T14:02:11Z'), 0, it, '')) }
    }

    QuestionAsked asked(Map given = [:], StepKind kind, String name) {
        new QuestionAsked(name, kind, [new Role('engineering-lead', ['maria', 'jo'])], given.text ?: [], given.silence ?: QuestionAsked.Silence.REJECTS,
                given.boxes ?: [], given.choices ?: [], 300_000, false)
    }

    List<String> lines(int columns) {
        def question = model.questions().last()
        QuestionText.of(question, model.questionContext(question.step()), columns, ColorPalette.PLAIN)*.stripTrailing()
    }

    def 'an approval says what follows a yes and a no'() {
        given:
        record(Events.runStarted(plan: PLAN), Events.stepStarted('Stop'), Events.stepFinished('Stop', 'ok'),
                asked(StepKind.APPROVE, 'Roll back with synchronisation', text: ['P95 above 2 s for 10 minutes (2.41 s now); the orders of the last 15 minutes are carried back']))

        expect:
        lines(79) == [
            'Roll back with synchronisation                                  waits for a yes',
            '          asked    engineering-lead: maria, jo',
            '          why      P95 above 2 s for 10 minutes (2.41 s now); the orders of the',
            '                   last 15 minutes are carried back',
            "          if yes   continues with 'Carry back' (5m), then 2 more tasks",
            '          if no    the run ends aborted; the one step that has run is not',
            '                   undone']
        lines(59).every { it.length() <= 59 && !it.contains('…') }
        lines(59)[2..3] == ['  why      P95 above 2 s for 10 minutes (2.41 s now); the', '           orders of the last 15 minutes are carried back']
        QuestionText.plan(model.questions().last(), model.questionContext('Roll back with synchronisation')).readLines() == [
            "what follows 'Roll back with synchronisation':", '  step           Carry back (5m)', '  step           Restore (1m)', '  verify         It answers']
    }

    def 'a question knows its phase'() {
        given:
        record(Events.runStarted(plan: PLAN), asked(StepKind.APPROVE, 'Roll back with synchronisation'))

        expect:
        model.questionContext('Roll back with synchronisation').phase().get().with { [it.step().path(), it.number(), it.total()] } == ['Preparation', 1, 2]
        model.questionContext('unknown').phase().empty
    }

    def 'a long box is wrapped, and a closed one names who closed it'() {
        given:
        def box = new Box(10, 'Document the location of the backup, the time at which it was taken, and who can read it', false, [new Input('location', 'where it is', [], false)])
        record(Events.runStarted(plan: []), asked(StepKind.MANUAL, 'Emergency backup', boxes: [new Box(9, 'Stop all processes', true, []), box]),
                new QuestionAnswered('Emergency backup', Answer.TICK, 9, [:], '', AnswerSource.ENGINE, '', '', Acceptance.COUNTED, '', ''))

        expect:
        lines(59) == [
            'Emergency backup                                 1 box open',
            '  asked    engineering-lead: maria, jo',
            '  [x] 9  Stop all processes           the engine  14:02:11Z',
            '  [ ] 10 Document the location of the backup, the time at',
            '         which it was taken, and who can read it',
            '         where it is: __________________________________']
    }

    def 'a name too long for the line has its state on the next one'() {
        given:
        record(Events.runStarted(plan: []), asked(StepKind.CHOOSE, 'The backup to restore over the state that the customers see', choices: ['a', 'b']))

        expect:
        lines(59)[0..2] == ['The backup to restore over the state that the customers see', ' ' * 41 + 'waits for a choice', '  asked    engineering-lead: maria, jo']
    }
}
