package dev.runbook.run.state

import dev.runbook.run.drill.Injection
import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.plan.*
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration

class StepSelectionSpec extends Specification {
    def rig = new Rig()
    def plan = rig.plan([rig.step('a'), rig.group(Group.Kind.PHASE, 'p', [rig.step('b'), rig.step('c')]), rig.step('d')])

    def 'a run from a step on omits the steps before it, and reports it'() {
        when:
        rig.run(selection: StepSelection.from(plan, 'c'), plan)

        then:
        rig.ran == ['c', 'd']
        rig.recorded(StepSkipped).collect { [it.step(), it.why()] } == [['a', "before --from 'c'"], ['b', "before --from 'c'"]]
    }

    def 'a run of some steps omits the others'() {
        when:
        rig.run(selection: StepSelection.only(plan, ['b', 'd']), plan)

        then:
        rig.ran == ['b', 'd']
    }

    def 'the iterations of a forEach and background tasks are omitted too'() {
        given:
        def mixed = rig.plan([
                new Background(rig.step('load')),
                new ForEach(ForEach.Kind.EACH, 'Each table', rig.place(), Optional.empty(), 1, 'Tables: rows', [rig.step('dump')],
                        { [new ForEach.Iteration('orders', 'orders', [rig.step('dump')])] } as ForEach.Iterations, Optional.empty()),
                rig.step('a'), rig.step('b')])

        when:
        rig.run(selection: choice(mixed), mixed)

        then:
        rig.ran == ran
        rig.recorded(StepSkipped)*.step() == skipped

        where:
        choice                              || ran          | skipped
        ({ StepSelection.from(it, 'a') })       || ['a', 'b']   | ['load', 'Each table']
        ({ StepSelection.only(it, ['b']) })     || ['b']        | ['load', 'Each table', 'a']
        ({ StepSelection.only(it, ['Each table']) }) || ['dump'] | ['load', 'a', 'b']
    }

    def 'a resumed run omits the same steps, wherever it died'() {
        given:
        def chosen = StepSelection.only(plan, ['b'])
        def whole = new Rig()
        whole.run(selection: chosen, plan)

        expect:
        (1..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            def same = r.plan([r.step('a'), r.step(idempotent: true, 'b'), r.step('c'), r.step('d')])
            try {
                r.run(selection: chosen, same)
            } catch (Rig.EngineDied ignored) {
            }
            r.crashAt = -1
            r.resume(same)
            assert r.ran.unique(false) == ['b']
            assert r.recorded(StepSkipped)*.step().toSet() == ['a', 'c', 'd'] as Set
        }
    }

    def 'an unknown step is rejected with the nearest name'() {
        when:
        StepSelection.from(rig.plan([rig.step('Switch traffic to blue')]), 'Switch trafic to blue')

        then:
        def refused = thrown(AuthorException)
        refused.message =~ /no step 'Switch trafic to blue' in the runbook.*did you mean 'Switch traffic to blue'/
    }

    def 'an injected fault takes the failure path, and is recorded as injected'() {
        given:
        def handled = rig.plan([rig.step('a', onFailure: rig.handler([rig.step('mend')], new Handler.CarryOn()))])

        when:
        def end = rig.run(injections: [Injection.parse('a:fail')], handled)

        then:
        end.exitCode() == 0
        rig.ran == ['mend']
        rig.recorded(Noted).collect { [it.kind(), it.step(), it.text()] } == [[Noted.Kind.INJECTED, 'a', 'fail']]
        rig.recorded(AttemptFinished)[0].cause() == 'injected failure; the action was not performed'
    }

    def 'an injected delay uses up the budget'() {
        when:
        rig.run(injections: [Injection.parse('a:slow=30s')],
                rig.plan([rig.step('a', budget: Duration.ofSeconds(60), rig.ok(Duration.ofSeconds(40)))]))

        then:
        rig.results() == ['a: timedOut']
    }

    def 'a delay is written like other durations: #written'() {
        expect:
        Injection.parse("a: b:slow=$written") == new Injection('a: b', Injection.Kind.SLOW, Duration.ofMillis(ms))

        where:
        written  | ms
        '30s'    | 30_000
        '1m30s'  | 90_000
        '1m 30s' | 90_000
        '2h'     | 7_200_000
        '250ms'  | 250
    }

    def 'an invalid injection is rejected'() {
        when:
        Injection.parse(text)

        then:
        thrown(AuthorException)

        where:
        text << ['a', 'a:explode', ':fail', 'a:slow', 'a:slow=', 'a:slow=x', 'a:slow=5']
    }

    def 'a phase is reported as a phase, with its steps'() {
        when:
        StepSelection.only(plan, ['p'])

        then:
        def refused = thrown(AuthorException)
        refused.message == "'p' is a phase, not a step: its steps are 'b', 'c'"
    }
}
