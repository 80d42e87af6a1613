package dev.runbook.value;

import java.util.ArrayList;
import java.util.List;

/** The path of a step in a run: inside a followed runbook or a step, the outer path is a prefix of the inner name. */
public final class StepPath {
    public static final String SEPARATOR = " › ";

    private static final String UNDO = "Undo ";

    private StepPath() {}

    /** Returns the name of the undo of a step. */
    public static String undo(String name) {
        return UNDO + name;
    }

    /** Returns the path of the step that an undo reverses. */
    public static String undone(String undo) {
        String name = last(undo);
        String outer = undo.substring(0, undo.length() - name.length());
        return outer + (name.startsWith(UNDO) ? name.substring(UNDO.length()) : name);
    }

    /**
     * @param outer empty at the top level
     */
    public static String of(String outer, String name) {
        return outer.isEmpty() ? name : outer + SEPARATOR + name;
    }

    /** Returns the last element: the name without the containers. */
    public static String last(String path) {
        int separator = path.lastIndexOf(SEPARATOR);
        return separator < 0 ? path : path.substring(separator + SEPARATOR.length());
    }

    /** Returns whether a path is inside {@code outer}, at any depth. */
    public static boolean isWithin(String path, String outer) {
        return path.startsWith(outer + SEPARATOR);
    }

    /** Returns the part of a path below {@code outer}. */
    public static String below(String path, String outer) {
        return path.substring(outer.length() + SEPARATOR.length());
    }

    /** Returns the paths that enclose a path, the innermost first. */
    public static List<String> around(String path) {
        List<String> outer = new ArrayList<>();
        for (int separator = path.lastIndexOf(SEPARATOR);
                separator > 0;
                separator = path.lastIndexOf(SEPARATOR, separator - 1)) {
            outer.add(path.substring(0, separator));
        }
        return outer;
    }
}
