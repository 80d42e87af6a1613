package dev.runbook.dsl;

/** A share of a whole, written {@code 95.percent}. */
public record Percent(int of100) {
    @Override
    public String toString() {
        return of100 + " percent";
    }
}
