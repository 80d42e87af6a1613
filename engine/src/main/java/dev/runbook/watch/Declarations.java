package dev.runbook.watch;

import dev.runbook.journal.TextHash;
import dev.runbook.plan.Condition;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Score;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Describes what a watched file declares, so that two readings of it can be compared. Values that a reading fills in,
 * such as the time or an address of the environment, are not compared.
 */
final class Declarations {
    private static final Pattern VALUE = Pattern.compile("‹[^›]*›");

    private Declarations() {}

    static List<WatchState.Declared> of(TriggerSet set) {
        List<WatchState.Declared> declared = new ArrayList<>();
        set.measurements().forEach(measurement -> declared.add(of(measurement)));
        set.scores().forEach(score -> declared.add(of(score)));
        for (Trigger trigger : set.triggers()) {
            trigger.measurement().ifPresent(own -> declared.add(of(own)));
            declared.add(of(trigger));
        }
        set.followUps().forEach(followUp -> declared.add(of(followUp)));
        return List.copyOf(declared);
    }

    private static WatchState.Declared of(Measurement measurement) {
        String judged = action(measurement);
        return declared(
                WatchState.Declared.Kind.MEASUREMENT,
                measurement.name(),
                judged,
                judged + "\n" + measurement.every() + measurement.limit() + measurement.baseline());
    }

    private static String action(Measurement measurement) {
        return measurement.planned().word() + "\n"
                + VALUE.matcher(measurement.planned().action().shown()).replaceAll("‹›");
    }

    private static WatchState.Declared of(Score score) {
        String judged = score.points().stream()
                .map(points -> points.number() + " " + text(points.when()))
                .collect(Collectors.joining("\n"));
        return declared(WatchState.Declared.Kind.SCORE, score.name(), judged, judged);
    }

    private static WatchState.Declared of(Trigger trigger) {
        String judged = text(trigger.when())
                + trigger.measurement().map(own -> "\n" + action(own)).orElse("");
        String whole = String.join(
                "\n",
                judged,
                trigger.severity().word(),
                trigger.every() + " " + trigger.window() + trigger.cooldown() + trigger.noData() + trigger.enabled(),
                text(trigger.start()),
                String.join("\n", trigger.channels()));
        return declared(WatchState.Declared.Kind.TRIGGER, trigger.name(), judged, whole);
    }

    private static WatchState.Declared of(FollowUp followUp) {
        String whole = String.join(
                "\n",
                followUp.after() + " " + followUp.enabled(),
                text(Optional.of(followUp.start())),
                String.join("\n", followUp.channels()));
        return declared(WatchState.Declared.Kind.FOLLOW_UP, followUp.name(), "", whole);
    }

    private static String text(Condition condition) {
        return String.join("\n", condition.texts());
    }

    private static String text(Optional<Start> start) {
        return start.map(one -> one.runbook() + " " + one.claims() + one.rto() + one.approval())
                .orElse("");
    }

    private static WatchState.Declared declared(
            WatchState.Declared.Kind kind, String name, String judged, String whole) {
        return new WatchState.Declared(kind, name, TextHash.of(judged), TextHash.of(whole));
    }
}
