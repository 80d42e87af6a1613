package dev.runbook.value;

import java.util.ArrayList;
import java.util.List;

/** The names of steps in a run: inside a followed runbook or a step, the outer path stands before the inner name. */
public final class StepPath {
    public static final String SEPARATOR = " › ";

    private static final String UNDO = "Undo ";

    private StepPath() {}

    /** The name of what takes the step of this name back. */
    public static String undo(String name) {
        return UNDO + name;
    }

    /** Of the path of what takes a step back, that of the step. */
    public static String undone(String undo) {
        String name = last(undo);
        String outer = undo.substring(0, undo.length() - name.length());
        return outer + (name.startsWith(UNDO) ? name.substring(UNDO.length()) : name);
    }

    /** @param outer empty at the top */
    public static String of(String outer, String name) {
        return outer.isEmpty() ? name : outer + SEPARATOR + name;
    }

    /** The name it has where it stands: what its containers do not say already. */
    public static String last(String path) {
        int cut = path.lastIndexOf(SEPARATOR);
        return cut < 0 ? path : path.substring(cut + SEPARATOR.length());
    }

    /** Whether it stands below {@code outer}, at any depth. */
    public static boolean isWithin(String path, String outer) {
        return path.startsWith(outer + SEPARATOR);
    }

    /** What of a path within {@code outer} that one does not say already. */
    public static String below(String path, String outer) {
        return path.substring(outer.length() + SEPARATOR.length());
    }

    /** The paths it stands below, the innermost first. */
    public static List<String> around(String path) {
        List<String> outer = new ArrayList<>();
        for (int cut = path.lastIndexOf(SEPARATOR); cut > 0; cut = path.lastIndexOf(SEPARATOR, cut - 1)) {
            outer.add(path.substring(0, cut));
        }
        return outer;
    }
}
