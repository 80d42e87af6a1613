package dev.runbook.journal.event;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The data loss of a recovery, with everything it was computed from: {@code until} minus {@code recoveryPoint}.
 * Instants are ISO texts, empty where unknown.
 *
 * @param lossMs -1 if not measured
 * @param upperBound whether the actual loss may be smaller
 * @param missing why the loss was not measured
 * @param recoveryPoint the instant up to which data is safe
 * @param measuredAt when the recovery point was measured, by the engine's wall clock
 * @param step the path of the {@code recoveryPoint} that measured it
 * @param runbook the id of the runbook that step belongs to
 * @param source whether the recovery point was measured at all
 * @param given the name of the parameter or setting it equals
 * @param until the instant to which the loss is counted
 * @param end what happened at that instant
 * @param endStep the path of the step that stopped writes
 */
public record DataLoss(
        long lossMs,
        boolean upperBound,
        Missing missing,
        @IsoInstant String recoveryPoint,
        @IsoInstant String measuredAt,
        String step,
        String runbook,
        Source source,
        String given,
        @IsoInstant String until,
        End end,
        String endStep) {

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** Why a loss was not measured. */
    public enum Missing {
        /** There are no data about a loss; only older engines have recorded that. */
        UNRECORDED,
        /** Nothing is missing: the loss was measured. */
        NOTHING,
        /** No {@code recoveryPoint} was reached. */
        NO_RECOVERY_POINT,
        /** Another runbook took over. */
        FELL_BACK,
        /** A step with {@code stopsWrites()} did not end ok. */
        STOP_FAILED,
        /** The recovery point equals a value the run was given. */
        GIVEN,
        /** The recovery point is later than the moment it was measured. */
        CLOCKS_DIFFER;

        /** Returns whether the recovery point itself is unusable. */
        public boolean ofThePoint() {
            return this == GIVEN || this == CLOCKS_DIFFER;
        }
    }

    /** The source of a recovery point. */
    public enum Source {
        MEASURED,
        PARAMETER,
        SETTING
    }

    /** The event to whose instant a loss is counted. */
    public enum End {
        UNKNOWN,
        CLOCK_START,
        WRITES_STOPPED,
        /** The recovery point was measured: writes may have continued until then, at most. */
        MEASUREMENT
    }

    /** For a runbook whose recovery point is unknown. */
    public static DataLoss missing(Missing why) {
        return new DataLoss(-1, false, why, "", "", "", "", Source.MEASURED, "", "", End.UNKNOWN, "");
    }

    /** For a recovery point whose loss is not computed yet. */
    public static DataLoss of(Instant point, Instant measuredAt, String step, String runbook, Missing missing) {
        return new DataLoss(
                -1,
                false,
                missing,
                toTheMillisecond(point),
                toTheMillisecond(measuredAt),
                step,
                runbook,
                Source.MEASURED,
                "",
                "",
                End.UNKNOWN,
                "");
    }

    /** Returns the same recovery point, marked as a value the run was given. */
    public DataLoss givenAs(Source what, String name) {
        return new DataLoss(
                -1, false, Missing.GIVEN, recoveryPoint, measuredAt, step, runbook, what, name, "", End.UNKNOWN, "");
    }

    /** Returns the same recovery point, without a computable loss. */
    public DataLoss without(Missing why, String stop) {
        return new DataLoss(
                -1, false, why, recoveryPoint, measuredAt, step, runbook, source, given, "", End.UNKNOWN, stop);
    }

    /** Returns the same recovery point, with the loss counted to an instant. */
    public DataLoss until(Instant instant, End what, String stop) {
        Duration lost = Duration.between(Instant.parse(recoveryPoint), instant.truncatedTo(ChronoUnit.MILLIS));
        return new DataLoss(
                Math.max(0, lost.toMillis()),
                what == End.MEASUREMENT,
                Missing.NOTHING,
                recoveryPoint,
                measuredAt,
                step,
                runbook,
                source,
                given,
                toTheMillisecond(instant),
                what,
                stop);
    }

    boolean isRecorded() {
        return missing != Missing.UNRECORDED;
    }

    public boolean isMeasured() {
        return missing == Missing.NOTHING;
    }

    /** Returns the amount: {@code 1.2s}, {@code at most 8s}; empty if not measured. */
    public String amount() {
        return isMeasured() ? (upperBound ? "at most " : "") + text(lossMs) : "";
    }

    /**
     * Returns the calculation:
     * {@code 2026-01-31T12:00:05.200Z (writes stopped: end of 'Stop') − 2026-01-31T12:00:04.000Z (recovery point: 'Last row') = 1.2s};
     * empty if not measured.
     */
    public String formula() {
        if (!isMeasured()) {
            return "";
        }
        return shown(until) + " (" + describeEnd() + ") − " + shown(recoveryPoint) + " (recovery point: '" + step + "'"
                + (Instant.parse(until).isBefore(Instant.parse(recoveryPoint)) ? ", later" : "") + ") = "
                + (upperBound ? "at most " : "") + exactly();
    }

    /** Formats the loss to the millisecond, like the instants beside it. */
    private String exactly() {
        if (lossMs % 1_000 == 0 || lossMs < 1_000) {
            return text(lossMs);
        }
        long rest = lossMs % 60_000;
        String seconds = String.format(Locale.ROOT, "%d.%03ds", rest / 1_000, rest % 1_000);
        return lossMs < 60_000 ? seconds : text(lossMs - rest) + " " + seconds;
    }

    private String describeEnd() {
        return switch (end) {
            case WRITES_STOPPED -> "writes stopped: end of '" + endStep + "'";
            case MEASUREMENT -> "measured; when writes stopped is not known";
            case CLOCK_START, UNKNOWN -> "the clock's start";
        };
    }

    /** Returns for people why the loss was not measured; empty if it was. */
    public String whyMissing() {
        return switch (missing) {
            case UNRECORDED, NOTHING -> "";
            case NO_RECOVERY_POINT -> "no recovery point was measured";
            case FELL_BACK -> "the run fell back to another runbook before its own recovery was complete";
            case STOP_FAILED -> "'" + endStep + "' did not end ok, so it is not known when writes stopped";
            case GIVEN ->
                "the recovery point " + shown(recoveryPoint) + " of '" + step + "' equals the "
                        + (source == Source.SETTING ? "setting" : "parameter") + " '" + given
                        + "': it was given, not measured";
            case CLOCKS_DIFFER ->
                "the recovery point " + shown(recoveryPoint) + " of '" + step
                        + "' is later than the moment it was measured, " + shown(measuredAt)
                        + ": the clocks of the two machines differ";
        };
    }

    /** Returns the amount and the formula in one line, or why the loss was not measured. */
    String describe() {
        return isMeasured() ? amount() + " of data lost: " + formula() : "data loss not measured: " + whyMissing();
    }

    /** Truncates an instant to what is shown, so that a reader who subtracts the instants gets the same loss. */
    private static String toTheMillisecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String shown(String instant) {
        return TO_THE_MILLISECOND.format(Instant.parse(instant));
    }

    private static String text(long ms) {
        return TimeText.of(Duration.ofMillis(ms));
    }
}
