package dev.runbook.run.message;

import dev.runbook.journal.event.DataLoss;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.Targets;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunView;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values of a run that a template may use and that follow from its records: what is left of the RTO, the failure.
 */
final class RunFacts {
    static final List<String> NAMES =
            List.of("objectives", "left", "expectedEnd", "nextUpdate", "currentStep", "failure", "dataLoss");

    /** Said where the run knows that there is nothing. */
    private static final String NONE = "none";

    private final RunModel model;
    private final long nowMs;

    /** @param elapsed since the run's first record */
    RunFacts(RunModel model, Duration elapsed) {
        this.model = model;
        this.nowMs = elapsed.toMillis();
    }

    /** Returns the values by {@link #NAMES}; null for what is not known. */
    Map<String, String> values(Optional<Instant> nextUpdate) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("objectives", objectives().orElse(null));
        values.put("left", left().orElse(null));
        values.put("expectedEnd", expectedEnd().map(RunFacts::seconds).orElse(null));
        values.put("nextUpdate", nextUpdate.map(RunFacts::seconds).orElse("when the status changes"));
        values.put("currentStep", currentStep().orElse(NONE));
        values.put("failure", failure().orElse(NONE));
        values.put("dataLoss", model.recoveryPoint().flatMap(RunFacts::loss).orElse("not measured"));
        return values;
    }

    /** Returns whether the RTO clock has stopped because the service is back. */
    boolean recovered() {
        return model.clock()
                .filter(clock -> clock.started() && clock.stoppedMs() >= 0)
                .isPresent();
    }

    private static String seconds(Instant instant) {
        return MessageTexts.readable(instant);
    }

    private static Optional<String> text(Stream<String> parts, String between) {
        return Optional.of(parts.collect(Collectors.joining(between))).filter(text -> !text.isEmpty());
    }

    private Optional<String> objectives() {
        Targets targets = model.started().orElseThrow().targets();
        return text(
                Stream.of(
                                objective("RTO ", targets.rtoMs()),
                                objective("RTO limit ", targets.rtoLimitMs()),
                                objective("RPO ", targets.rpoMs()))
                        .flatMap(Optional::stream),
                ", ");
    }

    private static Optional<String> objective(String name, long ms) {
        return ms < 0 ? Optional.empty() : Optional.of(name + TimeText.ofMs(ms));
    }

    private Optional<String> left() {
        return model.clock().filter(clock -> clock.rtoMs() >= 0).map(clock -> {
            long left = clock.rtoMs() - clock.elapsedMs(nowMs);
            return left >= 0 ? TimeText.ofMs(left) : "none, " + TimeText.ofMs(-left) + " over";
        });
    }

    /** Returns when the run will probably end; without a forecast, when it has to: at the end of the RTO. */
    private Optional<Instant> expectedEnd() {
        return model.clock()
                .filter(clock -> clock.started() && clock.stoppedMs() < 0)
                .filter(clock -> clock.expectedMs() >= 0 || clock.rtoMs() >= 0)
                .flatMap(clock -> model.startedAt()
                        .map(start -> start.plusMillis(
                                clock.zeroMs() + (clock.expectedMs() >= 0 ? clock.expectedMs() : clock.rtoMs()))));
    }

    /** Names the steps in progress, only the innermost ones. */
    private Optional<String> currentStep() {
        return text(
                model.running().stream()
                        .filter(step -> step.inner().stream().noneMatch(inner -> inner.state() == StepState.RUNNING))
                        .map(StepView::path)
                        .distinct(),
                ", ");
    }

    private Optional<String> failure() {
        Stream<RunView.Failure> failures = model.view(model.startedAt().map(start -> start.plusMillis(nowMs))).stream()
                .flatMap(view -> view.failures().stream())
                .filter(failure -> !failure.tolerated());
        return text(
                failures.map(RunView.Failure::step)
                        .map(step -> "'" + step.path() + "' " + step.describe()
                                + (step.cause().isEmpty() ? "" : ": " + step.cause())),
                "; ");
    }

    private static Optional<String> loss(RecoveryPointMeasured point) {
        return point.loss().filter(DataLoss::isMeasured).map(loss -> loss.lossMs() == 0 ? NONE : loss.amount());
    }
}
