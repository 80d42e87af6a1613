package dev.runbook.plan

import dev.runbook.forecast.RunForecast
import dev.runbook.forecast.PastTimes
import dev.runbook.forecast.Simulation
import dev.runbook.run.Rig
import spock.lang.Specification

import java.time.Duration

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class SimulationSpec extends Specification {
    def rig = new Rig()

    def 'the same plan and past give the same forecast'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a'), rig.step('b')])
        def past = past(a: (1..20).collect { it * 10 }, b: (1..20).collect { it * 5 })

        expect:
        RunForecast.of(plan, past) == RunForecast.of(plan, past)
        RunForecast.of(plan, past).expected() == ofSeconds(150)
    }

    def 'the chance is the share of simulated runs that meet the RTO'() {
        given: 'a takes 1 minute in nine runs and 10 in the tenth; b always 1'
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a'), rig.step('b')])
        def chance = RunForecast.of(plan, past(a: [60] * 17 + [600] * 3, b: [60] * 20)).chance().get()

        expect:
        chance.percent() in 83..87
        !chance.bounded()
    }

    def 'few runs show no certainty, and very few no chance'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('a')])

        expect:
        RunForecast.of(plan, past(a: [60] * runs)).chance().map { [it.percent(), it.bounded()] }.orElse(null) == chance

        where:
        runs || chance
        4    || null
        5    || [86, true]
        12   || [93, true]
        20   || [95, true]
    }

    def 'failures go through handlers and fallbacks'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('restore', budget: ofMinutes(3))])
        def plan = rig.plan([rto: ofMinutes(5), onFailure: rig.handler([], rig.fallBackTo(other))], [rig.step('a')])
        def failing = new PastTimes(10, [a: (1..10).collect { new PastTimes.Once(ofSeconds(60), it > 5 ? PastTimes.End.OK : PastTimes.End.FAILED) }])
        def plays = Simulation.of(plan, failing)

        expect:
        plays*.took().toSet() == [ofMinutes(1), ofMinutes(4)] as Set
        plays.every { it.recovered() }
        RunForecast.of(plan, failing).within().get().p90() == ofMinutes(4)
    }

    def 'a failure without a handler misses the RTO, an ignored one does not'() {
        given:
        def failing = new PastTimes(10, [a: [new PastTimes.Once(ofSeconds(60), PastTimes.End.FAILED)]])
        def plan = { handler -> rig.plan([rto: ofMinutes(5)], [rig.step('a', onFailure: handler)]) }

        expect:
        RunForecast.of(plan(null), failing).chance().get().percent() == 8
        RunForecast.of(plan(null), failing).within().isEmpty()
        RunForecast.of(plan(rig.handler([], new Handler.CarryOn())), failing).chance().get().percent() == 92
    }

    def 'concurrent members take as long as the longest, and a quorum tolerates failures'() {
        given:
        def end = { ok -> ok ? PastTimes.End.OK : PastTimes.End.FAILED }
        def past = new PastTimes(10, [x: [new PastTimes.Once(ofSeconds(10), end(true))], y: [new PastTimes.Once(ofSeconds(40), end(false))]])
        def plan = { quorum -> rig.plan([rig.group(Group.Kind.PARALLEL, 'all', atLeast: quorum, [rig.step('x'), rig.step('y')])]) }

        expect:
        Simulation.of(plan(null), past).every { !it.recovered() && it.took() == ofSeconds(40) }
        Simulation.of(plan(new dev.runbook.action.Quorum(1, 0)), past).every { it.recovered() }
    }

    def 'a message in a parallel counts neither for the quorum nor against it'() {
        given:
        def failing = new PastTimes(10, [x: [new PastTimes.Once(ofSeconds(10), PastTimes.End.FAILED)]])
        def group = rig.group(Group.Kind.PARALLEL, 'all', atLeast: new dev.runbook.action.Quorum(0, 50),
                [rig.step('x'), rig.step('y'), rig.message([:], 'hello'), rig.message([:], 'again')])

        expect:
        group.counted() == 2
        group.required() == 1
        Simulation.of(rig.plan([group]), failing).every { it.recovered() }
    }

    def 'steps without history are named, and count by their budgets'() {
        given:
        def forecast = RunForecast.of(rig.plan([rig.step('a'), rig.step('new', budget: ofMinutes(2))]), past(a: [60]))

        expect:
        forecast.unknown() == ['new']
        forecast.expected() == ofMinutes(3)
    }

    def 'only steps between the clock marks count'() {
        given:
        def plan = rig.plan([rto: ofMinutes(5)], [rig.step('before'), new ClockMark(ClockMark.Kind.START, rig.place()),
                rig.step('a'), new ClockMark(ClockMark.Kind.STOP, rig.place()), rig.step('after')])

        expect:
        RunForecast.of(plan, past(before: [600], a: [60], after: [600])).expected() == ofMinutes(1)
    }

    private static PastTimes past(Map<String, List<Integer>> seconds) {
        new PastTimes(seconds.values()*.size().max(), seconds.collectEntries { step, times ->
            [step, times.collect { new PastTimes.Once(ofSeconds(it), PastTimes.End.OK) }]
        })
    }
}
