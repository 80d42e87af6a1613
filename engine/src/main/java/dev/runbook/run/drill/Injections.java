package dev.runbook.run.drill;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Noted;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.Task;
import dev.runbook.plan.TaskPaths;
import dev.runbook.run.record.Recorder;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.value.StepPath;
import dev.runbook.value.StopProof;
import dev.runbook.value.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Replaces actions by the drill's faults and records each as injected. */
public final class Injections {
    private static final int KILLED = 137;
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ENDLESS = Duration.ofDays(30);

    private final List<Injection> injections;
    private final Set<Injection> met = ConcurrentHashMap.newKeySet();
    private final Recorder recorder;
    private final Clock clock;

    public Injections(List<Injection> injections, Recorder recorder, Clock clock) {
        this.injections = injections;
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * Resolves the steps that faults apply to. A step of a {@code forEach} may be named as in its block; the fault then
     * applies to every iteration.
     *
     * @throws AuthorException naming the first fault for a step that none of the runbooks has, with a suggestion
     */
    public static List<Injection> found(List<Injection> injections, List<Plan> plans) {
        List<TaskPaths> tasks = plans.stream().map(TaskPaths::of).toList();
        return injections.stream().map(injection -> found(injection, tasks)).toList();
    }

    private static Injection found(Injection injection, List<TaskPaths> tasks) {
        Injection one =
                tasks.stream().anyMatch(within -> within.at(injection.step()).isPresent())
                        ? injection
                        : tasks.stream()
                                .flatMap(within -> within.inIterations())
                                .filter(path -> path.equals(injection.step())
                                        || StepPath.last(path).equals(injection.step()))
                                .findFirst()
                                .map(injection::of)
                                .orElseThrow(() -> unknown(injection, tasks));
        tasks.stream().flatMap(within -> within.at(one.step()).stream()).forEach(task -> mustAct(one, task));
        return one;
    }

    private static AuthorException unknown(Injection injection, List<TaskPaths> tasks) {
        List<String> known = tasks.stream().flatMap(TaskPaths::all).toList();
        return new AuthorException("--inject '" + injection.step() + "': no such step"
                + Suggestion.didYouMean(injection.step(), known)
                        .map(hint -> ", " + hint)
                        .orElse(""));
    }

    private static void mustAct(Injection injection, Task task) {
        task.work().act().followed().map(ReadRunbook::plan).ifPresent(other -> {
            String inner = TaskPaths.of(other)
                    .knownBeforeRun()
                    .findFirst()
                    .map(step -> ": '" + StepPath.of(injection.step(), step.getKey()) + "'")
                    .orElse("");
            throw new AuthorException("--inject '" + injection.step() + "': it follows " + other.id()
                    + ", so put the fault into a step of that" + inner);
        });
    }

    /** Returns the faults that were not reached, to be recorded at the end: the drill has not shown their effect. */
    public Optional<Event> notReached() {
        String left = injections.stream()
                .filter(injection -> !met.contains(injection))
                .map(injection -> injection.step() + " (" + injection + ")")
                .collect(Collectors.joining(", "));
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(Noted.of(Noted.Kind.NOT_REACHED, "injected fault not reached: " + left));
    }

    /** Returns the action of a step, or the fault that replaces it. */
    public Action action(String step, ActionSpec spec) {
        return take(step).map(injection -> fault(injection, spec)).orElseGet(spec::action);
    }

    /** Returns whether every attempt of a step fails, because a fault replaces its action. */
    public boolean fails(String step) {
        return injections.stream().anyMatch(injection -> injection.kind() == Injection.Kind.FAIL && injection.at(step));
    }

    /** Returns the fault for a step, and records that it was reached. */
    public Optional<Injection> take(String step) {
        Optional<Injection> injection =
                injections.stream().filter(one -> one.at(step)).findFirst();
        injection.ifPresent(one -> {
            met.add(one);
            recorder.record(new Noted(Noted.Kind.INJECTED, step, one.toString()));
        });
        return injection;
    }

    /** Lets the engine die as by {@code kill -9}. */
    public static void crash() {
        Runtime.getRuntime().halt(KILLED);
    }

    private Action fault(Injection injection, ActionSpec spec) {
        return switch (injection.kind()) {
            case FAIL -> attempt -> Outcome.failed("injected failure; the action was not performed");
            case TIMEOUT ->
                attempt -> {
                    if (attempt.deadline().remaining().compareTo(ENDLESS) > 0) {
                        return Outcome.failed("injected hang; nothing would end it: give the step a budget");
                    }
                    Clock.Lapse lapse = clock.lapse();
                    try {
                        waitForStop(attempt.stop());
                    } finally {
                        lapse.close();
                    }
                    return stopped(attempt, "injected hang; the action was not performed");
                };
            case CRASH ->
                attempt -> {
                    crash();
                    throw new IllegalStateException("the engine continued after it was halted");
                };
            case SLOW ->
                attempt -> {
                    pause(injection.time(), attempt.stop());
                    return attempt.stop().requested()
                            ? stopped(attempt, "injected delay; the action was not begun")
                            : spec.action().perform(attempt);
                };
        };
    }

    private static void waitForStop(CancellationToken stop) {
        try {
            boolean stopped = false;
            while (!stopped) {
                stopped = stop.await(LOOK.toMillis());
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration time, CancellationToken stop) {
        Deadline until = Deadline.in(clock, time);
        Clock.Lapse lapse = clock.lapse();
        try {
            while (!until.passed() && !stop.requested()) {
                Duration left = until.remaining();
                clock.sleep(left.compareTo(LOOK) < 0 ? left : LOOK);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt(); // the action sees its stop signal
        } finally {
            lapse.close();
        }
    }

    private static Outcome stopped(Attempt attempt, String why) {
        return Outcome.stopped(
                attempt.stop().reason().orElseThrow(),
                Map.of(),
                why,
                new StopProof("nothing was running", Duration.ZERO, List.of()));
    }
}
