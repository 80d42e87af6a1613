package dev.runbook.action;

/** How many of several members or hosts must succeed. Exactly one of the two components is above zero. */
public record Quorum(int count, int percent) {
    public static Quorum all() {
        return new Quorum(0, 100);
    }

    /** Returns the required count for this many members; a percentage is rounded up. */
    public int of(int members) {
        return count > 0 ? count : (members * percent + 99) / 100;
    }

    @Override
    public String toString() {
        return count > 0 ? Integer.toString(count) : percent + " %";
    }
}
