package dev.runbook.metrics;

import java.util.List;

/** Every metric by its name: what it says, and its labels. The reference page is generated from this table. */
public enum Metric {
    RUNS(
            Type.COUNTER,
            "runbook_runs",
            "Runs that ended, by result: succeeded, failed, fellBack, aborted. A resumed run that ends again counts again.",
            List.of("environment", "runbook", "mode", "result")),
    RUN_DURATION(
            Type.SUMMARY,
            "runbook_run_duration_seconds",
            "Time from the start to the end of the runs that ended.",
            Labels.OF_RUN),
    LAST_DURATION(
            Type.GAUGE,
            "runbook_last_run_duration_seconds",
            "Time from the start to the end of the run that ended last.",
            Labels.OF_RUN),
    LAST_END(
            Type.GAUGE,
            "runbook_last_run_end_timestamp_seconds",
            "When the last run ended, since 1970.",
            Labels.OF_RUN),
    LAST_EXIT_CODE(
            Type.GAUGE,
            "runbook_last_run_exit_code",
            "The exit code of the run that ended last: 0 if it succeeded and missed no objective.",
            Labels.OF_RUN),
    LAST_SUCCESS(
            Type.GAUGE,
            "runbook_last_success_timestamp_seconds",
            "When the last run with exit code 0 ended, since 1970.",
            Labels.OF_RUN),
    UNFINISHED(
            Type.GAUGE,
            "runbook_unfinished_runs",
            "Runs that have not ended, by state: running, or interrupted because their engine died.",
            List.of("environment", "runbook", "mode", "state")),
    UNFINISHED_START(
            Type.GAUGE,
            "runbook_unfinished_run_start_timestamp_seconds",
            "When the oldest of these runs started, since 1970.",
            List.of("environment", "runbook", "mode", "state")),
    VERDICTS(
            Type.COUNTER,
            "runbook_objective_verdicts",
            "Verdicts on the objectives of runs: met, missed, notMeasured. Objectives are rto, rtoLimit, rpo and communication.",
            List.of("environment", "runbook", "mode", "objective", "verdict")),
    OBJECTIVE_TARGET(
            Type.GAUGE,
            "runbook_last_run_objective_target_seconds",
            "What the runbook promises: the RTO, its limit, the RPO.",
            Labels.OF_OBJECTIVE),
    OBJECTIVE_ACTUAL(
            Type.GAUGE,
            "runbook_last_run_objective_actual_seconds",
            "What the run that ended last needed: the time on the RTO clock, the data loss. Missing if it was not measured.",
            Labels.OF_OBJECTIVE),
    TIME_TO_DETECT(
            Type.GAUGE,
            "runbook_last_run_time_to_detect_seconds",
            "Time from the first bad sample to the start of the RTO clock, of a run that a trigger started.",
            Labels.OF_RUN),
    STEP_DURATION(
            Type.SUMMARY, "runbook_step_duration_seconds", "Active time of the steps of the plan.", Labels.OF_STEP),
    LAST_STEP_DURATION(
            Type.GAUGE,
            "runbook_last_run_step_duration_seconds",
            "Active time of a step in the run that ended last.",
            Labels.OF_STEP),
    MESSAGES(
            Type.COUNTER,
            "runbook_messages",
            "Messages of runs, by result: sent, failed, timedOut.",
            List.of("environment", "runbook", "mode", "channel", "result")),
    MESSAGES_LATE(
            Type.COUNTER,
            "runbook_messages_late",
            "Messages that missed their delivery time: sent late, or not at all.",
            List.of("environment", "runbook", "mode", "channel")),
    DRILL_INTERVAL(
            Type.GAUGE,
            "runbook_drill_interval_seconds",
            "How often a drill is due, as the environment says.",
            List.of("environment", "runbook")),
    DRILL_LAST(
            Type.GAUGE,
            "runbook_drill_last_timestamp_seconds",
            "When the last drill that counts started, since 1970; 0 if there was none.",
            List.of("environment", "runbook")),
    TRIGGER_STATE(
            Type.GAUGE,
            "runbook_trigger_state",
            "1 for the current state of a trigger, 0 for the others: good, bad (but not for long enough, or held back), fired, noData, disabled.",
            List.of("environment", "triggers", "trigger", "severity", "state")),
    TRIGGER_BAD(
            Type.GAUGE,
            "runbook_trigger_bad_seconds",
            "How long the conditions of a trigger have held.",
            Labels.OF_TRIGGER),
    TRIGGER_NO_DATA(
            Type.GAUGE,
            "runbook_trigger_no_data_seconds",
            "How long the conditions of a trigger could not be judged.",
            Labels.OF_TRIGGER),
    TRIGGER_FIRED(
            Type.COUNTER,
            "runbook_trigger_fired",
            "How often a trigger had an effect since the watch started: starts, asks, tells.",
            List.of("environment", "triggers", "trigger", "severity", "effect")),
    TRIGGER_MESSAGES(
            Type.COUNTER,
            "runbook_trigger_messages",
            "Messages of triggers since the watch started, by result: sent, failed, timedOut.",
            List.of("environment", "triggers", "channel", "result")),
    TRIGGER_MESSAGES_LATE(
            Type.COUNTER,
            "runbook_trigger_messages_late",
            "Messages of triggers that took longer than 30 seconds, or were not sent.",
            List.of("environment", "triggers", "channel")),
    MEASUREMENT_VALUE(
            Type.GAUGE,
            "runbook_measurement_value",
            "The latest number: the value of a query, the status of a response, an exit code. Missing if there is none.",
            Labels.OF_MEASUREMENT),
    MEASUREMENT_OK(
            Type.GAUGE,
            "runbook_measurement_ok",
            "1 if the latest measurement succeeded, 0 if not.",
            Labels.OF_MEASUREMENT),
    MEASUREMENT_TIME(
            Type.GAUGE,
            "runbook_measurement_timestamp_seconds",
            "When the latest measurement was taken, since 1970.",
            Labels.OF_MEASUREMENT),
    SCORE(Type.GAUGE, "runbook_score_points", "The points of a score.", List.of("environment", "triggers", "score")),
    EVALUATION_TIME(
            Type.GAUGE,
            "runbook_watch_evaluation_timestamp_seconds",
            "When the triggers of a file were evaluated last, since 1970.",
            List.of("environment", "triggers"));

    /** What its values mean to Prometheus. */
    public enum Type {
        /** Only grows; its name gets the suffix {@code _total}. */
        COUNTER,
        GAUGE,
        /** A count and a sum, without quantiles; its name gets the suffixes {@code _count} and {@code _sum}. */
        SUMMARY
    }

    private static final class Labels {
        static final List<String> OF_RUN = List.of("environment", "runbook", "mode");
        static final List<String> OF_OBJECTIVE = List.of("environment", "runbook", "mode", "objective");
        static final List<String> OF_STEP = List.of("environment", "runbook", "mode", "step");
        static final List<String> OF_TRIGGER = List.of("environment", "triggers", "trigger", "severity");
        static final List<String> OF_MEASUREMENT = List.of("environment", "triggers", "measurement");

        private Labels() {}
    }

    private final Type type;
    private final String base;
    private final String help;
    private final List<String> labels;

    Metric(Type type, String base, String help, List<String> labels) {
        this.type = type;
        this.base = base;
        this.help = help;
        this.labels = List.copyOf(labels);
    }

    public Type type() {
        return type;
    }

    /** Returns the name without a suffix. */
    String base() {
        return base;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** Returns the names of its series. */
    public List<String> names() {
        return switch (type) {
            case COUNTER -> List.of(base + "_total");
            case GAUGE -> List.of(base);
            case SUMMARY -> List.of(base + "_count", base + "_sum");
        };
    }
}
