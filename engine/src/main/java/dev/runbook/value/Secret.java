package dev.runbook.value;

/** A secret, by name. Its text is opened only by an action, from the environment, and is never in this object. */
public record Secret(String name) {
    /**
     * Returns the secret of a parameter declared {@code secret: true}: the operator enters its text when the run
     * starts.
     */
    public static Secret ofParameter(String name) {
        return new Secret("params." + name);
    }

    @Override
    public String toString() {
        return "‹secret " + name + "›";
    }
}
