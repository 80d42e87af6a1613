package dev.runbook.action.shell;

import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stops everything an attempt started on this machine and proves it: suspends its processes, sends TERM, waits for the
 * grace period, sends KILL, and checks every process of the machine until none of the attempt's is left or a time limit
 * is reached. Single use.
 */
public final class ProcessStop {
    /** The time limit for processes to end after KILL; only a process stuck in the kernel takes longer. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);

    /** Limits how often processes that start others faster than they are suspended are looked for. */
    private static final int SUSPEND_ROUNDS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(4);

    private final ProcessTreeFinder tree;
    private final long group;
    private final ProcessSignals signals;
    private final Clock clock;

    private ProcessStop(long group, ProcessTreeFinder tree, ProcessSignals signals, Clock clock) {
        this.group = group;
        this.tree = tree;
        this.signals = signals;
        this.clock = clock;
    }

    /** Creates the stop of one attempt. {@code group} is the process group led by its first process. */
    static ProcessStop of(long group, String marker, ProcessSignals signals, Clock clock) {
        return new ProcessStop(group, new ProcessTreeFinder(group, marker::equals), signals, clock);
    }

    /** Creates the stop of the processes whose marker matches, such as those of a run whose engine died. */
    static ProcessStop ofOrphans(Predicate<String> ofInterest) {
        return new ProcessStop(0, new ProcessTreeFinder(0, ofInterest), ProcessSignals.ofOwners(), Clock.system());
    }

    /** Returns the attempt's live processes, for display. */
    List<String> left() {
        return tree.sweep().stream()
                .map(entry -> ProcessTable.named(entry.pid()))
                .toList();
    }

    /** Blocks until no process is left or the time limit after KILL is reached. */
    StopProof stop(Duration grace) {
        long began = clock.nanos();
        List<ProcessTable.Entry> found = suspended();
        StringBuilder what = new StringBuilder();
        if (found.isEmpty()) {
            return new StopProof("nothing left to stop", Duration.ofNanos(clock.nanos() - began), List.of());
        }
        what.append("TERM to ").append(named(found));
        // CONT, because a suspended process takes no TERM
        signal("TERM", found);
        signal("CONT", found);
        boolean gone = endedBefore(Deadline.in(clock, grace));
        if (!gone) {
            List<ProcessTable.Entry> stubborn = tree.sweep();
            what.append(", after ")
                    .append(TimeText.of(grace))
                    .append(" KILL to ")
                    .append(named(stubborn));
            kill(Deadline.in(clock, AFTER_KILL));
        }
        return new StopProof(what.toString(), Duration.ofNanos(clock.nanos() - began), left());
    }

    /**
     * Suspends all processes until a sweep finds no more of them. Otherwise one of them could start a process after the
     * sweep and end with the signal; without its parent, marker and group that process could not be found any more.
     */
    private List<ProcessTable.Entry> suspended() {
        List<ProcessTable.Entry> found = tree.sweep();
        for (int before = 0, round = 0; found.size() > before && round < SUSPEND_ROUNDS; round++) {
            before = found.size();
            signal("STOP", found);
            found = tree.sweep();
        }
        return found;
    }

    private void kill(Deadline bound) {
        do {
            signal("KILL", tree.alive());
        } while (!endedBefore(bound.orIn(Duration.ofMillis(100))) && !bound.passed());
    }

    /** Returns whether all known processes have ended and a sweep found no new ones, in time. */
    private boolean endedBefore(Deadline deadline) {
        while (true) {
            if (tree.alive().isEmpty() && tree.sweep().isEmpty()) {
                return true;
            }
            if (deadline.passed()) {
                return false;
            }
            try {
                clock.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private void signal(String signal, List<ProcessTable.Entry> entries) {
        boolean groupAlive = entries.stream().anyMatch(entry -> entry.group() == group);
        List<Long> others = new ArrayList<>();
        entries.stream().filter(entry -> entry.group() != group).forEach(entry -> others.add(entry.pid()));
        signals.send(signal, groupAlive ? group : 0, others);
    }

    private String named(List<ProcessTable.Entry> entries) {
        long inGroup = entries.stream().filter(entry -> entry.group() == group).count();
        long others = entries.size() - inGroup;
        List<String> parts = new ArrayList<>();
        if (inGroup > 0) {
            parts.add("process group " + group + " (" + count(inGroup) + ")");
        }
        if (others > 0) {
            parts.add(inGroup > 0 ? count(others) + " outside it" : count(others));
        }
        return parts.isEmpty() ? "nothing" : String.join(" and ", parts);
    }

    private static String count(long processes) {
        return processes == 1 ? "1 process" : processes + " processes";
    }
}
