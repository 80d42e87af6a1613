package dev.runbook.run;

import dev.runbook.action.Leftovers;
import dev.runbook.action.Leftovers.Leftover;
import dev.runbook.journal.Event;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks, when an engine begins, for what another one left running when it died: the processes of attempts that were under
 * way. What a finished step left running (a server it started) is what it was to leave, and is let be.
 */
final class OrphanWatch {
    private final Leftovers leftovers;
    private final RunStore runs;

    OrphanWatch(Leftovers leftovers, RunStore runs) {
        this.leftovers = leftovers;
        this.runs = runs;
    }

    /** What runs of this store left whose engine died: told, not touched, since somebody may be looking into it. */
    List<Event> ofOtherRuns() {
        Map<String, List<Leftover>> byRun =
                leftovers.all().stream().collect(Collectors.groupingBy(leftover -> runOf(leftover.marker())));
        List<Event> told = new ArrayList<>();
        for (RunFolder folder : byRun.isEmpty() ? List.<RunFolder>of() : runs.list()) {
            List<Leftover> left = byRun.getOrDefault(folder.id(), List.of());
            if (!left.isEmpty() && !folder.live() && Resumable.unfinished(folder)) {
                Set<String> cut = Past.of(folder.read().entries()).cutMarkers();
                List<Leftover> orphans =
                        left.stream().filter(one -> cut.contains(one.marker())).toList();
                if (!orphans.isEmpty()) {
                    told.add(new Event.Noted(
                            "orphan",
                            names(orphans) + " is left of run " + folder.id() + ", whose engine died; runbook resume "
                                    + folder.id() + " stops it and goes on"));
                }
            }
        }
        return told;
    }

    /** What this run's own engine left when it died: stopped before anything is repeated, or adopted when told so. */
    List<Event> ofThisRun(Past past, boolean adopt, Duration grace) {
        Set<String> cut = past.cutMarkers();
        List<Leftover> left = cut.isEmpty()
                ? List.of()
                : leftovers.all().stream()
                        .filter(one -> cut.contains(one.marker()))
                        .toList();
        if (left.isEmpty()) {
            return List.of();
        }
        if (adopt) {
            return List.of(new Event.Noted("orphan", names(left) + " goes on, adopted as told"));
        }
        StopProof proof = leftovers.stop(cut, grace);
        String end = proof.confirmed()
                ? "gone after " + TimeText.of(proof.took())
                : "still there: " + String.join(", ", proof.survivors());
        return List.of(new Event.Noted("orphan", names(left) + " was left running; " + proof.what() + "; " + end));
    }

    private static String runOf(String marker) {
        int slash = marker.indexOf('/');
        return slash < 0 ? marker : marker.substring(0, slash);
    }

    private static String names(List<Leftover> left) {
        return left.stream().map(Leftover::told).collect(Collectors.joining(", "));
    }
}
