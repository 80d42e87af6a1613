package dev.runbook.plan

import dev.runbook.run.Rig
import spock.lang.Specification

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class BudgetArithmeticSpec extends Specification {
    def rig = new Rig()

    def 'budgets that fit are accepted'() {
        expect:
        BudgetArithmetic.problems(rig.plan([rto: ofMinutes(3)], [rig.step('a', budget: ofMinutes(1)), rig.step('b', budget: ofMinutes(2))])) == []
    }

    def 'a budget that does not fit shows the sum line by line, with the longest member of a parallel'() {
        given:
        def checks = rig.group(Group.Kind.PARALLEL, 'System checks', [rig.step('orders are healthy', budget: ofMinutes(1)),
                rig.step('payments is healthy', budget: ofMinutes(2)), rig.step('stock is healthy', budget: ofSeconds(5))])

        when:
        def problems = BudgetArithmetic.problems(rig.plan([rto: ofMinutes(5)], [
                rig.step('Switch traffic to blue', budget: ofMinutes(1)), rig.step('Take green out of service', budget: ofSeconds(30)),
                rig.step('Blue answers', budget: ofSeconds(90)), checks, rig.step('Confirm with finance', budget: ofSeconds(70))]))

        then:
        problems.size() == 1
        text(problems[0]) == '''\
            budgets add up to 6m 10s, the RTO is 5m: 1m 10s over
                Switch traffic to blue       1m 00s
                Take green out of service       30s
                Blue answers                 1m 30s
                System checks                2m 00s   (longest of 3: payments is healthy)
                Confirm with finance         1m 10s'''.stripIndent()
    }

    def 'only steps between startClock() and stopClock() count against the RTO'() {
        expect:
        BudgetArithmetic.problems(rig.plan([rto: ofMinutes(1), limit: ofMinutes(1)], [rig.step('before', budget: ofMinutes(9)),
                new ClockMark(ClockMark.Kind.START, rig.place()), rig.step('a', budget: ofMinutes(1)),
                new ClockMark(ClockMark.Kind.STOP, rig.place()), rig.step('after', budget: ofMinutes(9))])) == []
    }

    def 'attempts, waits and verifies must fit their step'() {
        when:
        def problems = BudgetArithmetic.problems(rig.plan([rig.step('a', budget: ofMinutes(1), attempt: ofSeconds(20),
                retry: new Retry(2, ofSeconds(5), 2), verifies: [rig.step('v', kind: Task.Kind.VERIFY, budget: ofSeconds(10))])]))

        then:
        problems.collect { text(it) } == ['''\
            attempts, waits and verifies add up to 1m 25s, the budget is 1m: 25s over
                3 attempts of 20s    1m 00s
                2 waits                 15s
                v                       10s'''.stripIndent()]
    }

    def 'members must fit their container'() {
        expect:
        BudgetArithmetic.problems(rig.plan([rig.group(kind, 'g', budget: ofMinutes(2),
                [rig.step('a', budget: ofSeconds(90)), rig.step('b', budget: ofSeconds(b))])]))*.message() == messages

        where:
        kind                | b   || messages
        Group.Kind.PHASE    | 30  || []
        Group.Kind.PHASE    | 40  || ["members add up to 2m 10s, the phase's budget is 2m: 10s over"]
        Group.Kind.PARALLEL | 120 || []
        Group.Kind.PARALLEL | 150 || ["'b' may take 2m 30s, the budget of 'g' is 2m: 30s over"]
    }

    def 'a followed runbook must fit the step that follows it'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('x', budget: ofMinutes(4))])

        expect:
        BudgetArithmetic.problems(rig.plan([rig.task('f', budget: ofMinutes(3), new Work.Follow(Rig.read(other), [:]))]))*.message() ==
                ["test/other adds up to 4m, the budget of 'f' is 3m: 1m over"]

        and: 'with its verifies'
        BudgetArithmetic.problems(rig.plan([rig.task('f', budget: ofMinutes(5), verifies: [rig.step('v', kind: Task.Kind.VERIFY, budget: ofMinutes(2))],
                new Work.Follow(Rig.read(other), [:]))]))*.message() ==
                ["test/other and the verifies add up to 6m, the budget of 'f' is 5m: 1m over"]
    }

    def 'the costliest path through handlers and fallbacks must fit the limit of the RTO'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('restore', budget: ofMinutes(10))])
        def plan = { limit ->
            rig.plan([rto: ofMinutes(5), limit: limit, onFailure: rig.handler([rig.step('tell', budget: ofMinutes(1))], rig.fallBackTo(other))],
                    [rig.step('a', limited: new Budget(ofMinutes(2), Optional.of(ofMinutes(3)))), rig.step('b', budget: ofMinutes(2))])
        }

        expect:
        WorstCase.of(plan(null)) == ofMinutes(3 + 2 + 1 + 10)
        BudgetArithmetic.problems(plan(ofMinutes(16))) == []
        BudgetArithmetic.problems(plan(ofMinutes(15)))*.message() ==
                ['the costliest path through handlers and fallbacks takes 16m, the limit is 15m: 1m over']
    }

    def 'the verifies of a followed runbook count in the worst case only if it succeeded'() {
        given:
        def other = rig.plan([id: 'test/other', onFailure: rig.handler([rig.step('report', budget: reporting)], new Handler.Stop())],
                [rig.step('restore', budget: ofMinutes(4))])

        expect:
        WorstCase.of(rig.plan([rig.task('f', verifies: [rig.step('v', kind: Task.Kind.VERIFY, budget: ofMinutes(2))],
                new Work.Follow(Rig.read(other), [:]))])) == worst

        where:
        reporting    || worst
        ofSeconds(5) || ofMinutes(4 + 2)
        ofMinutes(3) || ofMinutes(4 + 3)
    }

    def 'a verify that polls needs a time limit'() {
        expect:
        BudgetArithmetic.problems(rig.plan(rto ? [rto: rto] : [:], [rig.step('v', kind: Task.Kind.VERIFY, every: ofSeconds(5))])).size() == problems

        where:
        rto          || problems
        null         || 1
        ofMinutes(5) || 1
    }

    private static String text(BudgetArithmetic.Problem problem) {
        ([problem.message()] + problem.sum()).join('\n    ')
    }
}
