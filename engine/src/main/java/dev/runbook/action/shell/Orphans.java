package dev.runbook.action.shell;

import dev.runbook.action.OrphanFinder;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds processes on this machine that outlived the engine that started them, by their marker. */
public final class Orphans implements OrphanFinder {
    @Override
    public List<Leftover> all() {
        return find(marker -> true).stream()
                .map(orphan -> new Leftover(orphan.marker(), ProcessTable.named(orphan.pid())))
                .toList();
    }

    @Override
    public StopProof stop(Set<String> markers, Duration grace) {
        return ProcessStop.ofOrphans(markers::contains).stop(grace);
    }

    /** One such process, alive when it was found. */
    public record Orphan(long pid, String command, String marker) {
        @Override
        public String toString() {
            return "process " + pid + ": " + command;
        }
    }

    /** Finds the processes whose marker matches; other users' processes only as root. */
    static List<Orphan> find(Predicate<String> ofInterest) {
        return ProcessTable.numbers()
                .flatMap(pid -> ProcessTable.marker(pid).stream()
                        .filter(ofInterest)
                        .filter(marker -> ProcessTable.entry(pid)
                                .filter(ProcessTable.Entry::alive)
                                .isPresent())
                        .map(marker -> new Orphan(pid, ProcessTable.command(pid), marker)))
                .toList();
    }
}
