package dev.runbook.lab.sqlserver;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time that statements see: now, or the time at which a statement was first executed when it is replayed from the
 * log. The server's local time is UTC.
 */
public final class ServerClock {
    private static final ThreadLocal<Optional<Instant>> REPLAYED = ThreadLocal.withInitial(Optional::empty);

    private ServerClock() {}

    /** Work whose statements see another time. */
    @FunctionalInterface
    interface Work<R> {
        R run() throws SQLException;
    }

    static Instant now() {
        return REPLAYED.get().orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    static <R> R at(Instant time, Work<R> work) throws SQLException {
        Optional<Instant> before = REPLAYED.get();
        REPLAYED.set(Optional.of(time));
        try {
            return work.run();
        } finally {
            REPLAYED.set(before);
        }
    }

    /** Called by H2 for {@code GETUTCDATE()}, {@code SYSUTCDATETIME()} and {@code SYSDATETIME()}. */
    public static LocalDateTime utc() {
        return LocalDateTime.ofInstant(now(), ZoneOffset.UTC);
    }
}
