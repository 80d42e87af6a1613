package dev.runbook.compile;

import dev.runbook.dsl.NamePosition;
import java.util.List;
import java.util.Map;

/**
 * The class files of a runbook, and the names in it with their positions. Created by the compiler or read from the
 * cache; independent of the compiler.
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
