package dev.runbook.cli;

import groovy.lang.GroovySystem;
import java.util.Map;
import java.util.TreeMap;

/** The versions of the software that performs a run, for its record. */
final class Versions {
    static final String ENGINE = "0.1.0";

    private Versions() {}

    static Map<String, String> all() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("engine", ENGINE);
        versions.put("groovy", GroovySystem.getVersion());
        versions.put("java", System.getProperty("java.version"));
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return versions;
    }
}
