package dev.runbook.dsl;

import dev.runbook.plan.Condition;
import dev.runbook.plan.LostValueException;
import dev.runbook.plan.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Judges the conditions of one block, one after the other, and keeps of each that does not hold what its parts were.
 * Compiled runbooks call it; the compiler writes those calls around each condition.
 */
public final class ConditionRecorder {
    private static final int LONGEST = 120;

    private final String file;
    private final UnaryOperator<String> mask;
    private final boolean judging;
    private final List<String> texts = new ArrayList<>();
    private final List<Condition.Failed> failures = new ArrayList<>();
    private final List<Condition.Part> parts = new ArrayList<>();
    /** Conditions of which a value is missing. */
    private final List<LostValueException> undecided = new ArrayList<>();

    private Place place;

    private ConditionRecorder(String file, UnaryOperator<String> mask, boolean judging) {
        this.file = file;
        this.mask = mask;
        this.judging = judging;
    }

    /** Only lists what the conditions are. */
    static ConditionRecorder listing() {
        return new ConditionRecorder("", UnaryOperator.identity(), false);
    }

    static ConditionRecorder judging(String file, UnaryOperator<String> mask) {
        return new ConditionRecorder(file, mask, true);
    }

    /** Begins a condition; whether it is to be judged. */
    public boolean next(String text, int line, int column) {
        texts.add(text);
        parts.clear();
        place = new Place(file, line, column);
        return judging;
    }

    /** Ends it with its value: true, or anything else, which fails it. */
    public void check(Object value) {
        if (!Comparison.holds(value)) {
            fail(Optional.empty());
        }
    }

    /** Ends it when a part could not be read. */
    public void broken(RuntimeException fault) {
        if (fault instanceof Unreadable unreadable && unreadable.missing()) {
            undecided.add(new LostValueException(place + ": " + fault.getMessage(), fault));
        }
        String why = "cannot be judged: " + shortened(mask.apply(String.valueOf(fault.getMessage())));
        parts.add(new Condition.Part(texts.get(texts.size() - 1), 0, why));
        fail(Optional.of(why));
    }

    /** Notes what a part was, and hands it on. */
    public Object part(String text, int column, Object value) {
        if (judging) {
            parts.add(new Condition.Part(text, column, shown(Values.plain(value))));
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

    /** Masked first, so that a cut never leaves half a secret; then shortened in its middle. */
    private String shown(Object value) {
        String text =
                value instanceof String string ? "'" + mask.apply(string) + "'" : mask.apply(String.valueOf(value));
        return shortened(text);
    }

    private static String shortened(String text) {
        String line = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
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

    /**
     * Those that do not hold. One that cannot be judged is among them where another is false: then the block is false
     * whatever it would have been.
     *
     * @throws LostValueException when a value is missing and nothing else is false: then nobody can say whether the block holds
     */
    List<Condition.Failed> failures() {
        if (!undecided.isEmpty() && undecided.size() == failures.size()) {
            throw undecided.get(0);
        }
        return failures;
    }
}
