package dev.runbook.value;

/**
 * Takes the place of a value in a resumed run that the journal has not: what a step left was too long for it, or held a
 * secret.
 *
 * @param step the path of the step that left it
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
