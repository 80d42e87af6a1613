package dev.runbook.dsl;

/** The run itself, in texts: {@code run.id}. */
public final class RunInfo {
    private final Reading reading;

    RunInfo(Reading reading) {
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
    public Text getStartedAt() {
        return text("startedAt");
    }

    /** How long the run has gone on. */
    public Text getElapsed() {
        return text("elapsed");
    }

    private Text text(String name) {
        return reading.known().run(name).map(Text::of).orElseGet(() -> Text.unknown("run." + name, () -> text(name)));
    }
}
