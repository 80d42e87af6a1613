package dev.runbook.action.copy;

import java.util.Arrays;
import java.util.List;

/** A row being copied, with a value for each pair of a {@link CopyMap} (or for its identifying ones). */
final class CopiedRow {
    private final Object[] read;
    private final Object[] kept;

    /**
     * @param read the values in the source
     * @param kept the values as the target will store them
     */
    CopiedRow(Object[] read, Object[] kept) {
        this.read = read;
        this.kept = kept;
    }

    Object[] read() {
        return read;
    }

    Object[] kept() {
        return kept;
    }

    List<Object> key(int keys) {
        return Arrays.asList(kept).subList(0, keys);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CopiedRow row && Arrays.equals(kept, row.kept);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(kept);
    }

    @Override
    public String toString() {
        return Arrays.toString(kept);
    }
}
