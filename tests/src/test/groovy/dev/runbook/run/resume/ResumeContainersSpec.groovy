package dev.runbook.run.resume

import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.plan.*
import dev.runbook.run.Rig
import spock.lang.Specification

/** How a resume continues iterations, groups, handlers and undos in which the engine died. */
class ResumeContainersSpec extends Specification {

    private static ForEach rounds(Map options = [:], Rig r, List<String> labels, Closure<List<Node>> members) {
        new ForEach(ForEach.Kind.EACH, 'Each', r.place(), Optional.empty(), options.atOnce ?: 1, 'Tables: rows', members(labels[0]),
                { labels.collect { new ForEach.Iteration(it, it, members(it)) } } as ForEach.Iterations, Optional.empty())
    }

    private static Handler undoing(Rig r) {
        r.handler([new UndoAll(r.place())], new Handler.Stop())
    }

    /** Dies before each record in turn; each time a resume ends the run in the same way, and repeats no finished step. */
    private static void wherever(Closure<Plan> build) {
        def whole = new Rig()
        def wholeEnd = whole.run(build(whole))
        def all = whole.results().toSet()
        (1..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            try {
                r.run(build(r))
                assert false: 'it should have died'
            } catch (Throwable death) {
                assert death instanceof Rig.EngineDied || death.cause instanceof Rig.EngineDied
            }
            r.crashAt = -1
            def end = r.resume(build(r))
            assert end.status() == wholeEnd.status(): "died at record $died"
            assert r.results().toSet() == all: "died at record $died"
            assert r.results().size() == all.size(): "a finished step ran twice, died at record $died"
        }
    }

    def 'wherever the engine dies, every iteration is undone once'() {
        given:
        def build = { Rig r ->
            r.plan([onFailure: undoing(r)], [
                rounds(r, ['r1', 'r2', 'r3']) {
                    [r.step('S', idempotent: true, undo: r.step("Undo S", kind: Task.Kind.UNDO, idempotent: true))]
                },
                r.step('breaks', idempotent: true, r.fails())])
        }

        expect:
        wherever(build)
        def whole = new Rig()
        whole.run(build(whole))
        whole.results().takeRight(3) == ['r3', 'r2', 'r1'].collect { "Each › $it › Undo S: ok".toString() }
    }

    def 'wherever the engine dies, a step whose block cannot be evaluated is failed, with the reason'() {
        given:
        def unread = { throw new AuthorException("plan.groovy:3: 'A' has not run, so it has left nothing") } as Task.Body
        def build = { Rig r ->
            r.plan([onFailure: r.handler([r.step('C', body: unread), r.step('never')], new Handler.Stop())], [
                r.step('B', body: unread, onFailure: r.handler([r.step('mend', idempotent: true)], new Handler.CarryOn())),
                r.step('breaks', idempotent: true, r.fails())])
        }

        expect:
        wherever(build)
    }

    def 'wherever the engine dies, the steps of a followed runbook are undone: it #ended'() {
        given:
        def undo = { Rig r, String name -> r.step(name, kind: Task.Kind.UNDO, idempotent: true) }
        def build = { Rig r ->
            def last = r.plan([id: 'test/last'], [r.step('restore', idempotent: true, undo: undo(r, 'undo restore'))])
            def other = r.plan([id: 'test/other', onFailure: handled(r, last)], [
                r.group(Group.Kind.PHASE, 'p', [r.step('a', idempotent: true, undo: undo(r, 'undo a'))]),
                rounds(r, ['r1', 'r2']) { [r.step('S', idempotent: true, undo: undo(r, 'undo S'))] },
                r.step('b', idempotent: true, undo: undo(r, 'undo b'), breaks ? r.fails() : r.ok())])
            r.plan([onFailure: undoing(r)], [
                r.task('go', new Work.Follow(Rig.read(other), [:]), onFailure: r.handler([], new Handler.CarryOn())),
                r.step('breaks', idempotent: true, r.fails())])
        }

        expect:
        wherever(build)
        def whole = new Rig()
        whole.run(build(whole))
        whole.ran.findAll { it.startsWith('undo') } == undone

        where:
        ended           | breaks | handled                                                                                       || undone
        'succeeded'     | false  | { Rig r, Plan last -> null }                                                                  || ['undo b', 'undo S', 'undo S', 'undo a']
        'failed'        | true   | { Rig r, Plan last -> r.handler([r.step('m', idempotent: true, undo: r.step('undo m', kind: Task.Kind.UNDO, idempotent: true))], new Handler.Stop()) } || ['undo m', 'undo S', 'undo S', 'undo a']
        'fell back'     | true   | { Rig r, Plan last -> r.handler([], r.fallBackTo(last)) }                                     || ['undo restore', 'undo S', 'undo S', 'undo a']
        'took it back'  | true   | { Rig r, Plan last -> r.handler([new UndoAll(r.place())], new Handler.Stop()) }               || ['undo S', 'undo S', 'undo a']
    }

    def 'a fallback that begins in an iteration does not run the iterations that had not begun'() {
        given:
        def build = { Rig r ->
            def other = r.plan([id: 'test/other'], [r.step('restore', idempotent: true)])
            def members = [
                r1: [r.step('breaks', idempotent: true, onFailure: r.handler([], r.fallBackTo(other)), { attempt -> r.hung.await(); r.fails().call(attempt) })],
                r2: [r.step('hangs', { attempt -> r.waitsForStop(attempt) })],
                r3: [r.step('late', idempotent: true)]]
            r.plan([rounds(r, ['r1', 'r2', 'r3'], atOnce: 2) { members[it] }])
        }
        def whole = new Rig()
        assert whole.run(build(whole)).status() == RunStatus.FELL_BACK
        int first = whole.events.findIndexOf { it instanceof HandlerFinished }

        expect:
        (first + 1..<whole.entries.size()).each { died ->
            def r = new Rig()
            r.entries.addAll(whole.entries.take(died))
            r.hung.countDown()
            def cut = JournalReplay.of(r.entries).open().findAll { it.value.unknown() }.keySet().toList() - ['test/other › restore']
            assert r.resume(build(r), resumption: cut ? Resumption.undecided().but('Each › r2 › hangs', StepDecision.Kind.SKIP) : Resumption.undecided())
                    .status() == RunStatus.FELL_BACK: "died at $died"
            assert !('late' in r.ran) && !('breaks' in r.ran): "died at $died"
        }
    }

    def 'a group that had begun is continued, whatever its condition is now'() {
        given:
        boolean holds = true
        def condition = new Condition() {
            @Override
            List<String> texts() { ['it holds'] }

            @Override
            List<Condition.Failed> failures(Map<String, Object> values, java.util.function.UnaryOperator<String> mask) {
                holds ? [] : [new Condition.Failed('it holds', new Place('plan.groovy', 1, 1), [], Optional.empty())]
            }
        }
        def build = { Rig r ->
            r.plan([r.group(kind, 'g', onlyIf: condition, [r.step('a', idempotent: true), r.step('b', idempotent: true)]), r.step('c', idempotent: true)])
        }
        def whole = new Rig()
        whole.run(build(whole))
        int begun = whole.events.findIndexOf { it instanceof GroupStarted }

        when:
        holds = false
        def resumed = new Rig()
        resumed.entries.addAll(whole.entries.take(begun + 1))
        resumed.resume(build(resumed))

        then:
        resumed.ran.toSet() == ['a', 'b', 'c'] as Set

        where:
        kind << [Group.Kind.PHASE, Group.Kind.PARALLEL]
    }
}
