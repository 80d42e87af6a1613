package dev.runbook.compile;

import dev.runbook.dsl.NamePosition;
import java.util.List;
import java.util.Map;

/**
 * A runbook's class files, and the names it says with their places. Made by the compiler or read from the cache; holds
 * nothing of the compiler.
 *
 * @param classes by class name; the script is {@link #SCRIPT}
 */
record CompiledRunbook(Map<String, byte[]> classes, List<NamePosition> written) {
    static final String SCRIPT = "Runbook";

    CompiledRunbook {
        classes = Map.copyOf(classes);
        written = List.copyOf(written);
    }
}
