package dev.runbook.run.drill

import dev.runbook.value.EnumWord
import dev.runbook.plan.*
import dev.runbook.action.Quorum
import dev.runbook.run.Rig
import spock.lang.Specification

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

class ContingenciesSpec extends Specification {
    def rig = new Rig()

    def 'each handler, fallback, retry and undo is listed with the faults that lead to it'() {
        given:
        def other = rig.plan([id: 'test/other', onFailure: rig.handler([rig.step('call somebody')], new Handler.Stop())], [rig.step('restore')])
        def undo = rig.step('Take a back', kind: Task.Kind.UNDO)
        def plan = rig.plan([onFailure: rig.handler([new UndoAll(rig.place())], rig.fallBackTo(other))], [
                rig.step('a', undo: undo, retry: new Retry(2, ofSeconds(1), 1)),
                rig.step('b', onFailure: rig.handler([rig.step('mend', retry: new Retry(1, ofSeconds(1), 1))], new Handler.CarryOn())),
                rig.step('c')])

        expect:
        Contingencies.of(plan).collect { [EnumWord.of(it.kind()), it.what(), it.faults().join(' ')] } == [
                ['retry', "'a' is retried", 'a:fail'],
                ['onFailure', "onFailure of 'b'", 'b:fail'],
                ['retry', "'mend' is retried", 'b:fail mend:fail'],
                ['onFailure', 'onFailure of the runbook', 'a:fail'],
                ['undo', "'a' is undone", 'c:fail'],
                ['fallBackTo', 'fall back to test/other', 'a:fail'],
                ['onFailure', 'onFailure of test/other', 'a:fail test/other › restore:fail']]
    }

    def 'a parallel fails only if more members fail than its quorum tolerates'() {
        given:
        def group = { needed -> rig.group(Group.Kind.PARALLEL, 'checks', atLeast: needed,
                onFailure: rig.handler([], new Handler.CarryOn()), [rig.step('x'), rig.step('y'), rig.step('z')]) }

        expect:
        Contingencies.of(rig.plan([group(quorum)]))*.faults() == [faults]

        where:
        quorum           || faults
        null             || ['x:fail']
        new Quorum(2, 0) || ['x:fail', 'y:fail']
        new Quorum(1, 0) || ['x:fail', 'y:fail', 'z:fail']
    }

    def 'a path that no fault of a step reaches is listed without one'() {
        given:
        def carries = rig.step('a', onFailure: rig.handler([], new Handler.CarryOn()))

        expect:
        Contingencies.of(rig.plan([onFailure: rig.handler([], new Handler.Stop())], [carries]))*.faults() == [['a:fail'], []]
    }

    def 'a drill that injects the listed faults takes every path'() {
        given:
        def undo = rig.step('Take a back', kind: Task.Kind.UNDO)
        def other = rig.plan([id: 'test/other'], [rig.step('restore')])
        def plan = { r -> r.plan([onFailure: r.handler([new UndoAll(r.place())], r.fallBackTo(other))], [
                r.step('a', undo: undo), r.group(Group.Kind.PHASE, 'p', onFailure: r.handler([], new Handler.CarryOn()), [
                r.step('b', retry: new Retry(1, ofSeconds(1), 1))]), r.step('c')]) }

        expect:
        Contingencies.of(plan(new Rig())).each { path ->
            def own = new Rig()
            own.run(plan(own), injections: path.faults().collect { Injection.parse(it) })
            def digesting = new dev.runbook.model.RunDigestBuilder()
            own.entries.each { digesting.add(it) }
            assert path.id() in digesting.failurePaths()
        }
    }

    def 'a no, silence and a failed box are failure paths, and the listed faults take them'() {
        given:
        def people = [lead: ['maria']]
        def plan = { Rig r -> r.plan([
            r.ask(Task.Kind.MANUAL, 'Backup', by: ['lead'], budget: ofMinutes(1), boxes: [new Question.Box('Do it', '', [])]),
            r.ask(Task.Kind.CHOOSE, 'Which', by: ['lead'], budget: ofMinutes(1), choices: ['x', 'y']),
            r.ask(Task.Kind.APPROVE, 'Go', by: ['lead'], budget: ofMinutes(1)),
            r.ask(Task.Kind.PAUSE, 'Wait', by: ['lead'], lasts: ofMinutes(1))]) }
        def paths = Contingencies.of(plan(rig))

        expect:
        paths.collect { [EnumWord.of(it.kind()), it.what(), it.faults().join(' ')] } == [
                ['failedBox', "a box of 'Backup' is failed", 'Backup:fail'],
                ['unanswered', "nobody answers 'Backup' in time", 'Backup:timeout'],
                ['unanswered', "nobody answers 'Which' in time", 'Which:timeout'],
                ['rejected', "a no to 'Go'", 'Go:fail'],
                ['unanswered', "nobody answers 'Go' in time", 'Go:timeout']]
        paths.each { path ->
            def own = new Rig()
            own.run([people: people, drillAnswers: ofSeconds(5), injections: path.faults().collect { Injection.parse(it) }], plan(own))
            def digesting = new dev.runbook.model.RunDigestBuilder()
            own.entries.each { digesting.add(it) }
            assert path.id() in digesting.failurePaths()
        }
    }

    def 'a fault for an unknown step is rejected, with the nearest name'() {
        when:
        Injection.found([Injection.parse('Restor:fail')], [rig.plan([rig.step('Restore')])])

        then:
        def refused = thrown(dev.runbook.AuthorException)
        refused.message.startsWith("--inject 'Restor': no such step, ")
        refused.message.contains('Restore')
    }

    def 'a fault for a step that follows a runbook is rejected: the steps of that runbook can have one'() {
        given:
        def other = rig.plan([id: 'test/other'], [rig.step('Restore')])

        when:
        Injection.found([Injection.parse('Do the other:fail')],
                [rig.plan([rig.task('Do the other', new Work.Follow(Rig.read(other), [:]))])])

        then:
        def refused = thrown(dev.runbook.AuthorException)
        refused.message == "--inject 'Do the other': it follows test/other, so put the fault into a step of that: 'Do the other › Restore'"
    }

    def 'an injected delay ends with the budget, and a hang without a budget is rejected'() {
        when:
        rig.run(rig.plan([rig.step('slow', budget: ofSeconds(10), onFailure: rig.handler([], new Handler.CarryOn())), rig.step('endless')]),
                injections: [Injection.parse('slow:slow=5m'), Injection.parse('endless:timeout')])

        then:
        rig.results() == ['slow: timedOut', 'endless: failed']
        rig.clock.nanos() < ofMinutes(1).toNanos()
        rig.ran == []
    }
}
