package dev.runbook.lab.powershell;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The state of a running script: its variables, its location, and the disk of the machine. */
final class Session {
    private final Path disk;
    private final Map<String, String> environment;
    private final Map<String, Object> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Path location;

    /**
     * @param disk the folder whose subfolder {@code C} is the drive C:
     * @param environment the machine's environment variables
     */
    Session(Path disk, Map<String, String> environment) {
        this.disk = disk;
        this.environment = environment;
        this.location = disk;
        variables.put("true", true);
        variables.put("false", false);
        variables.put("null", null);
        variables.put("LASTEXITCODE", 0L);
    }

    Object variable(String name) {
        if (name.toLowerCase(Locale.ROOT).startsWith("env:")) {
            return environment.get(name.substring("env:".length()));
        }
        return variables.get(name);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Map<String, String> environment() {
        return environment;
    }

    Path location() {
        return location;
    }

    void moveTo(Path folder) {
        location = folder;
    }

    Path disk() {
        return disk;
    }

    /** Returns where a path of Windows is on this machine: {@code C:\temp} is the folder {@code C/temp} of the disk. */
    Path path(Object windows) {
        String text = Values.text(windows).replace('\\', '/');
        if (text.length() >= 2 && text.charAt(1) == ':') {
            return disk.resolve(text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(2))
                    .normalize();
        }
        return location.resolve(text).normalize();
    }

    /** Returns the path as Windows writes it. */
    String windows(Path path) {
        String relative = disk.relativize(path).toString().replace('/', '\\');
        return relative.substring(0, 1) + ":" + relative.substring(1);
    }
}
