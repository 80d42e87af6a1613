package dev.runbook.cli;

import dev.runbook.environment.ExpectedChanges;
import dev.runbook.terminal.TerminalSanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is different in the state of a lab after a drill, compared with its state before anything was broken.
 *
 * @param changed the parts that are different after the drill
 * @param restored the names of the parts that the break had changed, and that are as before again
 * @param missing the declared names of which no part has changed
 * @param unchanged the number of parts that are as before
 */
public record StateChanges(List<Change> changed, List<String> restored, List<String> missing, int unchanged) {
    /** The state of a drill that was not run: nothing was compared. */
    static final StateChanges NONE = new StateChanges(List.of(), List.of(), List.of(), 0);

    private static final String ABSENT = "does not exist";

    /**
     * One part that is different.
     *
     * @param part its name, such as {@code rows/orders}
     * @param expected whether the declaration of the drill says that it must or may change
     */
    public record Change(String part, String before, String after, boolean expected) {
        String describe() {
            return part + ": " + before + " → " + after;
        }
    }

    /**
     * @param before the value of each part before the break
     * @param broken after the break
     * @param after after the drill
     */
    static StateChanges between(
            Map<String, String> before,
            Map<String, String> broken,
            Map<String, String> after,
            ExpectedChanges expected) {
        Set<String> parts = new TreeSet<>(before.keySet());
        parts.addAll(after.keySet());
        List<Change> changed = new ArrayList<>();
        List<String> restored = new ArrayList<>();
        for (String part : parts) {
            String was = before.getOrDefault(part, ABSENT);
            String is = after.getOrDefault(part, ABSENT);
            if (!was.equals(is)) {
                changed.add(new Change(part, was, is, expected.allows(part)));
            } else if (!was.equals(broken.getOrDefault(part, ABSENT))) {
                restored.add(part);
            }
        }
        List<String> missing = expected.must().stream()
                .filter(name -> changed.stream().noneMatch(change -> ExpectedChanges.names(name, change.part())))
                .toList();
        return new StateChanges(List.copyOf(changed), List.copyOf(restored), missing, parts.size() - changed.size());
    }

    private boolean compared() {
        return unchanged > 0 || !changed.isEmpty();
    }

    /** Returns whether everything changed that had to, and nothing else. */
    boolean asExpected() {
        return missing.isEmpty() && changed.stream().allMatch(Change::expected);
    }

    /** Returns the counts for a table: {@code 2 changed, 1 restored}. */
    String counts() {
        if (!compared()) {
            return "not compared";
        }
        List<String> counts = new ArrayList<>();
        if (!changed.isEmpty()) {
            counts.add(changed.size() + " changed");
        }
        if (!restored.isEmpty()) {
            counts.add(restored.size() + " restored");
        }
        return counts.isEmpty() ? "unchanged" : String.join(", ", counts);
    }

    /** Returns everything for people, a line for each part that is different or was restored, and the rest in one. */
    String describe() {
        if (!compared()) {
            return "state of the lab: not compared, because the run did not end";
        }
        List<String> lines = new ArrayList<>(List.of("state of the lab, compared with before the break:"));
        problems().forEach(problem -> lines.add("  ✗ " + problem));
        changed.stream().filter(Change::expected).forEach(change -> lines.add("  ✓ changed " + change.describe()));
        restored.forEach(part -> lines.add("  ✓ restored " + part));
        lines.add("  ✓ unchanged: " + (unchanged - restored.size()) + " parts");
        return TerminalSanitizer.block(String.join("\n", lines));
    }

    /** Returns a line for each difference from the declaration. */
    List<String> problems() {
        List<String> lines = new ArrayList<>();
        missing.forEach(name -> lines.add("must change, but did not: " + name));
        changed.stream()
                .filter(change -> !change.expected())
                .forEach(change -> lines.add("must not change, but did: " + change.describe()));
        return lines;
    }
}
