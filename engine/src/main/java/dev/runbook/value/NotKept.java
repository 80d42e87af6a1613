package dev.runbook.value;

/**
 * Stands where a resumed run has no value: what a step left was too long for the journal, or held a secret. Whoever reads it
 * must be refused, since a part of the value would be taken for the whole.
 *
 * @param step the path of the step that left it
 * @param name of the value, e.g. {@code stdout}
 */
public record NotKept(String step, String name) {
    /** Why there is none, and what to do instead. */
    public String told() {
        return name + " of '" + step + "' was too long, or held a secret, so it was not kept for a resume;"
                + " start anew with --from '" + step + "'";
    }

    @Override
    public String toString() {
        return told();
    }
}
