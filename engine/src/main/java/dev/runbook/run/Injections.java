package dev.runbook.run;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.Outcome;
import dev.runbook.journal.Event;
import dev.runbook.time.Clock;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the drill's faults in the place of actions, each recorded as what it is. */
final class Injections {
    private static final int KILLED = 137;
    private static final long LOOK_MS = 50;

    private final List<Injection> injections;
    private final Recorder recorder;
    private final Clock clock;

    Injections(List<Injection> injections, Recorder recorder, Clock clock) {
        this.injections = injections;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** The action of a step, or the fault that stands in its place. */
    Action action(String step, ActionSpec spec) {
        Optional<Injection> injection =
                injections.stream().filter(one -> one.step().equals(step)).findFirst();
        if (injection.isEmpty()) {
            return spec.action();
        }
        recorder.record(new Event.Noted("injected", step + ": " + injection.get()));
        return fault(injection.get(), spec);
    }

    private Action fault(Injection injection, ActionSpec spec) {
        return switch (injection.kind()) {
            case FAIL -> attempt -> Outcome.failed("injected failure; the action was not performed");
            case TIMEOUT ->
                attempt -> {
                    waitForStop(attempt.stop());
                    return Outcome.stopped(
                            attempt.stop().reason().orElseThrow(),
                            Map.of(),
                            "injected hang; the action was not performed",
                            new StopProof("nothing was running", Duration.ZERO, List.of()));
                };
            case CRASH ->
                attempt -> {
                    Runtime.getRuntime().halt(KILLED);
                    throw new IllegalStateException("a halted engine goes on");
                };
            case SLOW ->
                attempt -> {
                    pause(injection.time());
                    return spec.action().perform(attempt);
                };
        };
    }

    private static void waitForStop(dev.runbook.action.StopSignal stop) {
        try {
            boolean stopped = false;
            while (!stopped) {
                stopped = stop.await(LOOK_MS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration time) {
        try {
            clock.sleep(time);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt(); // the action sees its stop signal
        }
    }
}
