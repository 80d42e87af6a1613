package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.action.OrphanFinder;
import dev.runbook.action.OrphanFinder.Leftover;
import dev.runbook.journal.Event;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks, when an engine begins, for what another one left running when it died: the processes of attempts that were under
 * way. What a finished step left running (a server it started) is what it was to leave, and is let be.
 *
 * <p>It names programs, not what they were called with: there secrets may stand, of other runs and environments too.
 */
final class OrphanWatch {
    private static final String KIND = "orphan";

    private final OrphanFinder leftovers;
    private final RunStore runs;

    OrphanWatch(OrphanFinder leftovers, RunStore runs) {
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
                Set<String> cut = JournalReplay.of(folder.read().entries()).cutMarkers();
                List<Leftover> orphans =
                        left.stream().filter(one -> cut.contains(one.marker())).toList();
                if (!orphans.isEmpty()) {
                    told.add(new Event.Noted(
                            KIND,
                            names(orphans) + " is left over from run " + folder.id()
                                    + ", whose engine died; runbook resume " + folder.id()
                                    + " stops it and continues, runbook abort " + folder.id() + " only stops it"));
                }
            }
        }
        return told;
    }

    /** What the steps that were cut have left running, by step. */
    Map<String, String> stillRunning(JournalReplay past) {
        return left(past, one -> true).stream()
                .collect(Collectors.groupingBy(
                        one -> stepOf(one.marker()),
                        Collectors.mapping(Leftover::description, Collectors.joining(", "))));
    }

    /**
     * Asked before a resume begins.
     *
     * @throws AuthorException when what is to keep running would be run a second time beside itself
     */
    void mustNotRunTwice(String run, JournalReplay past, Resumption resumption) {
        List<Leftover> twice = resumption.adopt() ? left(past, repeated(resumption)) : List.of();
        if (!twice.isEmpty()) {
            throw new AuthorException("run " + run + " cannot be resumed: " + names(twice)
                    + " is to keep running (--adopt), so it must not be run again beside it"
                    + "\n  take it as done: runbook resume " + run + " --adopt" + skips(twice)
                    + "\n  or stop it and run it again: the same without --adopt");
        }
    }

    /**
     * What this run's own engine left when it died: stopped before anything is repeated, or adopted when told so. What is
     * about to be stopped is on record before it is.
     *
     * @throws AuthorException when it could not be stopped and would be run a second time beside itself
     */
    void ofThisRun(String run, JournalReplay past, Resumption resumption, Duration grace, Recorder recorder) {
        List<Leftover> left = left(past, one -> true);
        if (left.isEmpty()) {
            return;
        }
        if (resumption.adopt()) {
            recorder.record(new Event.Noted(KIND, names(left) + " keeps running (--adopt)"));
            return;
        }
        stop(past, grace, recorder);
        List<Leftover> twice = left(past, repeated(resumption));
        if (!twice.isEmpty()) {
            throw new AuthorException("run " + run + " does not go on: " + names(twice)
                    + " could not be stopped, and must not be run again beside it"
                    + "\n  stop it by hand, then: runbook resume " + run
                    + "\n  or let it run and take it as done: runbook resume " + run + " --adopt" + skips(twice));
        }
    }

    /** Stops what this run's own engine left when it died; on record before it is, and after. Empty when there was nothing. */
    Optional<StopProof> stop(JournalReplay past, Duration grace, Recorder recorder) {
        List<Leftover> left = left(past, one -> true);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        recorder.record(new Event.Noted(KIND, names(left) + " was left running; it is stopped before anything else"));
        StopProof proof = leftovers.stop(past.cutMarkers(), grace);
        recorder.record(new Event.Noted(KIND, "what was left running: " + describe(proof)));
        return Optional.of(proof);
    }

    private static String describe(StopProof proof) {
        return proof.what() + "; "
                + (proof.confirmed()
                        ? "gone after " + TimeText.of(proof.took())
                        : "still there: " + String.join(", ", proof.survivors()));
    }

    private List<Leftover> left(JournalReplay past, Predicate<Leftover> which) {
        Set<String> cut = past.cutMarkers();
        return cut.isEmpty()
                ? List.of()
                : leftovers.all().stream()
                        .filter(one -> cut.contains(one.marker()))
                        .filter(which)
                        .toList();
    }

    /** Those of steps that the resume may run again. */
    private static Predicate<Leftover> repeated(Resumption resumption) {
        return one -> resumption
                .of(stepOf(one.marker()))
                .filter(Resumption.Decision.SKIP::equals)
                .isEmpty();
    }

    private static String skips(List<Leftover> left) {
        return left.stream()
                .map(one -> " --skip-step '" + stepOf(one.marker()) + "'")
                .distinct()
                .collect(Collectors.joining());
    }

    private static String runOf(String marker) {
        int slash = marker.indexOf('/');
        return slash < 0 ? marker : marker.substring(0, slash);
    }

    private static String stepOf(String marker) {
        return marker.substring(marker.indexOf('/', marker.indexOf('/') + 1) + 1);
    }

    /** {@code process 4711 (sh), process 4712 (sleep) of 'Restore'}. */
    private static String names(List<Leftover> left) {
        Map<String, List<String>> byStep = left.stream()
                .collect(Collectors.groupingBy(
                        one -> stepOf(one.marker()),
                        LinkedHashMap::new,
                        Collectors.mapping(Leftover::description, Collectors.toList())));
        return byStep.entrySet().stream()
                .map(step -> String.join(", ", step.getValue()) + " of '" + step.getKey() + "'")
                .collect(Collectors.joining(", "));
    }
}
