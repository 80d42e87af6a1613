package dev.runbook.value;

/**
 * Replaces a value that a resumed run cannot read from the journal: it was too long or contained a secret.
 *
 * @param step the path of the step that produced the value
 * @param name of the value, e.g. {@code stdout}
 */
public record NotKept(String step, String name) implements UnavailableValue {
    @Override
    public String reason(String asked) {
        return name + " of '" + step + "' was too long, or held a secret, so it was not kept for a resume;"
                + " start again with --from '" + step + "'";
    }

    @Override
    public String toString() {
        return reason(name);
    }
}
