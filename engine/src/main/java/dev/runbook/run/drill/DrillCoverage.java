package dev.runbook.run.drill;

import dev.runbook.journal.RunDigest;
import dev.runbook.journal.RunDigests;
import dev.runbook.journal.TextHash;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailurePath;
import dev.runbook.journal.event.FailurePath.Taken;
import dev.runbook.journal.event.FailurePaths;
import dev.runbook.model.RunDigestBuilder;
import dev.runbook.plan.Plan;
import dev.runbook.run.drill.Contingencies.Contingency;
import dev.runbook.text.ShellWord;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reports which failure paths of a runbook were exercised in an environment, and the command that exercises the others.
 */
public final class DrillCoverage {
    private final Plan plan;
    private final String environment;
    private final RunDigests digests;
    private final RunDigestBuilder thisRun;

    /** @param thisRun what the current run has done so far */
    public DrillCoverage(Plan plan, String environment, RunDigests digests, RunDigestBuilder thisRun) {
        this.plan = plan;
        this.environment = environment;
        this.digests = digests;
        this.thisRun = thisRun;
    }

    /** Returns the event for a drill's journal; empty for a runbook without failure paths. */
    public Optional<Event> event() {
        List<Contingency> paths = Contingencies.of(plan);
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        List<RunDigest> earlier = digests.newest(plan.id(), environment, Integer.MAX_VALUE);
        Set<String> now = thisRun.failurePaths();
        List<FailurePath> reported = new ArrayList<>();
        paths.forEach(path -> reported.add(failurePath(path, now, earlier)));
        return Optional.of(new FailurePaths(reported));
    }

    private FailurePath failurePath(Contingency path, Set<String> now, List<RunDigest> earlier) {
        if (now.contains(path.id())) {
            return new FailurePath(path.kind(), path.what(), Taken.NOW, Optional.empty(), "");
        }
        Optional<FailurePath.Use> last = earlier.stream()
                .filter(digest -> digest.failurePaths().contains(path.id()))
                .findFirst()
                .map(run -> new FailurePath.Use(
                        run.run(),
                        run.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                        run.mode(),
                        !run.textHash().equals(RunDigest.abbreviated(TextHash.of(plan.text())))));
        return new FailurePath(
                path.kind(),
                path.what(),
                last.isPresent() ? Taken.EARLIER : Taken.NEVER,
                last,
                last.isPresent() ? "" : command(path));
    }

    private String command(Contingency path) {
        if (path.faults().isEmpty()) {
            return "";
        }
        StringBuilder command = new StringBuilder("runbook drill " + plan.id() + " -e " + environment);
        path.faults().forEach(fault -> command.append(" --inject ").append(ShellWord.quoted(fault)));
        boolean crash = path.faults().stream().anyMatch(fault -> fault.endsWith(":crash"));
        return command + (crash ? "; runbook resume last" : "");
    }
}
