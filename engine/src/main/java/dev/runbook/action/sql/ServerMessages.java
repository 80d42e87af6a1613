package dev.runbook.action.sql;

import dev.runbook.action.Output;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server says while a statement runs: live to the output, the first ones kept for conditions. The driver's own
 * list is emptied on the way, so that a flood does not fill the memory. Thread-safe.
 */
final class ServerMessages {
    static final int KEPT = 1_000;

    private final Output output;
    private final List<String> kept = new ArrayList<>();
    private long count;
    private SQLWarning last;

    ServerMessages(Output output) {
        this.output = output;
    }

    /** Takes what the driver has heard since the last time. May be called while the statement runs. */
    synchronized void takeFrom(Statement statement) throws SQLException {
        SQLWarning first = statement.getWarnings();
        if (first != null) {
            statement.clearWarnings();
        }
        if (last != null) {
            follow(last.getNextWarning()); // what came between the two calls above
        }
        if (first != null) {
            last = first;
            tell(first.getMessage());
            follow(first.getNextWarning());
        }
    }

    private void follow(SQLWarning from) {
        for (SQLWarning one = from; one != null; one = one.getNextWarning()) {
            last = one;
            tell(one.getMessage());
        }
    }

    synchronized void tell(String message) {
        output.note(message);
        if (kept.size() < KEPT) {
            kept.add(message);
        }
        count++;
    }

    synchronized List<String> kept() {
        List<String> all = new ArrayList<>(kept);
        if (count > kept.size()) {
            all.add("… and " + (count - kept.size()) + " more");
        }
        return all;
    }
}
