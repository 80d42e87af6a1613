package dev.runbook.value;

/**
 * Whether a value is allowed in a context of an author's text.
 *
 * @param problem one clause that says why it is not allowed; empty if it is
 * @param cure what the author can do instead
 */
public record GapRule(String problem, String cure) {
    public static final GapRule ALLOWED = new GapRule("", "");

    boolean allowed() {
        return problem.isEmpty();
    }
}
