package dev.runbook.action.sql;

import java.util.List;

/**
 * A statement as the driver takes it.
 *
 * @param text with a question mark for each parameter
 * @param parameters plain values in their order; empty where the text is sent untouched
 * @param places where in the text the parameters are
 */
record BoundStatement(SqlStatement statement, String text, List<Object> parameters, List<Integer> places) {

    /**
     * The line of the script of a position the server tells.
     *
     * @param position from 1 in characters (code points), in the text the server was sent, with {@code $n} in place of
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
