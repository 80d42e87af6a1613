package dev.runbook.action.sql;

import dev.runbook.action.Output;
import dev.runbook.value.ByteSize;
import dev.runbook.value.Truncated;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the server's messages while a statement runs: shown live in the output, kept for conditions up to a limit.
 * Also empties the driver's list, so that many messages do not fill the memory. Thread-safe.
 */
final class ServerMessages {
    private static final int MESSAGE_BYTES = 64;

    private final Output output;
    private final int limit;
    private List<String> kept = new ArrayList<>();
    private long count;
    private long bytes;
    private SQLWarning last;

    /**
     * @param limit the number of bytes of messages to keep
     */
    ServerMessages(Output output, int limit) {
        this.output = output;
        this.limit = limit;
    }

    /** Reads the messages that the driver has received since the last call. May be called while the statement runs. */
    synchronized void takeFrom(Statement statement) throws SQLException {
        SQLWarning first = statement.getWarnings();
        if (first != null) {
            statement.clearWarnings();
        }
        if (last != null) {
            follow(last.getNextWarning()); // arrived between the two calls above
        }
        if (first != null) {
            last = first;
            add(first.getMessage());
            follow(first.getNextWarning());
        }
    }

    private void follow(SQLWarning from) {
        for (SQLWarning one = from; one != null; one = one.getNextWarning()) {
            last = one;
            add(one.getMessage());
        }
    }

    synchronized void add(String message) {
        output.note(message);
        count++;
        bytes += MESSAGE_BYTES + message.length();
        if (bytes <= limit) {
            kept.add(message);
        } else {
            kept = List.of();
        }
    }

    /** Returns all messages, or a {@link Truncated}. */
    synchronized Object kept() {
        return bytes <= limit
                ? List.copyOf(kept)
                : new Truncated(Truncated.Kind.MESSAGES, count, new ByteSize(bytes), new ByteSize(limit));
    }
}
