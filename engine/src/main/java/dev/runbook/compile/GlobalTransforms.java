package dev.runbook.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lists the class names of the global AST transforms on the class path, so that the compiler can disable them. They
 * would apply to every file that Groovy compiles.
 */
final class GlobalTransforms {
    private static final String REGISTRY = "META-INF/services/org.codehaus.groovy.transform.ASTTransformation";
    private static final Set<String> NAMES = find();

    private GlobalTransforms() {}

    static Set<String> names() {
        return NAMES;
    }

    private static Set<String> find() {
        Set<String> names = new TreeSet<>();
        try {
            for (URL registry :
                    Collections.list(GlobalTransforms.class.getClassLoader().getResources(REGISTRY))) {
                try (InputStream lines = registry.openStream()) {
                    new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .forEach(names::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Set.copyOf(names);
    }
}
