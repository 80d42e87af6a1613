package dev.runbook.value;

/** Represents, during planning, a value known only at run time; {@code source} reads {@code Take a backup: stdout}. */
public record Unknown(String source) {
    @Override
    public String toString() {
        return "‹" + source + "›";
    }
}
