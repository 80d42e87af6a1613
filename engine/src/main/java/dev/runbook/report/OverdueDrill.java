package dev.runbook.report;

import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A drill that is due and did not take place.
 *
 * @param interval how often it is due
 * @param last the start of the last one; empty if none is kept
 * @param ago how long ago that was
 */
public record OverdueDrill(
        String runbook, String environment, Duration interval, Optional<Instant> last, Duration ago) {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    /** The newest runs that are searched. */
    private static final int MOST_SEARCHED = 1_000;

    /**
     * Returns the overdue drills of an environment. A drill counts when it ended and was not aborted, whatever its
     * result.
     *
     * @param expected how often a drill is due, by runbook
     */
    public static List<OverdueDrill> in(
            String environment, Map<String, Duration> expected, RunStore runs, Instant now) {
        if (expected.isEmpty()) {
            return List.of();
        }
        Map<String, Instant> last = lastDrills(environment, expected, runs);
        List<OverdueDrill> overdue = new ArrayList<>();
        expected.forEach((runbook, interval) -> {
            Optional<Instant> at = Optional.ofNullable(last.get(runbook));
            Duration ago = at.map(start -> Duration.between(start, now)).orElse(Duration.ZERO);
            if (at.isEmpty() || ago.compareTo(interval) > 0) {
                overdue.add(new OverdueDrill(runbook, environment, interval, at, ago));
            }
        });
        return overdue;
    }

    private static Map<String, Instant> lastDrills(String environment, Map<String, Duration> expected, RunStore runs) {
        Map<String, Instant> last = new HashMap<>();
        List<RunFolder> newest = runs.list().stream().limit(MOST_SEARCHED).toList();
        for (RunFolder folder : newest) {
            if (last.size() == expected.size()) {
                break;
            }
            runbookOfDrill(folder, environment)
                    .filter(expected::containsKey)
                    .ifPresent(runbook -> last.putIfAbsent(runbook, folder.createdAt()));
        }
        return last;
    }

    private static Optional<String> runbookOfDrill(RunFolder folder, String environment) {
        try {
            JournalEnds ends = folder.ends();
            return ends.started()
                    .filter(run -> run.mode() == Mode.DRILL
                            && run.environment().name().equals(environment)
                            && ended(folder, ends))
                    .map(RunStarted::runbook)
                    .map(runbook -> runbook.id());
        } catch (JournalException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean ended(RunFolder folder, JournalEnds ends) {
        return ends.finished()
                .or(() -> folder.live() ? Optional.empty() : folder.read().end())
                .map(RunFinished::status)
                .filter(status -> status != RunStatus.ABORTED)
                .isPresent();
    }

    /** Returns one line for people. */
    public String describe() {
        return "overdue drill: " + runbook + " in " + environment + " is due every " + text(interval) + "; "
                + last.map(at -> "the last one started " + WHEN.format(at) + ", " + text(ago) + " ago")
                        .orElse("there is no record of one");
    }

    private static String text(Duration time) {
        return time.toDays() >= 2 ? time.toDays() + "d" : TimeText.of(time);
    }
}
