package dev.runbook.text;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The lines of a text, split on access: for half a million short lines, the index takes a few bytes each. Immutable.
 */
public final class TextLines extends AbstractList<String> implements RandomAccess {
    private final String text;

    /** The start of each line; the last element is one past the last line and its line break, present or not. */
    private final int[] starts;

    /**
     * @param text lines that end with {@code \n} or {@code \r\n}; the last one may lack its line break
     */
    public TextLines(String text) {
        this.text = text;
        this.starts = starts(text);
    }

    private static int[] starts(String text) {
        boolean endsInside = !text.isEmpty() && !text.endsWith("\n");
        int[] starts = new int[1 + (int) text.chars().filter(c -> c == '\n').count() + (endsInside ? 1 : 0)];
        int at = 1;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            starts[at++] = end + 1;
        }
        if (endsInside) {
            starts[at] = text.length() + 1;
        }
        return starts;
    }

    @Override
    public String get(int index) {
        int end = starts[checked(index) + 1] - 1;
        boolean windows = end < text.length() && end > starts[index] && text.charAt(end - 1) == '\r';
        return text.substring(starts[index], windows ? end - 1 : end);
    }

    private int checked(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        return index;
    }

    @Override
    public int size() {
        return starts.length - 1;
    }
}
