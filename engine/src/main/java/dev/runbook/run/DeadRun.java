package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Journal;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.Objective;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.Targets;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.ClockView;
import dev.runbook.model.RunModel;
import dev.runbook.run.control.StopRequest;
import dev.runbook.run.objective.DataLosses;
import dev.runbook.run.objective.Verdicts;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.Downtime;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.time.Clock;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A run whose engine died and that is not to be continued now. */
final class DeadRun {
    private final RunFolder folder;
    private final Clock clock;
    private final OrphanWatch orphans;

    DeadRun(RunFolder folder, Clock clock, OrphanWatch orphans) {
        this.folder = folder;
        this.clock = clock;
        this.orphans = orphans;
    }

    /**
     * Ends the run as aborted, in the journal; a resume may still continue it.
     *
     * @return how leftover processes were stopped; empty when there were none
     * @throws dev.runbook.AuthorException when the run has ended, or its journal is damaged
     */
    Optional<StopProof> abort(StopRequest asked, Duration grace) {
        Resumable.mustNotBeLive(folder);
        JournalText text = Resumable.of(folder);
        List<Entry> entries = text.entries();
        try (Journal journal = folder.reopen(
                text, clock, Downtime.of(entries, clock, OpeningRecords.host()).time())) {
            Recorder recorder = new Recorder(journal, RunModel.replay(entries));
            Entry begun = recorder.record(asked.event(UnaryOperator.identity()));
            Optional<StopProof> proof = orphans.stop(JournalReplay.of(entries), grace, recorder);
            recorder.record(new RunFinished(
                    RunStatus.ABORTED,
                    asked.exitCode(),
                    "stopped by " + asked.by() + "; its engine had died",
                    verdicts(entries, begun),
                    0,
                    FailureTrace.none()));
            return proof;
        }
    }

    /** Returns the verdicts: nothing was recovered, however much of the RTO is left. */
    private static List<Verdict> verdicts(List<Entry> entries, Entry now) {
        DataLosses losses = new DataLosses();
        RunModel model = RunModel.replay(entries, losses);
        Targets targets = model.started().orElseThrow().targets();
        Duration elapsed = model.clock()
                .filter(ClockView::started)
                .map(clock -> Duration.ofMillis(now.sinceStartNanos() / 1_000_000 - clock.zeroMs()))
                .orElse(Duration.ZERO);
        List<Verdict> verdicts = new ArrayList<>();
        if (targets.rtoMs() >= 0) {
            verdicts.add(Verdicts.bound(Objective.RTO, "", Duration.ofMillis(targets.rtoMs()), false, elapsed));
        }
        if (targets.rpoMs() >= 0) {
            verdicts.add(Verdicts.rpo("", "", Duration.ofMillis(targets.rpoMs()), losses.own()));
        }
        targets.rpos()
                .forEach(rpo -> verdicts.add(
                        Verdicts.rpo("", rpo.data(), Duration.ofMillis(rpo.rpoMs()), losses.own(rpo.data()))));
        Verdicts.messages(model.messages()).ifPresent(verdicts::add);
        return verdicts;
    }
}
