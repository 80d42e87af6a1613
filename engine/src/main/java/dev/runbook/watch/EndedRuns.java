package dev.runbook.watch;

import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the runs of an environment that have ended. Runs that ended before their first action do not count, such as one
 * whose start nobody approved. Used by one thread.
 */
public final class EndedRuns {
    private final RunStore runs;
    private final String environment;
    private final Predicate<RunStarted> counted;
    /** Runs that never count, so that their journals are read once. */
    private final Set<String> others = new HashSet<>();
    /** Runs known to have attempted something: their journals are not read whole again. */
    private final Set<String> acted = new HashSet<>();

    /** @param counted the runs that count: a watch follows no drills, the drill of a trigger one drill */
    public EndedRuns(RunStore runs, String environment, Predicate<RunStarted> counted) {
        this.runs = runs;
        this.environment = environment;
        this.counted = counted;
    }

    /** Returns the runs that a watch follows. */
    static EndedRuns watched(WatchContext context) {
        return new EndedRuns(
                new RunStore(context.home()), context.environment().name(), start -> start.mode() == Mode.RUN);
    }

    /** Returns the ended runs of these runbooks that were created since a time, the newest first. */
    public List<EndedRun> of(Set<String> runbooks, Instant since) {
        List<EndedRun> ended = new ArrayList<>();
        for (RunFolder folder : runs.list()) {
            if (folder.createdAt().isBefore(since)) {
                break;
            }
            if (!others.contains(folder.id())) {
                look(folder, runbooks, ended);
            }
        }
        return ended;
    }

    private void look(RunFolder folder, Set<String> runbooks, List<EndedRun> ended) {
        try {
            JournalEnds ends = folder.ends();
            if (ends.started().isEmpty()) {
                return; // it is just beginning
            }
            RunStarted start = ends.started().get();
            boolean counts = counted.test(start)
                    && start.environment().name().equals(environment)
                    && runbooks.contains(start.runbook().id());
            if (!counts) {
                others.add(folder.id());
            } else if (ends.finished().isPresent() && !folder.live() && acted(folder)) {
                ended.add(new EndedRun(
                        folder.id(),
                        start.runbook().id(),
                        ends.finished().get().status(),
                        ends.last().orElseThrow().at()));
            }
        } catch (JournalException unreadable) {
            others.add(folder.id());
        }
    }

    private boolean acted(RunFolder folder) {
        if (acted.contains(folder.id())) {
            return true;
        }
        Attempts attempts = new Attempts();
        RunModel.replay(folder.read().entries(), attempts);
        return attempts.any && acted.add(folder.id());
    }

    /** Whether a run has attempted anything. */
    private static final class Attempts implements RunObserver {
        private boolean any;

        @Override
        public void attemptStarted(AttemptStarted attempt) {
            any = true;
        }
    }

    /** Returns how long ago a run may have been created and still be looked at. */
    static Duration longest(Duration after) {
        return after.plus(Duration.ofDays(30));
    }
}
