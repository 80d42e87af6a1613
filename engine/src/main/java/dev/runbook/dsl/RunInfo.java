package dev.runbook.dsl;

import dev.runbook.value.Unknown;
import java.util.Optional;

/** The current run, for use in texts: {@code run.id}. */
public final class RunInfo {
    private final EvaluationContext context;

    RunInfo(EvaluationContext context) {
        this.context = context;
    }

    /** The id of this run, used by {@code show} and {@code resume}. */
    public Text getId() {
        return text("id");
    }

    /** The status of the run: running, succeeded, failed, fellBack or aborted. */
    public Text getStatus() {
        return text("status");
    }

    /** When the run started. */
    public RunInstant getStartedAt() {
        return new RunInstant(() -> value("startedAt"));
    }

    /** The start of the RTO clock: {@code startClock()}, else {@code --since}, else the start of the run. */
    public RunInstant getSince() {
        return new RunInstant(() -> value("since"));
    }

    /** The time since the start of the run. */
    public RunDuration getElapsed() {
        return new RunDuration(() -> value("elapsed"));
    }

    /** What people were asked last; for a message {@code on waiting}. */
    public Text getQuestion() {
        return text("question");
    }

    /**
     * The one-time links with which people answer it, a line each; for a message {@code on waiting} that only they
     * receive. The environment's {@code answers} say where the run listens; without them it is the command that answers.
     * Everywhere but in messages the links are masked as secrets are.
     */
    public Text getLinks() {
        return text("links");
    }

    private Object value(String name) {
        Optional<Object> known = context.known().run(name);
        if (known.isEmpty() && context.isLive() && ValueVisibility.current() == ValueVisibility.ALL) {
            throw new Unreadable("run." + name + " is not known before the clock starts: use it below startClock()");
        }
        return known.orElseGet(() -> new Unknown("run." + name));
    }

    private Text text(String name) {
        return context.known().run(name).map(Text::of).orElseGet(() -> Text.unknown("run." + name, () -> text(name)));
    }
}
