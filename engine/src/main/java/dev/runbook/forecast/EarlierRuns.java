package dev.runbook.forecast;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Masker;
import dev.runbook.forecast.PastTimes.End;
import dev.runbook.forecast.PastTimes.Once;
import dev.runbook.journal.RunDigest;
import dev.runbook.journal.RunDigest.StepDigest;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.TextHash;
import dev.runbook.journal.event.EarlierTimes;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.PlannedStep;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.UsualStep;
import dev.runbook.model.RunDigestBuilder;
import dev.runbook.outline.PlanOutline;
import dev.runbook.plan.Plan;
import dev.runbook.plan.TaskPaths;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects what earlier runs of a runbook in an environment say about a plan. A step counts if its runbook's text is
 * unchanged or, after an edit, if its command fingerprints the same. Drills and runs count alike, since both act for
 * real in that environment; but people's response times in a drill, where answers may be given for them, say nothing
 * about a run.
 */
public final class EarlierRuns {
    private static final int MOST = 20;

    private final Plan plan;
    private final Masker masker;
    private final Mode mode;
    private final Set<String> texts;
    private Optional<Map<String, String>> fingerprints = Optional.empty();

    private EarlierRuns(Plan plan, Masker masker, Mode mode) {
        this.plan = plan;
        this.masker = masker;
        this.mode = mode;
        this.texts = plan.withOthers()
                .map(one -> RunDigest.abbreviated(TextHash.of(one.text())))
                .collect(Collectors.toSet());
    }

    /** Returns the times of the newest comparable runs. */
    public static PastTimes of(RunStore runs, Plan plan, Environment environment, Mode mode) {
        List<RunDigest> digests = runs.digests(RunDigestBuilder::of).newest(plan.id(), environment.name(), MOST);
        return digests.isEmpty()
                ? PastTimes.NONE
                : new EarlierRuns(plan, environment.secrets().masker(), mode).times(digests);
    }

    private PastTimes times(List<RunDigest> digests) {
        Map<String, List<Once>> times = new LinkedHashMap<>();
        int runs = 0;
        for (RunDigest digest : digests) {
            if (digest.extent() == RunDigest.Extent.PARTIAL) {
                continue;
            }
            List<StepDigest> steps = digest.steps().stream()
                    .filter(step -> compares(step, digest))
                    .toList();
            steps.forEach(step -> times.computeIfAbsent(step.step(), path -> new ArrayList<>())
                    .add(new Once(Duration.ofMillis(step.tookMs()), end(step.result()))));
            runs += steps.isEmpty() || digest.extent() == RunDigest.Extent.INTERRUPTED ? 0 : 1;
        }
        return runs == 0 ? PastTimes.NONE : new PastTimes(runs, times);
    }

    private boolean compares(StepDigest step, RunDigest digest) {
        if (asksPeople(step) && digest.mode() != mode) {
            return false;
        }
        return texts.contains(step.textHash())
                || step.commandFingerprint().equals(fingerprints().get(step.step()));
    }

    private static boolean asksPeople(StepDigest step) {
        return EnumWord.find(StepKind.class, step.kind())
                .filter(StepKind::asksPeople)
                .isPresent();
    }

    private static End end(Result result) {
        if (result == Result.OK) {
            return End.OK;
        }
        return result == Result.SKIPPED ? End.SKIPPED : End.FAILED;
    }

    private Map<String, String> fingerprints() {
        if (fingerprints.isEmpty()) {
            Map<String, String> all = new HashMap<>();
            for (PlannedStep step : PlanOutline.of(plan, "", masker)) {
                all.put(step.step(), RunDigest.commandFingerprint(step.action(), step.command()));
            }
            TaskPaths.of(plan)
                    .knownBeforeRun()
                    .forEach(path -> all.putIfAbsent(
                            path.getKey(),
                            RunDigest.commandFingerprint(
                                    path.getValue().work().act().word(),
                                    masker.mask(path.getValue().work().act().shown()))));
            fingerprints = Optional.of(all);
        }
        return fingerprints.get();
    }

    /** Returns the event for the journal; empty if there is no history. */
    public static Optional<Event> event(PastTimes past) {
        List<UsualStep> steps = new ArrayList<>();
        past.steps().keySet().forEach(path -> past.usual(path).ifPresent(usual -> steps.add(event(path, usual))));
        return past.runs() == 0 ? Optional.empty() : Optional.of(new EarlierTimes(past.runs(), steps));
    }

    private static UsualStep event(String path, DurationSummary usual) {
        return new UsualStep(
                path, usual.count(), usual.median().toMillis(), usual.p90().toMillis());
    }
}
