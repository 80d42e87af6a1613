package dev.runbook.watch;

import dev.runbook.AuthorException;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.Output;
import dev.runbook.action.Resources;
import dev.runbook.environment.Environment;
import dev.runbook.plan.Work;
import dev.runbook.run.execution.BoundedAction;
import dev.runbook.run.execution.OutcomeValues;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Sample;
import dev.runbook.value.NoResult;
import dev.runbook.value.Result;
import dev.runbook.value.UnavailableValue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes measurements with the actions of a run: the same limits, masking and connections. Thread-safe. */
public final class Measurer implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String OWNER = "watch";
    private static final int LONGEST = 40;

    private final Environment environment;
    private final Clock clock;
    private final Resources resources = new Resources();

    public Measurer(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    public Environment environment() {
        return environment;
    }

    Clock clock() {
        return clock;
    }

    /** Takes one measurement; returns at its limit, once the action has been stopped. */
    public Sample measure(Measurement measurement) {
        Instant at = clock.wall();
        Outcome outcome = outcome(measurement);
        Map<String, Object> values = values(measurement.name(), outcome);
        return new Sample(
                measurement.name(),
                at,
                values,
                shown(outcome),
                outcome.result() == Result.OK,
                environment.secrets().masker().mask(outcome.cause()));
    }

    private Outcome outcome(Measurement measurement) {
        try {
            Work.Perform perform = measurement.action().read();
            return BoundedAction.perform(
                    perform.action().action(),
                    new Attempt(
                            OWNER,
                            measurement.name(),
                            OWNER + "-" + ProcessHandle.current().pid() + "/" + measurement.name(),
                            Deadline.in(clock.machine(), measurement.limit()), // systems answer at their own speed
                            GRACE,
                            environment,
                            Output.none(),
                            new CancellationToken(),
                            any -> true,
                            resources,
                            perform.keep()));
        } catch (AuthorException unreadable) {
            return Outcome.failed(unreadable.getMessage());
        } catch (RuntimeException | StackOverflowError | LinkageError fault) { // one measurement never ends the others
            return Outcome.failed("internal error: " + fault.getClass().getSimpleName());
        }
    }

    /**
     * Returns what conditions may read. A measurement that was not possible (a query that the server rejects, a program
     * that is missing) says nothing about the system, so {@code ok} cannot be read; one that ran into its limit is a
     * failure.
     */
    private static Map<String, Object> values(String name, Outcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>(OutcomeValues.of(name, outcome));
        boolean says = outcome.answer() == Outcome.Answer.COMPLETE
                || outcome.answer() == Outcome.Answer.ABSENT
                || outcome.result() == Result.TIMED_OUT;
        if (!says) {
            values.put("ok", new NoResult(name, true, outcome.cause()));
        }
        return values;
    }

    private String shown(Outcome outcome) {
        String text = switch (outcome.answer()) {
            case NONE, NOT_RUN -> outcome.result() == Result.TIMED_OUT ? "timed out" : "not measured";
            case ABSENT -> outcome.values().get("value") instanceof Double ? "no data" : "no answer";
            case COMPLETE -> mainValue(outcome);
        };
        String masked = environment.secrets().masker().mask(text);
        return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST - 1) + "…";
    }

    /** Returns the value that people look for first: a number, a status, an exit code, the first row. */
    private static String mainValue(Outcome outcome) {
        Map<String, Object> values = outcome.values();
        if (values.get("value") instanceof Number number) {
            return number(number);
        }
        if (values.containsKey("status")) {
            return "status " + values.get("status");
        }
        if (values.containsKey("exitCode")) {
            boolean printed =
                    outcome.result() == Result.OK && values.get("stdout") instanceof String text && !text.isBlank();
            return printed
                    ? String.valueOf(values.get("stdout")).lines().findFirst().orElse("")
                    : "exit code " + values.get("exitCode");
        }
        if (values.get("rows") instanceof List<?> rows) {
            return rows.isEmpty() ? "no rows" : row(rows.get(0));
        }
        return outcome.result() == Result.OK ? "ok" : "failed";
    }

    private static String row(Object row) {
        if (!(row instanceof Map<?, ?> cells)) {
            return String.valueOf(row);
        }
        StringBuilder text = new StringBuilder();
        cells.forEach((name, value) -> {
            if (!(value instanceof UnavailableValue)) {
                text.append(text.isEmpty() ? "" : ", ").append(name).append(" ").append(value);
            }
        });
        return text.toString();
    }

    private static String number(Number number) {
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    @Override
    public void close() {
        resources.close();
    }
}
