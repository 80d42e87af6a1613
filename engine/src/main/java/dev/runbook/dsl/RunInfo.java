package dev.runbook.dsl;

import dev.runbook.value.Unknown;
import java.util.Optional;

/** The run itself, in texts: {@code run.id}. */
public final class RunInfo {
    private final EvaluationContext reading;

    RunInfo(EvaluationContext reading) {
        this.reading = reading;
    }

    /** The id of this run, by which {@code show} and {@code resume} find it. */
    public Text getId() {
        return text("id");
    }

    /** How the run stands: running, succeeded, failed, fellBack or aborted. */
    public Text getStatus() {
        return text("status");
    }

    /** When the run started. */
    public RunInstant getStartedAt() {
        return new RunInstant(() -> value("startedAt"));
    }

    /** When the clock of the promise began: at {@code startClock()}, else at {@code --since}, else with the run. */
    public RunInstant getSince() {
        return new RunInstant(() -> value("since"));
    }

    /** How long the run has gone on. */
    public RunDuration getElapsed() {
        return new RunDuration(() -> value("elapsed"));
    }

    private Object value(String name) {
        Optional<Object> known = reading.known().run(name);
        if (known.isEmpty() && reading.isLive() && ValueVisibility.current() == ValueVisibility.ALL) {
            throw new Unreadable("run." + name + " is not known before the clock starts: use it below startClock()");
        }
        return known.orElseGet(() -> new Unknown("run." + name));
    }

    private Text text(String name) {
        return reading.known().run(name).map(Text::of).orElseGet(() -> Text.unknown("run." + name, () -> text(name)));
    }
}
