package dev.runbook.run.drill;

import dev.runbook.AuthorException;
import dev.runbook.plan.Plan;
import dev.runbook.plan.TaskPaths;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault that a drill injects in place of a step's action, so that failure paths are exercised for real.
 *
 * @param step the path of the step
 * @param time for {@code SLOW}, how much longer the action takes
 */
public record Injection(String step, Kind kind, Duration time) {
    /** The kinds of faults. */
    public enum Kind {
        /** The action is not performed and counts as failed. */
        FAIL,
        /** The action is not performed and hangs until its time limit. */
        TIMEOUT,
        /** The engine dies as by {@code kill -9}, just before the action. */
        CRASH,
        /** The action begins later. */
        SLOW
    }

    private static final Pattern FORM = Pattern.compile("(.+):(fail|timeout|crash|slow=([^:]+))", Pattern.DOTALL);

    /**
     * Resolves the faults to the paths of their steps.
     *
     * @throws AuthorException when none of the runbooks has one of the steps
     */
    public static List<Injection> found(List<Injection> injections, List<Plan> plans) {
        return Injections.found(injections, plans);
    }

    /** Returns whether the step belongs to this runbook or to a runbook within it. */
    public boolean isIn(Plan plan) {
        return TaskPaths.of(plan).at(step).isPresent();
    }

    /** Returns the same fault for another step. */
    public Injection of(String other) {
        return new Injection(other, kind, time);
    }

    /**
     * Returns whether the fault applies to the step with this path: exactly, or in any iteration where
     * {@link dev.runbook.plan.ForEach#ANY_ITEM} matches all.
     */
    public boolean at(String path) {
        return TaskPaths.matches(step, path);
    }

    /**
     * Parses {@code Step name:fail|timeout|crash|slow=1m30s}.
     *
     * @throws AuthorException when the text has another form
     */
    public static Injection parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text);
        }
        String step = matcher.group(1);
        if (matcher.group(3) == null) {
            return new Injection(step, Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)), Duration.ZERO);
        }
        Duration time = TimeText.parse(matcher.group(3)).orElseThrow(() -> refused(text));
        return new Injection(step, Kind.SLOW, time);
    }

    private static AuthorException refused(String text) {
        return new AuthorException(
                "--inject '" + text + "': write 'Step name:fail', ':timeout', ':crash' or ':slow=30s'");
    }

    @Override
    public String toString() {
        return kind == Kind.SLOW ? "slow by " + TimeText.of(time) : kind.name().toLowerCase(Locale.ROOT);
    }
}
