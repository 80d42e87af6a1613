package dev.runbook.run

import dev.runbook.environment.TestEnvironment
import dev.runbook.model.RunModel
import dev.runbook.run.record.AttemptOutput
import dev.runbook.run.control.CancellationScope
import dev.runbook.run.drill.Injections
import dev.runbook.run.resume.JournalReplay
import dev.runbook.run.message.NoticeText
import dev.runbook.run.message.NoticeTexts
import dev.runbook.run.message.Notices
import dev.runbook.run.record.Outputs
import dev.runbook.forecast.PastTimes
import dev.runbook.run.objective.ObjectiveTracker
import dev.runbook.run.people.Questions
import dev.runbook.run.people.RequestedRunbook
import dev.runbook.run.record.Recorder
import dev.runbook.run.resume.Resumption
import dev.runbook.run.execution.RunContext
import dev.runbook.run.control.RunControl
import dev.runbook.run.state.RunState
import dev.runbook.journal.event.*
import dev.runbook.action.Action
import dev.runbook.action.ActionSpec
import dev.runbook.action.Attempt
import dev.runbook.action.Outcome
import dev.runbook.action.CancellationToken
import dev.runbook.environment.Masker
import dev.runbook.environment.Secrets
import dev.runbook.environment.Target
import dev.runbook.journal.AnswerNote
import dev.runbook.journal.Entry
import dev.runbook.journal.Journal
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.plan.*
import dev.runbook.time.CompressedClock
import dev.runbook.time.FakeClock
import dev.runbook.value.Result
import dev.runbook.value.StopProof
import dev.runbook.value.Template

import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.function.Consumer

/** A run on virtual time with scripted actions; its records are in {@code events}. */
class Rig {
    FakeClock clock = new FakeClock()
    final List<Entry> entries = new CopyOnWriteArrayList<>()
    int crashAt = -1
    /** The model of the last engine process. */
    RunModel model
    final List<Notice> notices = new CopyOnWriteArrayList<>()
    /** How each message is delivered. */
    Closure<Delivery> delivers = { Notice notice -> new Delivery(DeliveryResult.SENT, '', Duration.ZERO) }
    final RunControl control = new RunControl()
    /** The questions of the last engine process. */
    Questions questions
    /** The name of each action that ran, in order. */
    final List<String> ran = new CopyOnWriteArrayList<>()
    int line = 1

    RunEnd run(Map options = [:], Plan plan) {
        modelled { live(options, plan, JournalReplay.none()).run([:], []) }
    }

    /** Resumes the run of {@code events} with another engine, after {@code away}. */
    RunEnd resume(Map options = [:], Plan plan, Duration away = Duration.ZERO) {
        clock.advance(away)
        modelled { live(options, plan, JournalReplay.of(entries)).resume(away, [:], []) { Recorder recorder -> options.leftovers?.call(recorder) } }
    }

    /** Asserts that the model of an engine process equals one that replays the journal, however the process ends. */
    private RunEnd modelled(Closure<RunEnd> engine) {
        try {
            return engine()
        } finally {
            assert model == null || model.view(Optional.empty()) == RunModel.replay(entries).view(Optional.empty())
        }
    }

    private LiveRun live(Map options, Plan plan, JournalReplay past) {
        def time = options.clockFactor ? new CompressedClock(clock, options.clockFactor) : clock
        def environment = TestEnvironment.of(settings: options.settings, people: options.people)
        def runbook = RequestedRunbook.of(read(plan), Optional.ofNullable(options.trigger))
        def request = new RunRequest(runbook, environment, Mode.RUN, 'maria',
                Optional.ofNullable(options.since), Optional.ofNullable(options.trigger),
                options.selection ?: Selection.WHOLE, options.injections ?: [], options.clockFactor ?: 1, [engine: 'test'])
        def recorder = new Recorder(new Journal() {
            @Override
            synchronized Entry append(Event event) {
                if (entries.size() == crashAt) {
                    throw new EngineDied()
                }
                def entry = new Entry(entries.size() + 1, time.wall(), time.elapsingNanos(), event, '')
                entries << entry
                entry
            }

            @Override
            void close() {}
        }, past.model())
        model = recorder.model()
        def notifier = new Notifier() {
            @Override
            void deliver(Notice notice, Consumer<Delivery> then) {
                notices << notice
                then.accept(delivers(notice))
            }

            @Override
            void close() {}
        }
        def state = new RunState('r1', time)
        // '@status' in place of a compiled ${run.status}
        def reported = new Notices(notifier, { message, s, next -> new NoticeText(message.text().read().shown().replace('@status', s.value('status').get()).replace('@links', s.value('links').orElse('') as String), Optional.empty()) } as NoticeTexts, environment.secrets().masker(), recorder, time, [:], past)
        questions = new Questions(recorder, environment.secrets(), Optional.ofNullable(options.answers), time)
        def context = new RunContext('r1', environment, time, recorder, { step, number -> new Silent() } as Outputs,
                reported, questions, new ObjectiveTracker(runbook.plan(), options.past ?: PastTimes.NONE, time, recorder, reported), new CancellationScope(), new dev.runbook.action.Resources(), request.selection(),
                new Injections(request.injections(), recorder, time), past,
                options.resumption ?: Resumption.undecided(), Optional.ofNullable(options.drillAnswers), Duration.ofSeconds(2))
        new LiveRun(request, context, control, notifier, state, Optional.empty())
    }

    /** The sudden death of the engine, instead of the record after the first {@code crashAt}. */
    static class EngineDied extends Error {}

    /** Creates the next record of the journal. */
    Entry entry(Event event) {
        new Entry(entries.size() + 1, clock.wall(), clock.elapsingNanos(), event, '')
    }

    List<Event> getEvents() {
        entries*.event()
    }

    def <T extends Event> List<T> recorded(Class<T> kind) {
        events.findAll { kind.isInstance(it) } as List<T>
    }

    List<String> results() {
        recorded(StepFinished).collect { "${it.step()}: ${it.result().word()}".toString() }
    }

    static ReadRunbook read(Plan plan) {
        new ReadRunbook() {
            @Override
            Plan plan() { plan }

            @Override
            void runsWith(KnownValues known) {}
        }
    }

    Plan plan(Map options = [:], List<Node> nodes) {
        new Plan(options.id ?: 'test/plan', options.file ?: Path.of('plan.groovy'), 'text', Optional.empty(), Optional.empty(),
                Optional.ofNullable(options.rto).map { new RtoTarget(it, Optional.ofNullable(options.limit), place()) },
                Optional.ofNullable(options.rpo), options.rpos ?: [:], [], [], options.arguments ?: [:], nodes, options.messages ?: [],
                [], Optional.ofNullable(options.onFailure))
    }

    /** A step whose attempts run the closures in order; the last one is repeated. */
    Task step(Map options = [:], String name, Closure<Outcome>... attempts) {
        def spec = new Scripted(name, attempts ? attempts.toList() : [ok()], this)
        task(options, name, new Work.Perform(spec))
    }

    Task task(Map options = [:], String name, Work.Act act) {
        def work = new Work(act, Optional.ofNullable(options.expect), Optional.ofNullable(options.onlyIf),
                Optional.ofNullable(options.alreadyDone), options.verifies ?: [], Optional.ofNullable(options.onFailure), Optional.ofNullable(options.undo), options.alsoIfFailed ?: false)
        new Task(options.kind ?: Task.Kind.STEP, name, place(), Optional.ofNullable(options.budget).map { Budget.of(it) }
                .or { Optional.ofNullable(options.limited) }, Optional.ofNullable(options.retry),
                Optional.ofNullable(options.attempt), Optional.ofNullable(options.every), Optional.ofNullable(options.holds),
                options.idempotent ?: false, options.stopsWrites ?: false, work, options.body ?: ({ work } as Task.Body))
    }

    /** A task that asks people; {@code by} names the roles. */
    Task ask(Map options = [:], Task.Kind kind, String name) {
        def question = new Question(Question.Kind.valueOf(kind.name()), options.by ?: [], [Template.of('why')],
                options.silence ?: Question.Silence.REJECTS, options.boxes ?: [], options.first ?: 1,
                new Question.Choices('a list', options.choices ?: []), Optional.ofNullable(options.lasts))
        task([*: options, kind: kind], name, new Work.Ask(question))
    }

    /** A person answers on another terminal, this long from now. */
    void answers(Map options = [:], Duration when, String who, Answer answer) {
        clock.after(when) {
            questions.deliver(AnswerNote.of(options.step ?: '', answer, options.number ?: -1, options.values ?: [:], who,
                    AnswerSource.OTHER_TERMINAL, 'web1', options.why ?: ''))
        }
    }

    /** Returns the number of an attempt, from its marker. */
    static int number(Attempt attempt) {
        attempt.marker().split('/')[1] as int
    }

    Group group(Map options = [:], Group.Kind kind, String name, List<Node> members) {
        new Group(kind, name, place(), Optional.ofNullable(options.budget).map { Budget.of(it) },
                Optional.ofNullable(options.atLeast), Optional.ofNullable(options.onlyIf), members,
                Optional.ofNullable(options.onFailure))
    }

    Handler handler(List<Node> nodes, Handler.Ending ending) {
        new Handler(nodes, ending)
    }

    Handler.FallBack fallBackTo(Plan plan) {
        def runbook = read(plan)
        new Handler.FallBack(runbook, [:], { runbook })
    }

    Message message(Map options, String text) {
        new Message(options.channel ?: 'team', place(), (options.on ?: []) as Set, Optional.ofNullable(options.after),
                Optional.ofNullable(options.every), Duration.ofSeconds(30), Optional.empty(), Optional.empty(),
                { Template.of(text) } as Message.Text, { [:] } as Message.Parameters)
    }

    Place place() {
        new Place('plan.groovy', line++, 1)
    }

    /** Succeeds after {@code time}. */
    Closure<Outcome> ok(Duration time = Duration.ZERO, Map values = [exitCode: 0]) {
        return { Attempt attempt -> lasting(attempt, time) ?: Outcome.ok(values) }
    }

    Closure<Outcome> fails(Duration time = Duration.ZERO, Map values = [exitCode: 1]) {
        return { Attempt attempt -> lasting(attempt, time) ?: Outcome.answered(Result.FAILED, values, 'exit code 1') }
    }

    Closure<Outcome> unknown() {
        return { Attempt attempt -> Outcome.unknown('the connection was lost', [:]) }
    }

    Closure<Outcome> hangs() {
        return { Attempt attempt -> lasting(attempt, Duration.ofDays(1)) }
    }

    /** Counted down when the attempt that {@link #waitsForStop waits for its stop} has begun. */
    final CountDownLatch hung = new CountDownLatch(1)

    /** Runs until it is stopped, in real time. */
    Outcome waitsForStop(Attempt attempt) {
        hung.countDown()
        def stopped = new CountDownLatch(1)
        attempt.stop().onRequest { stopped.countDown() }
        assert stopped.await(60, TimeUnit.SECONDS)
        Outcome.stopped(attempt.stop().reason().get(), [:], '', new StopProof('TERM', Duration.ofMillis(5), []))
    }

    private Outcome lasting(Attempt attempt, Duration time) {
        Duration left = attempt.deadline().remaining()
        boolean cut = left < time
        clock.advance(cut ? left : time)
        attempt.stop().requested() ? Outcome.stopped(attempt.stop().reason().get(), [:], '',
                new StopProof('TERM', Duration.ofMillis(5), [])) : null
    }

    static class Scripted implements ActionSpec, Action {
        final String name
        final List<Closure<Outcome>> attempts
        final Rig rig
        int made

        Scripted(String name, List<Closure<Outcome>> attempts, Rig rig) {
            this.name = name
            this.attempts = attempts
            this.rig = rig
        }

        @Override
        String word() { 'scripted' }

        @Override
        String shown() { name }

        @Override
        List<Target> targets() { [] }

        @Override
        Action action() { this }

        @Override
        Outcome perform(Attempt attempt) {
            rig.ran << name
            attempts[Math.min(made++, attempts.size() - 1)].call(attempt)
        }
    }

    static class Silent implements AttemptOutput {
        @Override
        String file() { '' }

        @Override
        void write(String source, dev.runbook.action.Output.Stream stream, byte[] bytes, int offset, int length) {}

        @Override
        AttemptOutput.Printed end() { new AttemptOutput.Printed(0, 0, [], '') }
    }

    static class NoSecrets implements Secrets, Masker {
        private final List<String> links = new CopyOnWriteArrayList<>()

        @Override
        void hideNamed() {
        }

        @Override
        void give(dev.runbook.value.Secret secret, String text) {
        }

        @Override
        String open(dev.runbook.value.Secret secret) { throw new IllegalStateException() }

        @Override
        String open(dev.runbook.environment.SecretSource source, String what) { throw new IllegalStateException() }

        @Override
        void hideLink(String token) { links << token }

        @Override
        Masker masker() { this }

        @Override
        Masker messageMasker() { new NoSecrets() }

        @Override
        String mask(String text) { links.inject(text) { masked, link -> masked.replace(link, HIDDEN) } as String }

        @Override
        Map<String, Object> mask(Map<String, Object> values) { values }

        @Override
        Masker.StreamMask stream() { throw new IllegalStateException() }
    }
}
