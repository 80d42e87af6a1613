package dev.runbook.action.copy;

import java.math.BigDecimal;
import java.util.Optional;

/** Distinguishes updates that mark a row as deleted from other updates. */
final class SoftDeletion {
    private final int mark;

    SoftDeletion(CopyMap map, Optional<String> column) {
        int found = -1;
        for (int i = 0; column.isPresent() && i < map.pairs().size(); i++) {
            found = map.pairs().get(i).source().name().equalsIgnoreCase(column.get()) ? i : found;
        }
        mark = found;
        if (column.isPresent() && found < 0) {
            throw new CopyRefused(
                    map.source().who() + " does not copy a column '" + column.get() + "' that marks deleted rows");
        }
    }

    boolean deletes(Object[] there, CopiedRow row) {
        return mark >= 0 && marked(row.kept()[mark]) && !marked(there[mark]);
    }

    private static boolean marked(Object value) {
        return value instanceof BigDecimal number
                ? number.signum() != 0
                : value != null && !value.equals(false) && !value.equals("");
    }
}
