package dev.runbook.journal.event;

import java.util.List;

/**
 * The objectives of a runbook; -1 for each that it does not declare.
 *
 * @param rpos the RPOs of single kinds of data
 */
public record Targets(long rtoMs, long rtoLimitMs, long rpoMs, List<NamedRpo> rpos) {
    public static final Targets NONE = new Targets(-1, -1, -1, List.of());

    public Targets {
        rpos = List.copyOf(rpos);
    }

    /** The RPO of one kind of data. */
    public record NamedRpo(String data, long rpoMs) {}
}
