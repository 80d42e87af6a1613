package dev.runbook.action.sql;

import dev.runbook.value.ByteSize;
import dev.runbook.value.Truncated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of one result set up to a limit; of a longer one, the number of rows and the first row. */
final class KeptRows {
    private static final int ROW_BYTES = 64;
    private static final int CELL_BYTES = 16;

    private final int limit;
    private List<Map<String, Object>> rows = new ArrayList<>();
    private Optional<Map<String, Object>> first = Optional.empty();
    private long count;
    private long bytes;

    /**
     * @param limit the limit, by the estimate of {@link #size}
     */
    KeptRows(int limit) {
        this.limit = limit;
    }

    void add(Map<String, Object> row) {
        first = first.or(() -> Optional.of(row));
        count++;
        bytes += ROW_BYTES + size(row);
        if (bytes <= limit) {
            rows.add(row);
        } else {
            rows = List.of();
        }
    }

    /** Estimates the size of a value: the characters of its texts, plus an overhead for containers. */
    private static long size(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(KeptRows::size).sum();
        }
        if (value instanceof List<?> list) {
            return CELL_BYTES + list.stream().mapToLong(KeptRows::size).sum();
        }
        return value instanceof String text ? CELL_BYTES + (long) text.length() : CELL_BYTES;
    }

    long count() {
        return count;
    }

    Optional<Map<String, Object>> first() {
        return first;
    }

    /** Returns all rows, or a {@link Truncated}. */
    Object value() {
        return bytes <= limit
                ? Collections.unmodifiableList(rows)
                : new Truncated(Truncated.Kind.ROWS, count, new ByteSize(bytes), new ByteSize(limit));
    }
}
