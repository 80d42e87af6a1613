package dev.runbook.value;

/**
 * Whether a value may stand in some place of an author's text.
 *
 * @param problem one clause that says why it cannot; empty where it may
 * @param cure what the author can do instead
 */
public record GapRule(String problem, String cure) {
    public static final GapRule ALLOWED = new GapRule("", "");

    public boolean allowed() {
        return problem.isEmpty();
    }
}
