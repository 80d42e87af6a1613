package dev.runbook.value;

/** Replaces a value that exists for each of several hosts, but not for the group as a whole. */
public record PerHostValue() implements UnavailableValue {
    @Override
    public String reason(String name) {
        return "each host of the group has its own " + name + ": read hosts, such as hosts.every { it." + name + " … }";
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "‹of each host›";
    }
}
