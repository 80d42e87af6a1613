package dev.runbook.action.copy;

import java.util.Optional;
import java.util.StringJoiner;

/** The rows that the source has deleted and not created again, by its tombstones. */
record Deletions(CopyMap map, CopyTable alive, CopySpec spec) {
    static Optional<Deletions> of(CopySpec spec, CopyTable source, CopyTable target) {
        return spec.tombstones().map(dead -> {
            CopyTable tombstones = CopyTable.of(source.side(), dead.table());
            return new Deletions(CopyMap.ofTombstones(spec, tombstones, target), source, spec);
        });
    }

    CopySpec.Limit limit() {
        return spec.tombstones().orElseThrow().atMost();
    }

    /**
     * Returns a condition that selects each key once, with its last deletion, unless a row with that key exists again.
     */
    String condition() {
        StringJoiner again = new StringJoiner(" and ");
        StringJoiner later = new StringJoiner(" and ");
        for (int i = 0; i < map.keys(); i++) {
            String dead = map.source().quoted(map.pairs().get(i).source());
            Column key = alive.column(spec.key().get(i)).orElseThrow();
            again.add("a." + alive.quoted(key) + " = r." + dead);
            later.add("l." + dead + " = r." + dead);
        }
        String at = map.source().quoted(map.changed().source());
        return "not exists (select 1 from " + alive.name() + " a where " + again + ") and not exists (select 1 from "
                + map.source().name() + " l where " + later + " and l." + at + " > r." + at + ")";
    }
}
