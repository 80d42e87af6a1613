package dev.runbook.dsl;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an earlier step left, for those after it: {@code def backup = step('Take a backup') { … }}, then {@code
 * "${backup.stdout}"}. It offers what its action leaves.
 */
public final class Handle {
    private final EvaluationContext reading;
    private final String task;
    private final boolean planned;
    /** Finds the handle this one stands for, once that is known. */
    private final Optional<Supplier<Optional<Handle>>> later;

    Handle(EvaluationContext reading, String task) {
        this(reading, task, true, Optional.empty());
    }

    private Handle(
            EvaluationContext reading, String task, boolean planned, Optional<Supplier<Optional<Handle>>> later) {
        this.reading = reading;
        this.task = task;
        this.planned = planned;
        this.later = later;
    }

    /** Of a task in a branch that was not taken: not ok, and with nothing left. */
    static Handle notPlanned(EvaluationContext reading, String task) {
        return new Handle(reading, task, false, Optional.empty());
    }

    /** Of a task that only a run knows, such as that of the first round of a {@code forEach}. */
    static Handle later(EvaluationContext reading, String shown, Supplier<Optional<Handle>> handle) {
        return new Handle(reading, shown, true, Optional.of(handle));
    }

    EvaluationContext reading() {
        return reading;
    }

    String task() {
        return task;
    }

    /** Whether it ended well. */
    public Json getOk() {
        return planned ? json("ok") : Json.of(false, task + ": ok");
    }

    /** The exit code of a command. */
    public Json getExitCode() {
        return json("exitCode");
    }

    /** What a command printed, without its last newline. */
    public Text getStdout() {
        return text("stdout");
    }

    /** What a command printed as errors. */
    public Text getStderr() {
        return text("stderr");
    }

    /** What a command printed, line by line. */
    public Json getLines() {
        return json("lines");
    }

    /** The document a command printed or a server answered. */
    public Json getJson() {
        return json("json");
    }

    /** What each host of a group left: {@code hosts[0].name}, {@code hosts*.exitCode}. */
    public Json getHosts() {
        return json("hosts");
    }

    /** The rows of the last result set. */
    public Json getRows() {
        return json("rows");
    }

    /** How many rows it had. */
    public Json getRowCount() {
        return json("rowCount");
    }

    /** The first row of the last result set. */
    public Json getRow() {
        return json("row");
    }

    /** The first value of the first row; of a query to Prometheus, its number. */
    public Json getValue() {
        return json("value");
    }

    /** The lowest number of a range of time. */
    public Json getLowest() {
        return json("lowest");
    }

    /** The highest number of a range of time. */
    public Json getHighest() {
        return json("highest");
    }

    /** What Prometheus gave, a series each: {@code series[0].labels.instance}, {@code series*.value}. */
    public Json getSeries() {
        return json("series");
    }

    /** How many rows a statement changed. */
    public Json getUpdateCount() {
        return json("updateCount");
    }

    /** How many rows {@code copyRows} added. */
    public Json getInserted() {
        return json("inserted");
    }

    /** How many rows {@code copyRows} changed. */
    public Json getUpdated() {
        return json("updated");
    }

    /** How many rows {@code copyRows} deleted, or marked as deleted. */
    public Json getDeleted() {
        return json("deleted");
    }

    /** How many rows {@code copyRows} found as they were to be. */
    public Json getUnchanged() {
        return json("unchanged");
    }

    /** How many newer rows {@code copyRows} left as they were. */
    public Json getSkipped() {
        return json("skipped");
    }

    /** Both sides after {@code copyRows}: {@code checksum.same}, {@code checksum.sourceRows}. */
    public Json getChecksum() {
        return json("checksum");
    }

    /** What the database server said. */
    public Json getMessages() {
        return json("messages");
    }

    /** The status of an HTTP answer; 0 without one. */
    public Json getStatus() {
        String source = task + ": status";
        return left("status").map(left -> left.status(source)).orElseGet(() -> Json.unknown(source, this::getStatus));
    }

    /** The headers of an HTTP answer. */
    public Json getHeaders() {
        return json("headers");
    }

    /** The body of an HTTP answer, as text. */
    public Text getBody() {
        return text("body");
    }

    /** How long the answer took. */
    public RunDuration getElapsed() {
        return new RunDuration(() -> json("elapsed").plain());
    }

    /** The value of this name as a plain one; unknown as long as it is. */
    Object plain(String name) {
        RunTimeValue value = switch (name) {
            case ActionWord.OK -> getOk();
            case "status" -> getStatus();
            case "stdout", "stderr", "body" -> text(name);
            default -> json(name);
        };
        return value.plain();
    }

    private Text text(String name) {
        return left(name)
                .map(left -> Text.of(left.get(name)))
                .orElseGet(() -> Text.unknown(task + ": " + name, () -> text(name)));
    }

    private Json json(String name) {
        String source = task + ": " + name;
        return left(name)
                .map(left -> Json.of(left.get(name), source))
                .orElseGet(() -> Json.unknown(source, () -> json(name)));
    }

    private Optional<ActionOutputs> left(String name) {
        if (later.isPresent()) {
            return later.get().get().flatMap(known -> known.left(name));
        }
        return reading.left(reading.path(task))
                .map(values -> new ActionOutputs(values, task))
                .filter(left -> ValueVisibility.current() != ValueVisibility.TOLD || left.has(name));
    }
}
