package dev.runbook.value;

/** Takes the place of what each of several hosts left on its own, and the group as a whole did not. */
public record PerHostValue() implements UnavailableValue {
    @Override
    public String reason(String name) {
        return "each host of the group has its own " + name + ": read hosts, such as hosts.every { it." + name + " … }";
    }

    /** For people who see it beside other values. */
    @Override
    public String toString() {
        return "‹of each host›";
    }
}
