package dev.runbook.environment;

import dev.runbook.text.LinearPattern;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Substitutes the engine's environment variables in texts of an environment file: <code>${NAME}</code>,
 * <code>${NAME:-default}</code>. The value of a variable is treated as confidential, because a password cannot be
 * distinguished from a host name, unless the variable's name says where the engine runs or the value is an address or a
 * number.
 */
final class Interpolation {
    private static final LinearPattern GAP = LinearPattern.of("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private static final Set<String> NOT_CONFIDENTIAL =
            Set.of("HOME", "HOSTNAME", "LANG", "LOGNAME", "PATH", "PWD", "RUNBOOK_HOME", "SHELL", "TMPDIR", "USER");

    private static final Pattern ADDRESS_OR_NUMBER = Pattern.compile("[0-9.:\\[\\]]*");

    private final Path folder;
    private final Variables variables;
    private final Problems problems;
    private final Set<String> confidential = new LinkedHashSet<>();

    /**
     * @param folder the base of relative paths
     */
    Interpolation(Path folder, Variables variables, Problems problems) {
        this.folder = folder;
        this.variables = variables;
        this.problems = problems;
    }

    String text(Node node) {
        return GAP.replaceEach(YamlValue.text(node), found -> value(node, found.get(1), found.get(2)));
    }

    private String value(Node node, String name, String otherwise) {
        String value = variables.values().getOrDefault(name, "");
        if (!value.isEmpty()) {
            if (!NOT_CONFIDENTIAL.contains(name)
                    && !ADDRESS_OR_NUMBER.matcher(value).matches()) {
                confidential.add(value);
            }
            return value;
        }
        if (otherwise == null && !variables.complete()) {
            return Variables.placeholder(name);
        }
        if (otherwise == null) {
            problems.add(
                    node,
                    "the environment variable " + name + " is not set",
                    "set it, or give a default: ${" + name + ":-…}");
            return "";
        }
        return otherwise;
    }

    /**
     * Returns whether a text contains a variable whose value must not be read, so that its format cannot be checked.
     */
    boolean isOpen(String text) {
        return variables.areOpenIn(text);
    }

    /** Returns the substituted values that must be masked. */
    Set<String> confidential() {
        return Set.copyOf(confidential);
    }

    /**
     * Resolves a path: {@code ~/} is the user's home; other relative paths are relative to the environment file's
     * folder.
     */
    Path path(Node node) {
        return path(text(node));
    }

    Path path(String text) {
        String home = variables.values().getOrDefault("HOME", System.getProperty("user.home"));
        return text.startsWith("~/")
                ? Path.of(home, text.substring(2))
                : folder.resolve(text).normalize();
    }
}
