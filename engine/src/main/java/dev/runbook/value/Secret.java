package dev.runbook.value;

/** A secret by name. Its text is opened only by an action, from the environment, and never stands in this object. */
public record Secret(String name) {
    @Override
    public String toString() {
        return "‹secret " + name + "›";
    }
}
