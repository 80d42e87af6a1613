package dev.runbook.action.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Strips indentation that only serves the layout of the runbook: the common indentation of the lines, and the line
 * breaks at the quotes.
 */
public final class Indentation {
    private Indentation() {}

    /**
     * Returns the parts without the white space common to all lines; a line that begins directly after the opening
     * quotes has none.
     */
    public static List<String> stripped(List<String> parts) {
        int common = Integer.MAX_VALUE;
        for (int i = 0; i < parts.size(); i++) {
            boolean endsInGap = i + 1 < parts.size();
            String part = parts.get(i);
            for (int line = nextLine(part, 0); line >= 0; line = nextLine(part, line)) {
                int text = afterIndentation(part, line);
                boolean blank = text == part.length() ? !endsInGap : part.charAt(text) == '\n';
                if (!blank) {
                    common = Math.min(common, text - line);
                }
            }
        }
        List<String> stripped = new ArrayList<>();
        for (String part : parts) {
            stripped.add(common == Integer.MAX_VALUE ? part : without(part, common));
        }
        if (stripped.get(0).startsWith("\n")) {
            stripped.set(0, stripped.get(0).substring(1));
        }
        return stripped;
    }

    private static String without(String part, int indentation) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int line = nextLine(part, 0); line >= 0; line = nextLine(part, line)) {
            text.append(part, from, line);
            from = Math.min(line + indentation, afterIndentation(part, line));
        }
        return text.append(part, from, part.length()).toString();
    }

    /** Returns where the line after {@code from} begins, or -1. */
    private static int nextLine(String part, int from) {
        int end = part.indexOf('\n', from);
        return end < 0 ? -1 : end + 1;
    }

    private static int afterIndentation(String part, int line) {
        int at = line;
        while (at < part.length() && (part.charAt(at) == ' ' || part.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
