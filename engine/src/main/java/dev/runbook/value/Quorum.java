package dev.runbook.value;

/** How many of several must be ok. Exactly one of the two is above zero. */
public record Quorum(int count, int percent) {
    public static Quorum all() {
        return new Quorum(0, 100);
    }

    /** Of so many; a percentage is rounded up. */
    public int of(int members) {
        return count > 0 ? count : (members * percent + 99) / 100;
    }

    @Override
    public String toString() {
        return count > 0 ? Integer.toString(count) : percent + " %";
    }
}
