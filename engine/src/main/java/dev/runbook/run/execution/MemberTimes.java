package dev.runbook.run.execution;

import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How the time of a group was spent on its members. Thread-safe. */
final class MemberTimes {
    private static final int MOST = 3;

    private final Clock clock;
    private final Map<String, Long> began = new LinkedHashMap<>();
    private final Map<String, Long> took = new LinkedHashMap<>();

    MemberTimes(Clock clock) {
        this.clock = clock;
    }

    /** Starts the next of members in order: the previous one has ended. */
    synchronized void next(String member) {
        began.forEach((name, from) -> took.put(name, clock.nanos() - from));
        began.clear();
        begins(member);
    }

    /** Starts a concurrent member. A member without a name takes no time. */
    synchronized void begins(String member) {
        if (!member.isEmpty()) {
            began.put(member, clock.nanos());
        }
    }

    synchronized void ends(String member) {
        Long from = began.remove(member);
        if (from != null) {
            took.put(member, clock.nanos() - from);
        }
    }

    /** Returns the members by time, longest first, e.g. {@code 'orders' took 1m 40s, 'stock' 10s}. */
    synchronized String blame() {
        Map<String, Long> all = new LinkedHashMap<>(took);
        began.forEach((name, from) -> all.put(name, clock.nanos() - from));
        return all.entrySet().stream()
                .filter(one -> one.getValue() >= 1_000_000)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .map(one -> "'" + one.getKey() + "' took " + TimeText.of(Duration.ofNanos(one.getValue())))
                .collect(Collectors.joining(", "));
    }
}
