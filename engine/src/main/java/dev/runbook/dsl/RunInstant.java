package dev.runbook.dsl;

import dev.runbook.time.InstantText;
import dev.runbook.value.Unknown;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** An instant that may be known only in a run: {@code time(json.takenAt)}, {@code run.since}. */
public final class RunInstant extends LaterValue {
    RunInstant(Supplier<Object> value) {
        super(value);
    }

    /**
     * Parses the value of {@code time(…)}.
     *
     * @param zone the time zone of a text without an offset
     */
    static RunInstant read(Object value, Optional<Object> zone) {
        RunInstant read = new RunInstant(() -> instant(Values.plain(value), zone.map(Values::plain)));
        read.plain(); // a mistake is reported where it is written
        return read;
    }

    private static Object instant(Object plain, Optional<Object> zone) {
        if (plain instanceof Unknown unknown) {
            return new Unknown("time(" + unknown.source() + ")");
        }
        if (Values.unknown(plain) || zone.filter(Values::unknown).isPresent()) {
            return new Unknown("time(…)");
        }
        if (plain instanceof Instant) {
            return plain;
        }
        try {
            if (plain instanceof Number number) {
                return InstantText.read(new BigDecimal(number.toString()));
            }
            if (plain instanceof String text) {
                return InstantText.read(text, zone.map(RunInstant::zone));
            }
        } catch (IllegalArgumentException unreadable) {
            throw new Unreadable(unreadable.getMessage());
        }
        throw new Unreadable(
                plain == null
                        ? "time(…) is given nothing: the value is missing"
                        : "time(…) takes a text or a number, and this is " + Comparison.described(plain));
    }

    private static ZoneId zone(Object name) {
        try {
            return ZoneId.of(String.valueOf(name));
        } catch (DateTimeException unknown) {
            throw new Unreadable("there is no time zone '" + name + "'", "for example 'UTC' or 'Europe/Berlin'");
        }
    }

    public RunInstant plus(Duration time) {
        return new RunInstant(() -> {
            Object now = plain();
            return computed(now, " + …", () -> ((Instant) now).plus(time));
        });
    }

    public RunInstant minus(Duration time) {
        return new RunInstant(() -> {
            Object now = plain();
            return computed(now, " - …", () -> ((Instant) now).minus(time));
        });
    }

    /** The duration from an earlier instant to this one. */
    public RunDuration minus(Instant earlier) {
        return new RunDuration(() -> {
            Object now = plain();
            return computed(now, " - …", () -> Duration.between(earlier, (Instant) now));
        });
    }

    public RunDuration minus(RunInstant earlier) {
        return new RunDuration(() -> {
            Object before = earlier.plain();
            return computed(before, " before …", () -> minus((Instant) before).plain());
        });
    }
}
