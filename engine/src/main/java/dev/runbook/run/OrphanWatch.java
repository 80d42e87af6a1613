package dev.runbook.run;

import dev.runbook.action.Leftovers;
import dev.runbook.action.Leftovers.Leftover;
import dev.runbook.journal.Event;
import dev.runbook.journal.RunStore;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks, when an engine begins, for what another one left running when it died. */
final class OrphanWatch {
    private final Leftovers leftovers;
    private final RunStore runs;

    OrphanWatch(Leftovers leftovers, RunStore runs) {
        this.leftovers = leftovers;
        this.runs = runs;
    }

    /** What runs of this store left whose engine is gone: told, not touched, since it may be what somebody relies on. */
    List<Event> ofOtherRuns() {
        List<Event> told = new ArrayList<>();
        leftovers.find("").stream()
                .collect(Collectors.groupingBy(leftover -> runOf(leftover.marker())))
                .forEach((run, left) -> {
                    if (died(run)) {
                        told.add(new Event.Noted(
                                "orphan",
                                names(left) + " is left of run " + run + ", whose engine died; runbook resume " + run
                                        + " stops it and goes on"));
                    }
                });
        return told;
    }

    /** What this run's own engine left when it died: stopped before anything is repeated, or adopted when told so. */
    List<Event> ofThisRun(String run, boolean adopt, Duration grace) {
        List<Leftover> left = leftovers.find(run + "/");
        if (left.isEmpty()) {
            return List.of();
        }
        if (adopt) {
            return List.of(new Event.Noted("orphan", names(left) + " goes on, adopted as told"));
        }
        StopProof proof = leftovers.stop(run + "/", grace);
        String end = proof.confirmed()
                ? "gone after " + TimeText.of(proof.took())
                : "still there: " + String.join(", ", proof.survivors());
        return List.of(new Event.Noted("orphan", names(left) + " was left running; " + proof.what() + "; " + end));
    }

    private boolean died(String run) {
        return runs.list().stream().anyMatch(folder -> folder.id().equals(run) && !folder.live());
    }

    private static String runOf(String marker) {
        int slash = marker.indexOf('/');
        return slash < 0 ? marker : marker.substring(0, slash);
    }

    private static String names(List<Leftover> left) {
        return left.stream().map(Leftover::told).collect(Collectors.joining(", "));
    }
}
