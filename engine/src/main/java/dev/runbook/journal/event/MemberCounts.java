package dev.runbook.journal.event;

/**
 * How the members of a container ended.
 *
 * @param skipped how many were not started: omitted by the operator, or by their own condition
 * @param ignored how many failed and their handlers carried on
 * @param needed how many had to be ok; -1 for all
 * @param quorumOf of how many; -1 for all
 */
public record MemberCounts(int ok, int members, int skipped, int ignored, int needed, int quorumOf) {
    /** Returns the counts: {@code 1 of 3 ok, 1 skipped, 1 ignored}; empty if nothing was counted. */
    public String describe() {
        return ok < 0
                ? ""
                : ok + " of " + members + " ok" + (skipped > 0 ? ", " + skipped + " skipped" : "")
                        + (ignored > 0 ? ", " + ignored + " ignored" : "")
                        + (needed < 0 ? "" : ", needed " + needed + " of " + quorumOf);
    }
}
