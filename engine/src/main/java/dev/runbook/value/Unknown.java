package dev.runbook.value;

/** Stands in the planned reading for a value only a run can know; {@code source} reads {@code Take a backup: stdout}. */
public record Unknown(String source) {
    @Override
    public String toString() {
        return "‹" + source + "›";
    }
}
