package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.action.OrphanFinder;
import dev.runbook.action.OrphanFinder.Leftover;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.StepDecision;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.resume.Resumption;
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
 * Finds, when an engine starts, the orphans of a dead one: processes of attempts that were in progress. What a finished
 * step left running (a server it started) is intended and is not touched.
 *
 * <p>Reports programs without their arguments, which may contain secrets, also of other runs and environments.
 */
final class OrphanWatch {

    private final OrphanFinder leftovers;
    private final RunStore runs;

    OrphanWatch(OrphanFinder leftovers, RunStore runs) {
        this.leftovers = leftovers;
        this.runs = runs;
    }

    /**
     * Reports the orphans of other runs of this store whose engine died; they are not touched, since somebody may be
     * investigating.
     */
    List<Event> ofOtherRuns() {
        Map<String, List<Leftover>> byRun =
                leftovers.all().stream().collect(Collectors.groupingBy(leftover -> runOf(leftover.marker())));
        List<Event> events = new ArrayList<>();
        for (RunFolder folder : byRun.isEmpty() ? List.<RunFolder>of() : runs.list()) {
            List<Leftover> left = byRun.getOrDefault(folder.id(), List.of());
            if (!left.isEmpty() && !folder.live() && Resumable.unfinished(folder)) {
                Set<String> interrupted =
                        JournalReplay.of(folder.read().entries()).interruptedMarkers();
                List<Leftover> orphans = left.stream()
                        .filter(one -> interrupted.contains(one.marker()))
                        .toList();
                if (!orphans.isEmpty()) {
                    events.add(Noted.of(
                            Noted.Kind.ORPHAN,
                            "run " + folder.id() + ", whose engine died, left running: " + names(orphans)
                                    + "; stop and continue with: runbook resume " + folder.id()
                                    + ", or stop and clean up with: runbook abort " + folder.id()));
                }
            }
        }
        return events;
    }

    /** Returns what interrupted steps left running, by step. */
    Map<String, String> stillRunning(JournalReplay past) {
        return left(past, one -> true).stream()
                .collect(Collectors.groupingBy(
                        one -> stepOf(one.marker()),
                        Collectors.mapping(Leftover::description, Collectors.joining(", "))));
    }

    /**
     * Checks before a resume begins.
     *
     * @throws AuthorException when a step would run again while its adopted process runs
     */
    void mustNotRunTwice(String run, JournalReplay past, Resumption resumption) {
        List<Leftover> twice = resumption.adopt() ? left(past, repeated(resumption)) : List.of();
        if (!twice.isEmpty()) {
            throw new AuthorException("run " + run + " cannot be resumed: --adopt keeps " + names(twice)
                    + " running, so the step must not run again"
                    + "\n  treat the step as done: runbook resume " + run + " --adopt" + skips(twice)
                    + "\n  or stop its processes and run it again: the same without --adopt");
        }
    }

    /**
     * Handles the orphans of this run's own engine: stops them before anything is repeated, or adopts them when
     * requested. The stop is recorded before it begins.
     *
     * @throws AuthorException when an orphan could not be stopped and its step would run again
     */
    void ofThisRun(String run, JournalReplay past, Resumption resumption, Duration grace, Recorder recorder) {
        List<Leftover> left = left(past, one -> true);
        if (left.isEmpty()) {
            return;
        }
        if (resumption.adopt()) {
            recorder.record(Noted.of(Noted.Kind.ORPHAN, "left running (--adopt): " + names(left)));
            return;
        }
        stop(past, grace, recorder);
        List<Leftover> twice = left(past, repeated(resumption));
        if (!twice.isEmpty()) {
            throw new AuthorException("run " + run + " cannot be resumed: could not stop " + names(twice)
                    + ", so the step must not run again"
                    + "\n  stop the processes by hand, then: runbook resume " + run
                    + "\n  or leave them running and treat the step as done: runbook resume " + run + " --adopt"
                    + skips(twice));
        }
    }

    /** Stops the orphans of this run's own engine; recorded before and after. Empty when there were none. */
    Optional<StopProof> stop(JournalReplay past, Duration grace, Recorder recorder) {
        List<Leftover> left = left(past, one -> true);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        recorder.record(Noted.of(Noted.Kind.ORPHAN, "stopping what the dead engine left running: " + names(left)));
        StopProof proof = leftovers.stop(past.interruptedMarkers(), grace);
        recorder.record(Noted.of(Noted.Kind.ORPHAN, "what was left running: " + proof.describe()));
        return Optional.of(proof);
    }

    private List<Leftover> left(JournalReplay past, Predicate<Leftover> which) {
        Set<String> interrupted = past.interruptedMarkers();
        return interrupted.isEmpty()
                ? List.of()
                : leftovers.all().stream()
                        .filter(one -> interrupted.contains(one.marker()))
                        .filter(which)
                        .toList();
    }

    /** Selects the orphans of steps that the resume may run again. */
    private static Predicate<Leftover> repeated(Resumption resumption) {
        return one -> resumption
                .of(stepOf(one.marker()))
                .filter(StepDecision.Kind.SKIP::equals)
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
