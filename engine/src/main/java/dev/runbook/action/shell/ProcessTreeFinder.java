package dev.runbook.action.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Finds the processes an attempt started: by the marker in their environment (which {@code setsid} or a double fork
 * does not remove), by process group and session, and by descent from any of these (which an emptied environment does
 * not hide). Remembers the processes it found, so that the end of a parent does not hide its children.
 */
final class ProcessTreeFinder {
    private final long group;
    private final Predicate<String> marker;
    private final Map<Long, ProcessTable.Entry> known = new HashMap<>();

    /**
     * @param group the process group and session to look for; 0 for none
     */
    ProcessTreeFinder(long group, Predicate<String> marker) {
        this.group = group;
        this.marker = marker;
    }

    /** Scans every process of the machine and returns the live ones found. */
    List<ProcessTable.Entry> sweep() {
        List<ProcessTable.Entry> all = ProcessTable.read();
        Map<Long, ProcessTable.Entry> byPid = new HashMap<>();
        all.forEach(entry -> byPid.put(entry.pid(), entry));
        known.values().removeIf(entry -> !same(entry, byPid.get(entry.pid())));
        long self = ProcessHandle.current().pid();
        for (ProcessTable.Entry entry : all) {
            if (entry.alive() && entry.pid() != self && !known.containsKey(entry.pid()) && isOne(entry)) {
                known.put(entry.pid(), entry);
            }
        }
        int before;
        do {
            before = known.size();
            for (ProcessTable.Entry entry : all) {
                if (entry.alive() && known.containsKey(entry.parent())) {
                    known.putIfAbsent(entry.pid(), entry);
                }
            }
        } while (known.size() > before);
        return alive();
    }

    /** Returns the live ones among those found so far, in the groups they are in now; much cheaper than a sweep. */
    List<ProcessTable.Entry> alive() {
        // setsid moves a process out of the group it was found in
        known.replaceAll((pid, then) ->
                ProcessTable.entry(pid).filter(now -> same(then, now)).orElse(null));
        known.values().removeIf(Objects::isNull);
        return List.copyOf(known.values());
    }

    private boolean isOne(ProcessTable.Entry entry) {
        return (group != 0 && (entry.group() == group || entry.session() == group))
                || ProcessTable.marker(entry.pid()).filter(marker).isPresent();
    }

    private static boolean same(ProcessTable.Entry then, ProcessTable.Entry now) {
        return now != null && now.alive() && now.startTicks() == then.startTicks();
    }
}
