package dev.runbook.dsl;

import java.util.Set;

/** Describes an unknown name by listing the known ones. */
final class UnknownName {
    private static final int MOST = 12;

    private UnknownName() {}

    /** @param local whether no environment was chosen */
    static String cure(Set<String> known, boolean local) {
        if (known.isEmpty()) {
            return local ? "choose an environment with -e: this one has no targets" : "it has none";
        }
        return "it has: " + String.join(", ", known.stream().limit(MOST).toList()) + (known.size() > MOST ? ", …" : "");
    }
}
