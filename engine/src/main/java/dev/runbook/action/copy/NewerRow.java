package dev.runbook.action.copy;

/** Detects rows of the target that were changed later than the source's. */
record NewerRow(CopyMap map) {
    boolean isNewer(Object[] there, CopiedRow row) {
        Object changed = there[map.keys()];
        return changed != null && compare(changed, row.kept()[map.keys()]) > 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of the pair's kind
    private static int compare(Object one, Object other) {
        return ((Comparable) one).compareTo(other);
    }

    /**
     * Describes the row for messages: {@code id 7: changed 2026-01-02T03:04:05Z, 2026-01-01T00:00:00Z in the source}.
     */
    String describe(Object[] there, CopiedRow row) {
        return map.key(row.kept()) + ": changed " + CopiedValue.text(there[map.keys()]) + ", "
                + CopiedValue.text(row.kept()[map.keys()]) + " in the source";
    }
}
