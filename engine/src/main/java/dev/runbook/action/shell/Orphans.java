package dev.runbook.action.shell;

import java.util.List;
import java.util.function.Predicate;

/** Finds processes that outlived the engine that started them, by their marker. */
public final class Orphans {
    private Orphans() {}

    /** One such process, alive when it was found. */
    public record Orphan(long pid, String command, String marker) {
        @Override
        public String toString() {
            return "process " + pid + ": " + command;
        }
    }

    /**
     * Finds the processes whose marker matches; other users' processes only as root. Stop them with {@link
     * ProcessStop#ofOrphans}.
     */
    static List<Orphan> find(Predicate<String> ofInterest) {
        return ProcessTable.read().stream()
                .filter(ProcessTable.Entry::alive)
                .flatMap(entry -> ProcessTable.marker(entry.pid()).stream()
                        .filter(ofInterest)
                        .map(marker -> new Orphan(entry.pid(), ProcessTable.command(entry.pid()), marker)))
                .toList();
    }
}
