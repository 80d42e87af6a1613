package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Place;
import dev.runbook.value.StepPath;
import groovy.lang.Closure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The state of evaluating one runbook: what is known about the environment and the run, and the problems found.
 * Planning evaluates the whole file on one thread; a run evaluates single blocks again, on several threads.
 */
final class EvaluationContext {
    /** The evaluation in progress on a thread. */
    private record Evaluation(EvaluationContext context, DeclaredHandles handles, Optional<Instant> judgedAt) {}

    private static final ThreadLocal<Evaluation> CURRENT = new ThreadLocal<>();

    private final ReadingRequest request;
    private final Class<?> script;
    private final String iteration;
    private final Params params;
    private final FileProblems problems;
    /** The iteration labels of each {@code forEach} whose iterations are known, by its path. */
    private final Map<String, List<String>> labels;

    private final TriggerReading triggers = new TriggerReading();

    private volatile KnownValues known = KnownValues.nothing();
    private volatile boolean live;

    EvaluationContext(ReadingRequest request, Class<?> script) {
        this.request = request;
        this.script = script;
        this.iteration = "";
        this.params = new Params();
        this.problems = new FileProblems(request, script);
        this.labels = new ConcurrentHashMap<>();
    }

    private EvaluationContext(EvaluationContext whole, String iteration) {
        this.request = whole.request;
        this.script = whole.script;
        this.iteration = iteration;
        this.params = whole.params;
        this.problems = whole.problems;
        this.labels = whole.labels;
        this.known = whole.known;
        this.live = whole.live;
    }

    /** Returns the context of one iteration of a {@code forEach} in a run, which has its own step results. */
    EvaluationContext inIteration(String forEach, String label) {
        return new EvaluationContext(this, StepPath.of(path(forEach), label));
    }

    /** Records the iterations of a {@code forEach} once they are known. */
    void nameIterations(String forEach, List<String> iterations) {
        labels.put(path(forEach), List.copyOf(iterations));
    }

    /** The iteration labels of a {@code forEach}; empty while they are not visible. */
    Optional<List<String>> iterations(String forEach) {
        if (!live || ValueVisibility.current() == ValueVisibility.NOTHING) {
            return Optional.empty();
        }
        Optional<List<String>> known = Optional.ofNullable(labels.get(path(forEach)));
        if (known.isEmpty() && ValueVisibility.current() == ValueVisibility.ALL) {
            throw new Unreadable("'" + forEach + "' has not run, so it has left nothing");
        }
        return known;
    }

    /** The path of a step of this runbook: its name, below the iterations that contain it. */
    String path(String name) {
        return StepPath.of(iteration, name);
    }

    /** The context whose block the calling thread evaluates; null outside an evaluation. */
    static EvaluationContext current() {
        Evaluation evaluation = CURRENT.get();
        return evaluation == null ? null : evaluation.context();
    }

    /** The handles that the calling thread has declared in the current evaluation. */
    static DeclaredHandles handles() {
        return CURRENT.get().handles();
    }

    /** Evaluates a block in which only {@code words} are in scope. */
    Object evaluate(Closure<?> block, Object words, Object... arguments) {
        Closure<?> bound = (Closure<?>) block.clone();
        bound.setDelegate(words);
        bound.setResolveStrategy(Closure.DELEGATE_ONLY);
        return within(() -> bound.call(arguments));
    }

    /** Evaluates a block of conditions, in which {@code 15.minutes.ago} counts from now. */
    void judge(Closure<?> conditions, Object words, ConditionRecorder recorder) {
        Optional<Instant> now = known.run("now").map(Instant.class::cast);
        within(
                () -> {
                    evaluate(conditions, words, recorder);
                    return null;
                },
                now);
    }

    <T> T within(Supplier<T> work) {
        Evaluation outer = CURRENT.get();
        return within(work, outer == null ? Optional.empty() : outer.judgedAt());
    }

    private <T> T within(Supplier<T> work, Optional<Instant> judgedAt) {
        Evaluation outer = CURRENT.get();
        boolean same = outer != null && outer.context().script == script; // a runbook may follow another
        CURRENT.set(new Evaluation(this, same ? outer.handles() : new DeclaredHandles(), judgedAt));
        try {
            return work.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /**
     * Evaluates a block as {@link #evaluate} does; an error that ends the block becomes a problem, and evaluation
     * continues after the block.
     */
    void evaluateOrReport(Closure<?> block, Object words, Object... arguments) {
        try {
            evaluate(block, words, arguments);
        } catch (Unreadable e) {
            problems.add(e, e.getMessage(), e.cures());
        } catch (RuntimeException e) {
            if (!Unreadable.isFaultOfFile(e)) {
                throw e;
            }
            problems.add(e, Unreadable.line(e), List.of());
        } catch (StackOverflowError e) {
            problems.add(e, "this calls itself endlessly, or is nested too deeply", List.of());
        }
    }

    /**
     * Evaluates a block for the first time. Inside a block that is being evaluated again, only the structure counts,
     * because the values are available at the block's own evaluation.
     */
    void outline(Closure<?> block, Object words, Object... arguments) {
        if (planned()) {
            ValueVisibility.NOTHING.during(() -> evaluate(block, words, arguments));
        } else {
            evaluateOrReport(block, words, arguments);
        }
    }

    /** Evaluates a block again with its structure fixed; a value that cannot be read ends the step before it starts. */
    Object valueAgain(Place at, Closure<?> block, Object words, Object... arguments) {
        return again(at, () -> evaluate(block, words, arguments));
    }

    /** Evaluates triggers: there is no run, so nothing of one can be read. */
    void beforeRun(Runnable work) {
        triggers.begin();
        within(() -> {
            work.run();
            return null;
        });
    }

    /** What the triggers of the file may read. */
    TriggerReading triggers() {
        return triggers;
    }

    /** Evaluates the action of a measurement again; {@code ago} counts from now. */
    void measureAgain(Place at, Closure<?> block, Object words) {
        Optional<Instant> now = known.run("now").map(Instant.class::cast);
        again(at, () -> ValueVisibility.NOTHING.during(() -> within(() -> evaluate(block, words), now)));
    }

    /** Runs any evaluation work again. */
    <T> T again(Place at, Supplier<T> work) {
        try {
            return within(work);
        } catch (Unreadable e) {
            throw new AuthorException(message(at, e), e);
        } catch (RuntimeException e) {
            throw Unreadable.isFaultOfFile(e) ? new AuthorException(at + ": " + Unreadable.line(e), e) : e;
        }
    }

    private String message(Place at, Unreadable fault) {
        int line = problems.lineOf(fault);
        Place place = line == 0 ? at : new Place(at.file(), line, 0);
        StringBuilder message = new StringBuilder(place + ": " + fault.getMessage());
        fault.cures().forEach(cure -> message.append("\n    ").append(cure));
        return message.toString();
    }

    /** Records that planning ended before the end of the file, unless another problem is recorded already. */
    void endsAt(WorkLimitException limit) {
        if (problems().isEmpty()) {
            problems.add(limit, limit.getMessage(), List.of());
        }
    }

    /** The meter of the planning work. */
    WorkMeter meter() {
        return request.meter();
    }

    ReadingRequest request() {
        return request;
    }

    Params params() {
        return params;
    }

    /**
     * The instant from which {@code ago} counts: in a condition the time of its evaluation, elsewhere the start of the
     * run.
     */
    static Instant now() {
        Evaluation evaluation = CURRENT.get();
        return evaluation
                .judgedAt()
                .orElseGet(() -> evaluation.context().request.now());
    }

    Optional<Environment> environment() {
        return request.environment();
    }

    KnownValues known() {
        return known;
    }

    /** The results of a task; empty while they are not visible. */
    Optional<Map<String, Object>> left(String path) {
        if (!live || ValueVisibility.current() == ValueVisibility.NOTHING) {
            return Optional.empty();
        }
        Optional<Map<String, Object>> left = known.left(path);
        if (left.isEmpty() && ValueVisibility.current() == ValueVisibility.ALL) {
            throw new Unreadable("'" + StepPath.last(path) + "' has not run, so it has left nothing");
        }
        return left;
    }

    /** Makes the values of the run visible to blocks from now on. */
    void runsWith(KnownValues run) {
        known = run;
        live = true;
    }

    /** Whether blocks see the values of the run. */
    boolean isLive() {
        return live;
    }

    /** Whether the structure is fixed and blocks are only evaluated again. */
    boolean planned() {
        return problems.planned();
    }

    void planningEnds() {
        problems.planningEnds();
    }

    List<Problem> problems() {
        return problems.all();
    }

    /** The place of the statement in evaluation. */
    Place here() {
        return problems.here();
    }

    void problem(String message, String... cures) {
        problems.add(message, cures);
    }

    void problemWith(String kind, String name, String message, String... cures) {
        problems.addAt(kind, name, message, cures);
    }

    /** Registers the name of a step or group, which must be known before the run, and returns its text. */
    String declare(CharSequence name) {
        Values.late(name).ifPresent(value -> {
            throw new Unreadable(
                    "a name takes a value known before the run; " + value + " is known only in a run",
                    "history, forecast and links use the name");
        });
        String text = Values.text(name);
        WorkMeter.charge(WorkMeter.TASK);
        problems.declare(text);
        return text;
    }

    /** Returns the environment if it has this target, and reports a problem otherwise. */
    Optional<Environment> environmentWith(Target.Kind kind, String name) {
        Optional<Environment> environment = request.environment();
        if (environment.isPresent() && !environment.get().has(new Target(kind, name))) {
            String place = environment.get().name();
            problemWith(
                    kind.word(),
                    name,
                    "the environment '" + place + "' has no " + kind.word() + " '" + name + "'",
                    UnknownName.cure(
                            environment.get().names(kind), environment.get().isLocal()));
            return Optional.empty();
        }
        return environment;
    }
}
