package dev.runbook.action.shell;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A PowerShell script with the values of its variables.
 *
 * @param values the texts of the values by the names of their variables, in order
 * @param types the values themselves: numbers and booleans keep their type in the script
 */
record PowerShellScript(String text, Map<String, String> values, List<?> types) {
    /**
     * Encodes script and values as base64, so that neither an encoding nor quoting changes them on their way: each
     * token begins with its kind, and a dot separates it from the next.
     */
    String tokens() {
        StringBuilder tokens = new StringBuilder(token('s', text));
        Iterator<?> type = types.iterator();
        values.forEach((name, value) -> tokens.append('.').append(token(kind(type.next()), value)));
        return tokens.toString();
    }

    static String token(char kind, String text) {
        return kind + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static char kind(Object value) {
        return value instanceof Number ? 'n' : value instanceof Boolean ? 'b' : 's';
    }
}
