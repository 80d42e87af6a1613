package dev.runbook.action.sql;

import dev.runbook.action.sql.script.SqlStatement;
import java.util.List;

/**
 * A statement as the driver accepts it.
 *
 * @param text with a question mark for each parameter
 * @param parameters plain values in order; empty if the text is sent unchanged
 * @param places the offsets of the parameters in the text
 */
record BoundStatement(SqlStatement statement, String text, List<Object> parameters, List<Integer> places) {

    /**
     * Returns the line of the script for a position reported by the server.
     *
     * @param position from 1 in characters (code points), in the text the server received, with {@code $n} in place of
     *     each question mark
     */
    int lineAt(int position) {
        int sent = 0;
        int parameter = 0;
        int at = 0;
        while (at < text.length() && sent < position - 1) {
            if (parameter < places.size() && places.get(parameter) == at) {
                parameter++;
                sent += 1 + Integer.toString(parameter).length();
            } else {
                sent++;
            }
            at += Character.charCount(text.codePointAt(at));
        }
        long newlines = text.substring(0, at).chars().filter(c -> c == '\n').count();
        return statement.startLine() + (int) newlines;
    }
}
