package dev.runbook.run

import dev.runbook.environment.TestEnvironment
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
        def environment = TestEnvironment.of(secrets: new PlainSecrets())
        new RunRequest(Rig.read(plan), environment, Mode.RUN, 'maria', Optional.empty(), Optional.empty(), Selection.WHOLE, [], 1, [engine: 'test'])
    }

    def 'a run leaves a complete journal, and its files next to it'() {
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

    def 'output of an action is kept unchanged and its last lines are recorded'() {
        when:
        engine().run(request(rig.plan([rig.step('a', { attempt ->
            byte[] bytes = [104, 105, 10, 255, 0, 10, 101, 110, 100]
            attempt.output().write('', dev.runbook.action.Output.Stream.OUT, bytes, 0, bytes.length)
            Outcome.ok([:])
        })])), LockWait.none(), RunListener.none(), new RunControl())
        def folder = new RunStore(home).find('last')
        def reported = folder.read().entries()*.event()

        then:
        def file = folder.path().resolve(reported.find { it instanceof AttemptStarted }.output())
        Files.readAllBytes(file) == [104, 105, 10, 255, 0, 10, 101, 110, 100] as byte[]
        reported.find { it instanceof AttemptFinished }.with { [it.output().bytes(), it.output().lastLines().size(), it.output().lastLines().last()] } == [9L, 3, 'end']
    }

    def 'each message has the hash of the last record before it, and the last one that of all records'() {
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

    def 'a second run is not started without a wait, and reports the owner of the lock'() {
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

    def 'a run whose journal is truncated at any byte resumes to its end, or is rejected with the reason'() {
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

    def 'a run that has ended, or whose journal is damaged, cannot be resumed'() {
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

    def 'an interrupted step that needs a decision prevents the resume, and nothing is done'() {
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

    def 'processes left by a dead engine are stopped by a resume, kept with --adopt, and reported by the next run'() {
        given:
        def plan = rig.plan([rig.step('a', idempotent: true)])
        def dead = cutIn(plan)

        when:
        def next = engine().run(request(plan), LockWait.none(), RunListener.none(), new RunControl()).run()

        then:
        noted(next) == ["run $dead, whose engine died, left running: process 7 (sleep) of 'a'; stop and continue with: runbook resume $dead, or stop and clean up with: runbook abort $dead".toString()]
        stopped == []

        when:
        engine().resume(dead, request(plan), adopt ? Resumption.all(StepDecision.Kind.SKIP).adopting() : Resumption.undecided(),
                LockWait.none(), RunListener.none(), new RunControl())

        then:
        noted(dead) == reported
        stopped == (adopt ? [] : ["$dead/1/a".toString()])

        where:
        adopt || reported
        false || ["stopping what the dead engine left running: process 7 (sleep) of 'a'",
                  'what was left running: TERM to process 7, confirmed after 4ms']
        true  || ["left running (--adopt): process 7 (sleep) of 'a'"]
    }

    def 'a step does not run again while a process of its interrupted attempt runs: #how'() {
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

        when: 'the operator treats the step as done'
        engine().resume(dead, request(plan), Resumption.all(StepDecision.Kind.SKIP), LockWait.none(), RunListener.none(), new RunControl())

        then:
        rig.ran == []
        noted(dead).last() == 'what was left running: TERM to process 7, still running: process 7 (sleep)'

        where:
        how                        | resumption                        || says
        '--adopt keeps it running' | Resumption.undecided().adopting() || "cannot be resumed: --adopt keeps process 7 (sleep) of 'a' running, so the step must not run again"
        'it could not be stopped'  | Resumption.undecided()            || "cannot be resumed: could not stop process 7 (sleep) of 'a', so the step must not run again"
    }

    def stopped = []
    boolean stubborn

    /** A run whose engine died in the attempt of its only step, and left processes running. */
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

    def 'a run whose engine died while it yielded undoes the rest and does nothing else: #how'() {
        given: 'a run in its third step when an incident needed its lock'
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

        when: 'its engine died there'
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

        when: 'it cannot be resumed afterwards'
        resume()

        then:
        def refused = thrown(AuthorException)
        refused.message == "run $id cannot be resumed: it yielded to an incident and undid its steps; start it again"

        where:
        how                       | kind                  | step      || rest
        'it had just been reported'   | StopRequested  | ''        || ['undo p2', 'undo a']
        'in an undo'              | AttemptStarted  | 'undo p2' || ['undo p2', 'undo a']
        'between two'             | StepFinished    | 'undo p2' || ['undo a']
        'after the last'          | StepFinished    | 'undo a'  || []
        'it had said that it had' | Noted           | ''        || []
    }

    def 'a stop that comes too late changes nothing: the end of the run is its last record'() {
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
        new Plan(plan.id(), plan.file(), plan.text(), plan.description(), plan.owner(), plan.rto(), plan.rpo(), plan.namedRpos(), ['traffic'],
                plan.parameters(), plan.arguments(), plan.nodes(), plan.messages(), plan.stakeholders(), plan.onFailure())
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
