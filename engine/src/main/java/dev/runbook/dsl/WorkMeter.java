package dev.runbook.dsl;

/**
 * Counts the work of planning a runbook, in units of about one element processed, and ends planning beyond a limit: no
 * file can keep {@code check} busy, whatever it computes. One meter covers the file, the runbooks it follows and the
 * choices of its parameters. Evaluation in a run repeats what was planned within these limits and is not counted. Used
 * by one thread at a time.
 */
public final class WorkMeter {
    private static final long MOST_WORK = 4_000_000;
    private static final int LONGEST_TEXT = 1_000_000;
    private static final int LONGEST_LIST = 100_000;

    /** The cost of a loop iteration or of one block call. */
    static final int ROUND = 40;

    /** The cost of a step, verify or group. */
    static final int TASK = 100;

    /** The cost of a followed runbook, or of planning again for another parameter choice. */
    static final int RUNBOOK = 20_000;

    private long work;

    private void add(long units) {
        work += Math.max(0, units);
        if (work > MOST_WORK) {
            throw new WorkLimitException("this runbook computes too much: its loops, blocks and texts take more than "
                    + MOST_WORK + " units of work");
        }
    }

    /** Adds work to the meter of the calling thread. */
    static void charge(long units) {
        if (counts()) {
            EvaluationContext.current().meter().add(units);
        }
    }

    /** Counts a computed text and returns it. */
    static String text(String text) {
        length(text.length());
        return text;
    }

    /** Counts a text before it is created. */
    static void length(long length) {
        if (counts() && length > LONGEST_TEXT) {
            throw new Unreadable("a text of more than " + LONGEST_TEXT + " characters is too long for a runbook");
        }
        charge(1 + length / 16);
    }

    /** Counts a list or map before it is created or traversed. */
    static void elements(long size) {
        if (counts() && size > LONGEST_LIST) {
            throw new Unreadable("a list of more than " + LONGEST_LIST + " elements is too long for a runbook");
        }
        charge(1 + size);
    }

    /** Counts the search for one text in another. */
    static void search(CharSequence text, CharSequence part) {
        charge(1 + (long) text.length() * Math.max(1, part.length()) / 64);
    }

    private static boolean counts() {
        EvaluationContext context = EvaluationContext.current();
        return context != null && !context.planned();
    }
}
