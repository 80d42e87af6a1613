package dev.runbook.run;

import dev.runbook.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The instant up to which data is safe, and the loss that follows from it. Thread-safe. */
final class RecoveryPoint {
    private static final List<Function<String, Instant>> FORMS = List.of(
            Instant::parse,
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)$", "$1:00"))
                    .toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> Instant.ofEpochSecond(Long.parseLong(text)));

    private Instant clockStart;
    private Optional<Duration> loss = Optional.empty();

    synchronized void clockStartedAt(Instant instant) {
        clockStart = instant;
    }

    /** @throws IllegalArgumentException when what the step left is no instant, saying what it is */
    synchronized Event.RecoveryPointMeasured measured(String step, Map<String, Object> values) {
        Object said = values.getOrDefault("value", values.getOrDefault("stdout", values.get("body")));
        Instant instant = said instanceof Instant known
                ? known
                : parsed(String.valueOf(said).strip());
        Duration lost = Duration.between(instant, clockStart);
        loss = Optional.of(lost.isNegative() ? Duration.ZERO : lost);
        return new Event.RecoveryPointMeasured(
                step, instant.toString(), loss.get().toMillis());
    }

    synchronized void measuredBefore(Duration lost) {
        loss = Optional.of(lost);
    }

    synchronized Optional<Duration> loss() {
        return loss;
    }

    private static Instant parsed(String text) {
        String iso = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
        for (Function<String, Instant> form : FORMS) {
            try {
                return form.apply(iso);
            } catch (DateTimeParseException | NumberFormatException another) {
                // the next form may fit
            }
        }
        throw new IllegalArgumentException(
                "a recovery point is an instant such as 2026-01-31T12:00:00Z, not '" + text + "'");
    }
}
