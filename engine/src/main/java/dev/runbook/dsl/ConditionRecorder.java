package dev.runbook.dsl;

import dev.runbook.plan.Condition;
import dev.runbook.plan.Place;
import dev.runbook.plan.Threshold;
import dev.runbook.value.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Evaluates the conditions of one block in order, and records for each that does not hold the values of its parts. The
 * compiler inserts calls of this class around each condition.
 */
public final class ConditionRecorder {
    private static final int LONGEST = 120;

    private final String file;
    private final UnaryOperator<String> mask;
    private final boolean judging;
    private final List<String> texts = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Threshold> thresholds = new HashMap<>();
    private final List<Condition.Failed> failures = new ArrayList<>();
    private final List<Condition.Part> parts = new ArrayList<>();
    private Place place;

    private ConditionRecorder(String file, UnaryOperator<String> mask, boolean judging) {
        this.file = file;
        this.mask = mask;
        this.judging = judging;
    }

    /** Lists the conditions without evaluating them. */
    static ConditionRecorder listing() {
        return new ConditionRecorder("", UnaryOperator.identity(), false);
    }

    static ConditionRecorder judging(String file, UnaryOperator<String> mask) {
        return new ConditionRecorder(file, mask, true);
    }

    /**
     * Begins a condition and returns whether to evaluate it.
     *
     * @param read the names in the condition
     * @param threshold value, sign and number of a comparison with a number; empty for other conditions
     */
    public boolean next(String text, int line, int column, List<String> read, List<String> threshold) {
        texts.add(text);
        if (!judging && !threshold.isEmpty()) {
            thresholds.put(text, Threshold.of(threshold.get(0), threshold.get(1), threshold.get(2)));
        }
        names.addAll(read);
        parts.clear();
        place = new Place(file, line, column);
        return judging;
    }

    /**
     * Begins a condition with parts that are fixed when the runbook is planned, such as a loop variable.
     *
     * @param constants each with its column and length in the text (code points), and its value
     */
    public boolean next(
            String text, int line, int column, List<String> read, List<String> threshold, List<Object> constants) {
        return next(judging ? text : resolved(text, constants), line, column, read, threshold);
    }

    /** Replaces names with values, marked as in a command: {@code stdout.contains(‹orders›)}. */
    private static String resolved(String text, List<Object> constants) {
        StringBuilder resolved = new StringBuilder();
        int from = 0;
        for (int i = 0; i < constants.size(); i += 3) {
            int start = text.offsetByCodePoints(0, (int) constants.get(i));
            int end = text.offsetByCodePoints(start, (int) constants.get(i + 1));
            boolean braces = text.startsWith("${", start - 2) && text.startsWith("}", end);
            boolean inText = text.startsWith("$", start - 1);
            resolved.append(text, from, start - (braces ? 2 : inText ? 1 : 0))
                    .append(Template.mark(Values.partly(constants.get(i + 2))));
            from = end + (braces ? 1 : 0);
        }
        return resolved.append(text, from, text.length()).toString();
    }

    /** Ends the condition with its value: true, or anything else, which fails it. */
    public void check(Object value) {
        if (!Comparison.holds(value)) {
            fail(Optional.empty());
        }
    }

    /** Ends the condition when a part could not be read: its result is unknown. */
    public void broken(RuntimeException fault) {
        fail(Optional.of(onOneLine(mask.apply(Unreadable.line(fault)))));
    }

    /** Records the value of a part and returns it. */
    public Object part(String text, int column, Object value) {
        if (judging) {
            parts.add(new Condition.Part(text, column, shown(Values.partly(value))));
        }
        return value;
    }

    public boolean part(String text, int column, boolean value) {
        part(text, column, (Object) value);
        return value;
    }

    public int part(String text, int column, int value) {
        part(text, column, (Object) value);
        return value;
    }

    public long part(String text, int column, long value) {
        part(text, column, (Object) value);
        return value;
    }

    private void fail(Optional<String> undecided) {
        failures.add(new Condition.Failed(texts.get(texts.size() - 1), place, List.copyOf(parts), undecided));
    }

    /** Masks the value before shortening it in the middle, so that a cut never leaves half a secret. */
    private String shown(Object value) {
        String text =
                value instanceof String string ? "'" + mask.apply(string) + "'" : mask.apply(Template.readable(value));
        return shortened(onOneLine(text));
    }

    private static String onOneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String shortened(String line) {
        if (line.length() <= LONGEST) {
            return line;
        }
        int kept = LONGEST / 2 - 10;
        return line.substring(0, kept)
                + " … "
                + (line.length() - 2 * kept)
                + " more … "
                + line.substring(line.length() - kept);
    }

    List<String> texts() {
        return texts;
    }

    Set<String> names() {
        return names;
    }

    Map<String, Threshold> thresholds() {
        return thresholds;
    }

    List<Condition.Failed> failures() {
        return failures;
    }
}
