package dev.runbook.journal;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much data a recovery lost, with all that this was computed from: {@code until} minus {@code recoveryPoint}. Instants are ISO
 * texts, empty where they are not known.
 *
 * @param lossMs -1 where it was not measured
 * @param upperBound whether no more than that was lost, but perhaps less
 * @param missing why it was not measured
 * @param recoveryPoint the instant up to which data is there
 * @param measuredAt when that was found out, by the engine's wall clock
 * @param step the path of the {@code recoveryPoint} that found it out
 * @param runbook the id of the runbook that step belongs to
 * @param source whether it was measured at all
 * @param given the name of the parameter or setting it equals
 * @param until the instant to which the loss is counted
 * @param end what happened at that instant
 * @param endStep the path of the step that stopped writes
 */
public record DataLoss(
        long lossMs,
        boolean upperBound,
        Missing missing,
        String recoveryPoint,
        String measuredAt,
        String step,
        String runbook,
        Source source,
        String given,
        String until,
        End end,
        String endStep) {

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** Why a loss was not measured. */
    public enum Missing {
        /** In a record that says nothing of a loss. */
        UNRECORDED,
        /** It was measured. */
        NOTHING,
        /** No {@code recoveryPoint} was reached. */
        NO_RECOVERY_POINT,
        /** Another runbook took over. */
        FELL_BACK,
        /** A step with {@code stopsWrites()} did not end ok. */
        STOP_FAILED,
        /** The recovery point is a value the run was given. */
        GIVEN,
        /** The recovery point lies after the moment it was measured. */
        CLOCKS_DIFFER;

        /** Whether the recovery point itself is not usable. */
        public boolean ofThePoint() {
            return this == GIVEN || this == CLOCKS_DIFFER;
        }
    }

    /** Where a recovery point comes from. */
    public enum Source {
        MEASURED,
        PARAMETER,
        SETTING
    }

    /** What happened at the instant to which a loss is counted. */
    public enum End {
        UNKNOWN,
        CLOCK_START,
        WRITES_STOPPED,
        /** The recovery point was measured: writes may have gone on until then, at most. */
        MEASUREMENT
    }

    /** Of a record that says nothing of a loss. */
    public static DataLoss unrecorded() {
        return missing(Missing.UNRECORDED);
    }

    /** Of a runbook whose recovery point is not known. */
    public static DataLoss missing(Missing why) {
        return new DataLoss(-1, false, why, "", "", "", "", Source.MEASURED, "", "", End.UNKNOWN, "");
    }

    /** A recovery point before its loss is computed. */
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

    /** The same recovery point, which is a value the run was given. */
    public DataLoss givenAs(Source what, String name) {
        return new DataLoss(
                -1, false, Missing.GIVEN, recoveryPoint, measuredAt, step, runbook, what, name, "", End.UNKNOWN, "");
    }

    /** The same recovery point, for which the loss cannot be computed. */
    public DataLoss without(Missing why, String stop) {
        return new DataLoss(
                -1, false, why, recoveryPoint, measuredAt, step, runbook, source, given, "", End.UNKNOWN, stop);
    }

    /** The same recovery point, with the loss counted to an instant. */
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

    public boolean isRecorded() {
        return missing != Missing.UNRECORDED;
    }

    public boolean isMeasured() {
        return missing == Missing.NOTHING;
    }

    /** {@code 1.2s}, {@code at most 8s}; empty where it was not measured. */
    public String amount() {
        return isMeasured() ? (upperBound ? "at most " : "") + text(lossMs) : "";
    }

    /**
     * {@code 2026-01-31T12:00:05.200Z (writes stopped: end of 'Stop') − 2026-01-31T12:00:04.000Z (recovery point: 'Last row') = 1.2s};
     * empty where it was not measured.
     */
    public String formula() {
        if (!isMeasured()) {
            return "";
        }
        return shown(until) + " (" + endTold() + ") − " + shown(recoveryPoint) + " (recovery point: '" + step + "'"
                + (Instant.parse(until).isBefore(Instant.parse(recoveryPoint)) ? ", later" : "") + ") = "
                + (upperBound ? "at most " : "") + exactly();
    }

    /** To the millisecond, like the instants beside it. */
    private String exactly() {
        if (lossMs % 1_000 == 0 || lossMs < 1_000) {
            return text(lossMs);
        }
        long rest = lossMs % 60_000;
        String seconds = String.format(Locale.ROOT, "%d.%03ds", rest / 1_000, rest % 1_000);
        return lossMs < 60_000 ? seconds : text(lossMs - rest) + " " + seconds;
    }

    private String endTold() {
        return switch (end) {
            case WRITES_STOPPED -> "writes stopped: end of '" + endStep + "'";
            case MEASUREMENT -> "measured; when writes stopped is not known";
            case CLOCK_START, UNKNOWN -> "the clock's start";
        };
    }

    /** Why it was not measured, for people; empty where it was. */
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

    /** The amount and the formula in one line, or why the loss was not measured. */
    public String describe() {
        return isMeasured() ? amount() + " of data lost: " + formula() : "data loss not measured: " + whyMissing();
    }

    /** For programs; null for what is not known. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("lossMs", lossMs < 0 ? null : lossMs);
        data.put("upperBound", upperBound);
        data.put("missing", isMeasured() ? null : missing.name());
        data.put("recoveryPoint", known(recoveryPoint));
        data.put("measuredAt", known(measuredAt));
        data.put("step", known(step));
        data.put("runbook", known(runbook));
        data.put("source", source.name());
        data.put("given", known(given));
        data.put("until", known(until));
        data.put("end", end == End.UNKNOWN ? null : end.name());
        data.put("endStep", known(endStep));
        return data;
    }

    /** As they are shown, so that a reader who subtracts one from the other gets the same loss. */
    private static String toTheMillisecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String shown(String instant) {
        return TO_THE_MILLISECOND.format(Instant.parse(instant));
    }

    private static String text(long ms) {
        return TimeText.of(Duration.ofMillis(ms));
    }
}
