package dev.runbook.dsl;

import dev.runbook.plan.Question;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The results of an earlier step: {@code def backup = step('Take a backup') { … }}, then {@code "${backup.stdout}"}. A
 * handle has the values that the step's action provides.
 */
public final class Handle {
    private final EvaluationContext context;
    private final String task;
    private final boolean planned;
    /** Finds the actual handle that this one represents, once it is known. */
    private final Optional<Supplier<Optional<Handle>>> later;
    /** The names of the values that people give, of a {@code manual}. */
    private final List<String> inputs;

    Handle(EvaluationContext context, String task) {
        this(context, task, true, Optional.empty(), List.of());
    }

    private Handle(
            EvaluationContext context,
            String task,
            boolean planned,
            Optional<Supplier<Optional<Handle>>> later,
            List<String> inputs) {
        this.context = context;
        this.task = task;
        this.planned = planned;
        this.later = later;
        this.inputs = inputs;
    }

    /** The handle of a {@code manual} that asks for values of these names. */
    static Handle ofManual(EvaluationContext context, String task, List<String> inputs) {
        return new Handle(context, task, true, Optional.empty(), inputs);
    }

    /** The handle of a task in a branch that was not taken: not ok, without results. */
    static Handle notPlanned(EvaluationContext context, String task) {
        return new Handle(context, task, false, Optional.empty(), List.of());
    }

    /** The handle of a task that only a run knows, such as that of the first iteration of a {@code forEach}. */
    static Handle later(EvaluationContext context, String shown, Supplier<Optional<Handle>> handle) {
        return new Handle(context, shown, true, Optional.of(handle), List.of());
    }

    EvaluationContext context() {
        return context;
    }

    String task() {
        return task;
    }

    /** Whether the task succeeded. */
    public Json getOk() {
        return planned ? json("ok") : Json.of(false, task + ": ok");
    }

    /** The exit code of a command. */
    public Json getExitCode() {
        return json("exitCode");
    }

    /** Standard output, without its last newline. */
    public Text getStdout() {
        return text("stdout");
    }

    /** Standard error. */
    public Text getStderr() {
        return text("stderr");
    }

    /** Standard output as a list of lines. */
    public Json getLines() {
        return json("lines");
    }

    /** The JSON document that a command printed or a server returned. */
    public Json getJson() {
        return json("json");
    }

    /** The results of each host of a group: {@code hosts[0].name}, {@code hosts*.exitCode}. */
    public Json getHosts() {
        return json("hosts");
    }

    /** The rows of the last result set. */
    public Json getRows() {
        return json("rows");
    }

    /** The number of rows in the last result set. */
    public Json getRowCount() {
        return json("rowCount");
    }

    /** The first row of the last result set. */
    public Json getRow() {
        return json("row");
    }

    /** The first value of the first row; for a Prometheus query, its number. */
    public Json getValue() {
        return json("value");
    }

    /** What is normal for a measurement with a {@code baseline}: the median of the values it has kept. */
    public Json getNormal() {
        return json("normal");
    }

    /** How much the values of a measurement with a {@code baseline} vary: their median distance from {@code normal}. */
    public Json getSpread() {
        return json("spread");
    }

    /** The lowest number over a time range. */
    public Json getLowest() {
        return json("lowest");
    }

    /** The highest number over a time range. */
    public Json getHighest() {
        return json("highest");
    }

    /** The series that Prometheus returned: {@code series[0].labels.instance}, {@code series*.value}. */
    public Json getSeries() {
        return json("series");
    }

    /** The number of rows that a statement changed. */
    public Json getUpdateCount() {
        return json("updateCount");
    }

    /** The number of rows that {@code copyRows} inserted. */
    public Json getInserted() {
        return json("inserted");
    }

    /** The number of rows that {@code copyRows} updated. */
    public Json getUpdated() {
        return json("updated");
    }

    /** The number of rows that {@code copyRows} deleted, or marked as deleted. */
    public Json getDeleted() {
        return json("deleted");
    }

    /** The number of rows that {@code copyRows} found already up to date. */
    public Json getUnchanged() {
        return json("unchanged");
    }

    /** The number of newer rows that {@code copyRows} left unchanged. */
    public Json getSkipped() {
        return json("skipped");
    }

    /** The comparison of both sides after {@code copyRows}: {@code checksum.same}, {@code checksum.sourceRows}. */
    public Json getChecksum() {
        return json("checksum");
    }

    /** The messages that the database server sent. */
    public Json getMessages() {
        return json("messages");
    }

    /** The status of an HTTP response; 0 without a response. */
    public Json getStatus() {
        String source = task + ": status";
        return left("status").map(left -> left.status(source)).orElseGet(() -> Json.unknown(source, this::getStatus));
    }

    /** The headers of an HTTP response. */
    public Json getHeaders() {
        return json("headers");
    }

    /** The body of an HTTP response, as text. */
    public Text getBody() {
        return text("body");
    }

    /** The time until the response was received. */
    public RunDuration getElapsed() {
        return new RunDuration(() -> json("elapsed").plain());
    }

    /** The text that a person typed for a {@code param} of a {@code manual}; {@code toInteger()} reads a number in it. */
    public Text getAt(String input) {
        if (planned && later.isEmpty() && !inputs.contains(input)) {
            throw new Unreadable(
                    "'" + task + "' asks for no value '" + input + "'",
                    inputs.isEmpty()
                            ? "add param '" + input + "', '…' to it"
                            : "it asks for: " + String.join(", ", inputs));
        }
        return text(Question.valueName(input), task + ": " + input);
    }

    /** The plain value of this name, or an unknown placeholder while it is not known. */
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
        return text(name, task + ": " + name);
    }

    private Text text(String name, String source) {
        return left(name)
                .map(left -> Text.of(left.get(name)))
                .orElseGet(() -> Text.unknown(source, () -> text(name, source)));
    }

    private Json json(String name) {
        return json(name, task + ": " + name);
    }

    private Json json(String name, String source) {
        return left(name)
                .map(left -> Json.of(left.get(name), source))
                .orElseGet(() -> Json.unknown(source, () -> json(name, source)));
    }

    private Optional<ActionOutputs> left(String name) {
        context.triggers().refuseInMeasurement(task);
        if (later.isPresent()) {
            return later.get().get().flatMap(known -> known.left(name));
        }
        return context.left(context.path(task))
                .map(values -> new ActionOutputs(values, task))
                .filter(left -> ValueVisibility.current() != ValueVisibility.BEST_EFFORT || left.has(name));
    }
}
