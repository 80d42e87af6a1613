package dev.runbook.dsl;

import java.util.Set;

/** Describes an unknown name by listing the known ones. */
final class UnknownName {
    private static final int MOST = 12;

    private UnknownName() {}

    static String cure(String name, Set<String> known) {
        if (known.isEmpty()) {
            return "it has none";
        }
        return "it has: " + String.join(", ", known.stream().limit(MOST).toList()) + (known.size() > MOST ? ", …" : "");
    }
}
