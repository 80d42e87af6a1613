package dev.runbook.run

import dev.runbook.run.lock.LockWait
import dev.runbook.run.lock.NotStartedException
import dev.runbook.run.resume.Resumption
import dev.runbook.run.control.RunControl
import dev.runbook.run.control.StopRequest
import dev.runbook.journal.ReportedStatus
import static dev.runbook.journal.event.Verdict.Outcome.*
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.AuthorException
import dev.runbook.action.OrphanFinder
import dev.runbook.action.Outcome
import dev.runbook.environment.Environment
import dev.runbook.journal.JournalCheck
import dev.runbook.journal.JournalText
import dev.runbook.journal.RunStore
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.plan.Group
import dev.runbook.plan.Message
import dev.runbook.plan.Plan
import dev.runbook.plan.Task
import dev.runbook.time.Clock
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.util.function.Consumer

class RunEngineSpec extends Specification {
    @TempDir
    Path home

    def rig = new Rig()
    OrphanFinder leftovers = [all: { [] }] as OrphanFinder
    List<Notice> sent = []

    RunEngine engine() {
        new RunEngine(new RunStore(home), Clock.system(), { environment, mode -> new Quiet(sent: sent) }, { file, values -> '' }, leftovers)
    }

    RunRequest request(Plan plan) {
        def environment = new Environment('test', false, Optional.empty(), [:], [:], [:], [:], [:], [:], [:],
                Environment.ShellSettings.none(), Environment.Drill.none(), Optional.empty(), new PlainSecrets())
        new RunRequest(Rig.read(plan), environment, Mode.RUN, 'maria', Optional.empty(), Optional.empty(), Selection.WHOLE, [], [engine: 'test'])
    }

    def 'a run leaves a journal that tells it from its first record to its last, and what ran beside it'() {
        when:
        def end = engine().run(request(rig.plan([rig.step('a')])), LockWait.none(), RunListener.none(), new RunControl())
        def folder = new RunStore(home).find('last')
        def text = folder.read()

        then:
        end.exitCode() == 0
        folder.id() == end.run()
        text.tail() == JournalText.Tail.NONE
        text.entries()*.event()*.class*.simpleName == ['RunStarted', 'MachineClock', 'ClockStarted', 'StepStarted', 'AttemptStarted',
                'AttemptFinished', 'StepFinished', 'ClockStopped', 'RunFinished']
        Files.readString(folder.path().resolve('runbook/test/plan.groovy')) == 'text'
        Files.getPosixFilePermissions(folder.path()).size() == 3
    }

    def 'what an action prints is kept as it came and its last lines are told'() {
        when:
        engine().run(request(rig.plan([rig.step('a', { attempt ->
            byte[] bytes = [104, 105, 10, 255, 0, 10, 101, 110, 100]
            attempt.output().write('', dev.runbook.action.Output.Stream.OUT, bytes, 0, bytes.length)
            Outcome.ok([:])
        })])), LockWait.none(), RunListener.none(), new RunControl())
        def folder = new RunStore(home).find('last')
        def told = folder.read().entries()*.event()

        then:
        def file = folder.path().resolve(told.find { it instanceof AttemptStarted }.output())
        Files.readAllBytes(file) == [104, 105, 10, 255, 0, 10, 101, 110, 100] as byte[]
        told.find { it instanceof AttemptFinished }.with { [it.output().bytes(), it.output().lastLines().size(), it.output().lastLines().last()] } == [9L, 3, 'end']
    }

    def 'each message tells the hash of the last record before it, the last one that of all it did'() {
        given:
        def plan = rig.plan([messages: [rig.message('over', on: [Message.When.SUCCEEDED])]], [rig.step('a')])

        when:
        engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl())
        def text = new RunStore(home).find('last').read()
        def hash = sent.last().about().journal

        then:
        text.entries().find { it.hash() == hash }.event() instanceof ClockStopped
        text.entries()*.hash().contains(hash)
    }

    def 'a second run waits for nobody: it is not started, and says who holds the lock'() {
        given:
        def said = ''
        def plan = rig.plan([rig.step('a', { attempt ->
            try {
                engine().run(request(locked(rig.plan([rig.step('b')]))), LockWait.none(), RunListener.none(), new RunControl())
            } catch (NotStartedException held) {
                said = held.message
            }
            Outcome.ok([:])
        })])

        when:
        engine().run(request(locked(plan)), LockWait.none(), RunListener.none(), new RunControl())

        then:
        rig.ran == ['a']
        said =~ /^not started: lock 'traffic' in test is held by maria, test\/plan/
    }

    def 'a run whose journal is cut after any byte resumes to its end, or says why not'() {
        given:
        def plan = rig.plan([rig.step('a', idempotent: true), rig.step('b', idempotent: true)])
        engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl())
        def folder = new RunStore(home).find('last')
        def journal = folder.path().resolve('journal')
        def whole = Files.readAllBytes(journal)

        expect:
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(journal, whole[0..<length] as byte[])
            try {
                def end = engine().resume('last', request(plan), Resumption.undecided(), LockWait.none(), RunListener.none(), new RunControl())
                assert end.exitCode() == 0: "cut after $length bytes"
                assert folder.read().entries().count { it.event() instanceof StepFinished } == 2
            } catch (AuthorException refused) {
                assert refused.message =~ /has no record: its engine died before the first/: "cut after $length bytes"
            }
        }
    }

    def 'a run that has ended, or whose journal is damaged, is not resumed'() {
        given:
        def plan = rig.plan([rig.step('a')])
        engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl())
        def journal = new RunStore(home).find('last').path().resolve('journal')
        if (flipped) {
            def bytes = Files.readAllBytes(journal)
            bytes[300] ^= 4
            Files.write(journal, bytes)
        }

        when:
        engine().resume('last', request(plan), Resumption.undecided(), LockWait.none(), RunListener.none(), new RunControl())

        then:
        def refused = thrown(AuthorException)
        refused.message =~ message

        where:
        flipped || message
        false   || /cannot be resumed: it has ended/
        true    || /cannot be resumed: journal damaged at record 1 at byte 0: its checksum does not match/
    }

    def 'a step under way that only people can decide about keeps the run from being resumed, and nothing is done'() {
        given:
        def plan = rig.plan([rig.step('a')])
        engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl())
        def folder = new RunStore(home).find('last')
        def journal = folder.path().resolve('journal')
        def lines = Files.readAllLines(journal)
        Files.writeString(journal, lines.take(lines.findIndexOf { it.contains('"type":"AttemptStarted"') } + 1).join('\n') + '\n')
        rig.ran.clear()

        when:
        engine().resume('last', request(plan), Resumption.undecided(), LockWait.none(), RunListener.none(), new RunControl())

        then:
        def refused = thrown(AuthorException)
        refused.message == "step 'a' was in progress when the engine stopped; its outcome is unknown\n" +
                "  check the system, then: runbook resume ${folder.id()} --retry (run it again), or --skip (treat it as done)"
        rig.ran == []

        when:
        def end = engine().resume('last', request(plan), Resumption.all(StepDecision.Kind.RETRY), LockWait.none(), RunListener.none(), new RunControl())

        then:
        end.exitCode() == 0
        rig.ran == ['a']
        folder.read().entries()*.event().find { it instanceof Resumed }.decisions() == [new StepDecision('a', StepDecision.Kind.RETRY)]
    }

    def 'what a dead engine left is stopped when its run goes on, adopted when told so, and named at the next start'() {
        given:
        def plan = rig.plan([rig.step('a', idempotent: true)])
        def dead = cutIn(plan)

        when:
        def next = engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl()).run()

        then:
        noted(next) == ["process 7 (sleep) of 'a' is left over from run $dead, whose engine died; runbook resume $dead stops it and continues, runbook abort $dead only stops it".toString()]
        stopped == []

        when:
        engine().resume(dead, request(plan), adopt ? Resumption.all(StepDecision.Kind.SKIP).adopting() : Resumption.undecided(),
                LockWait.none(), RunListener.none(), new RunControl())

        then:
        noted(dead) == told
        stopped == (adopt ? [] : ["$dead/1/a".toString()])

        where:
        adopt || told
        false || ["process 7 (sleep) of 'a' was left running; it is stopped before anything else",
                  'what was left running: TERM to process 7; gone after 4ms']
        true  || ["process 7 (sleep) of 'a' keeps running (--adopt)"]
    }

    def 'nothing is run again beside what a dead engine left of it: #how'() {
        given:
        def plan = rig.plan([rig.step('a', idempotent: true)])
        def dead = cutIn(plan)
        stubborn = true
        rig.ran.clear()

        when:
        engine().resume(dead, request(plan), resumption, LockWait.none(), RunListener.none(), new RunControl())

        then:
        def refused = thrown(AuthorException)
        refused.message.startsWith("run $dead $says")
        refused.message.contains("runbook resume $dead --adopt --skip-step 'a'")
        rig.ran == []

        when: 'what is taken as done is not run again'
        engine().resume(dead, request(plan), Resumption.all(StepDecision.Kind.SKIP), LockWait.none(), RunListener.none(), new RunControl())

        then:
        rig.ran == []
        noted(dead).last() == 'what was left running: TERM to process 7; still there: process 7 (sleep)'

        where:
        how                       | resumption                        || says
        'it is to keep running'   | Resumption.undecided().adopting() || "cannot be resumed: process 7 (sleep) of 'a' is to keep running (--adopt), so it must not be run again beside it"
        'it could not be stopped' | Resumption.undecided()            || "does not go on: process 7 (sleep) of 'a' could not be stopped, and must not be run again beside it"
    }

    def stopped = []
    boolean stubborn

    /** A run whose engine died in the attempt of its one step, and what that left running. */
    private String cutIn(Plan plan) {
        def dead = engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl()).run()
        def journal = new RunStore(home).find(dead).path().resolve('journal')
        Files.writeString(journal, Files.readAllLines(journal).take(5).join('\n') + '\n')
        leftovers = new OrphanFinder() {
            @Override
            List<OrphanFinder.Leftover> all() {
                def left = [new OrphanFinder.Leftover("$dead/1/a", 'process 7 (sleep)'),
                            new OrphanFinder.Leftover("$dead/1/a server some finished step started", 'process 8 (postgres)'),
                            new OrphanFinder.Leftover('some-other-store/1/x', 'process 9 (cat)')]
                stopped && !stubborn ? left.drop(1) : left
            }

            @Override
            dev.runbook.value.StopProof stop(Set<String> markers, java.time.Duration grace) {
                stopped.addAll(markers)
                new dev.runbook.value.StopProof('TERM to process 7', java.time.Duration.ofMillis(4), stubborn ? ['process 7 (sleep)'] : [])
            }
        }
        dead
    }

    private List<String> noted(String id) {
        new RunStore(home).find(id).read().entries()*.event().findAll { it instanceof Noted }*.text()
    }

    def 'a run whose engine died while it yielded takes back the rest and does nothing else: #how'() {
        given: 'it was in the middle of its third step when an incident needed its lock'
        def control = new RunControl()
        def plan = rig.plan([
                rig.step('a', undo: rig.step([kind: Task.Kind.UNDO, idempotent: true], 'undo a')),
                rig.group(Group.Kind.PARALLEL, 'p', [rig.step('p1'), rig.step('p2', undo: rig.step([kind: Task.Kind.UNDO, idempotent: true], 'undo p2'))]),
                rig.step('waits', { attempt ->
                    control.requestStop(StopRequest.yieldTo('jo', 'traffic', 143))
                    Outcome.stopped(attempt.stop().reason().get(), [:], 'stopped', new dev.runbook.value.StopProof('TERM', java.time.Duration.ZERO, []))
                }),
                rig.step('never')])
        def id = engine().run(request(plan), LockWait.none(), RunListener.none(), control).run()
        def folder = new RunStore(home).find(id)
        def resume = { engine().resume(id, request(plan), Resumption.undecided(), LockWait.none(), RunListener.none(), new RunControl()) }
        assert rig.ran.toSet() == ['a', 'p1', 'p2', 'waits', 'undo p2', 'undo a'] as Set

        when: 'and its engine died there'
        def journal = folder.path().resolve('journal')
        def died = folder.read().entries()*.event().findIndexOf { kind.isInstance(it) && (!step || it.step() == step) }
        Files.write(journal, Files.readAllLines(journal).take(died + 1))
        rig.ran.clear()
        def end = resume()

        then:
        rig.ran == rest
        end.status() == RunStatus.ABORTED
        with(folder.read().entries()*.event()) {
            it.findAll { it instanceof Noted }*.kind().last() == Noted.Kind.UNDONE
            it.last() instanceof RunFinished
        }

        when: 'then there is nothing to go on with'
        resume()

        then:
        def refused = thrown(AuthorException)
        refused.message == "run $id cannot be resumed: it yielded to an incident and undid its steps; start it again"

        where:
        how                       | kind                  | step      || rest
        'it had just been told'   | StopRequested  | ''        || ['undo p2', 'undo a']
        'in an undo'              | AttemptStarted  | 'undo p2' || ['undo p2', 'undo a']
        'between two'             | StepFinished    | 'undo p2' || ['undo a']
        'after the last'          | StepFinished    | 'undo a'  || []
        'it had said that it had' | Noted           | ''        || []
    }

    def 'a stop that comes too late changes nothing: the run has ended as it did, and its end is its last record'() {
        given:
        def control = new RunControl()
        def stops = { at -> if (at == moment) control.requestStop('INT', 130) }
        def plan = rig.plan([rto: java.time.Duration.ofMinutes(1)], [rig.step('a', { attempt -> stops('in the last step'); Outcome.ok([:]) })])
        def listener = new RunListener() {
            @Override
            void recorded(dev.runbook.journal.Entry entry) {
                stops(entry.event().class.simpleName)
            }

            @Override
            void printed(String step, String source, String line) {}
        }

        when:
        def end = engine().run(request(plan), LockWait.none(), listener, control)
        def events = new RunStore(home).find('last').read().entries()*.event()

        then:
        end.status() == RunStatus.SUCCEEDED
        end.exitCode() == 0
        events.last() instanceof RunFinished
        events.last().verdicts()*.verdict() == [MET]

        where:
        moment << ['in the last step', 'ClockStopped', 'RunFinished']
    }

    def 'a run has ended whatever was recorded after its end'() {
        given: 'the journal of an engine that recorded a stop too late'
        def plan = rig.plan([rig.step('a')])
        engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl())
        def folder = new RunStore(home).find('last')
        folder.reopen(folder.read(), Clock.system(), java.time.Duration.ZERO).withCloseable { it.append(Events.stopRequested('INT', 'stops')) }

        expect:
        dev.runbook.report.PastRun.of(folder).get().with { [it.status(), it.exitCode()] } == [ReportedStatus.SUCCEEDED, 0]

        when:
        engine().resume('last', request(plan), Resumption.undecided(), LockWait.none(), RunListener.none(), new RunControl())

        then:
        def refused = thrown(AuthorException)
        refused.message.endsWith('cannot be resumed: it has ended (succeeded)')
    }

    private static Plan locked(Plan plan) {
        new Plan(plan.id(), plan.file(), plan.text(), plan.description(), plan.owner(), plan.rto(), plan.rpo(), ['traffic'],
                plan.parameters(), plan.arguments(), plan.nodes(), plan.messages(), plan.onFailure())
    }

    static class Quiet implements Notifier {
        List<Notice> sent = []

        @Override
        void deliver(Notice notice, Consumer<dev.runbook.notify.Delivery> then) { sent << notice }

        @Override
        void close() {}
    }

    static class PlainSecrets extends Rig.NoSecrets {
        @Override
        dev.runbook.environment.Masker.StreamMask stream() {
            new dev.runbook.environment.Masker.StreamMask() {
                @Override
                byte[] feed(byte[] bytes, int offset, int length) { Arrays.copyOfRange(bytes, offset, offset + length) }

                @Override
                byte[] end() { new byte[0] }
            }
        }
    }
}
