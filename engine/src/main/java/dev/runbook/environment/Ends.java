package dev.runbook.environment;

import java.util.Arrays;

/** The positions at which a character may end in a text, each once. */
final class Ends {
    private int[] ends = new int[4];
    private int size;
    private boolean cut;

    void clear() {
        size = 0;
    }

    void add(int end) {
        for (int i = 0; i < size; i++) {
            if (ends[i] == end) {
                return;
            }
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = end;
    }

    /** Notes that the text ends where a character may continue. */
    void cutOff() {
        cut = true;
    }

    boolean cut() {
        return cut;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return ends[index];
    }

    /** Returns the greatest. */
    int last() {
        int last = ends[0];
        for (int i = 1; i < size; i++) {
            last = Math.max(last, ends[i]);
        }
        return last;
    }
}
