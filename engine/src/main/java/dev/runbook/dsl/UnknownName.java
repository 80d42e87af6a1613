package dev.runbook.dsl;

import java.util.Set;

/** What to say when a name is unknown: the names there are. */
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
