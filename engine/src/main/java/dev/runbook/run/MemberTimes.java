package dev.runbook.run;

import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.plan.Task;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How the time of a group went to its members. Thread-safe. */
final class MemberTimes {
    private static final int MOST = 3;

    private final Clock clock;
    private final Map<String, Long> began = new LinkedHashMap<>();
    private final Map<String, Long> took = new LinkedHashMap<>();

    MemberTimes(Clock clock) {
        this.clock = clock;
    }

    /** Of members in order: the one before has ended. */
    synchronized void next(Node member) {
        began.forEach((name, from) -> took.put(name, clock.nanos() - from));
        began.clear();
        begins(member);
    }

    /** Of members at once. */
    synchronized void begins(Node member) {
        if (member instanceof Task || member instanceof Group || member instanceof ForEach) {
            began.put(name(member), clock.nanos());
        }
    }

    synchronized void ends(Node member) {
        Long from = began.remove(name(member));
        if (from != null) {
            took.put(name(member), clock.nanos() - from);
        }
    }

    /** The longest first, e.g. {@code 'orders' took 1m 40s, 'stock' 10s}. */
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

    private static String name(Node member) {
        if (member instanceof Task task) {
            return task.name();
        }
        if (member instanceof Group group) {
            return group.name();
        }
        return member instanceof ForEach forEach ? forEach.name() : "";
    }
}
