package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.environment.Secrets;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Passes values to a process as environment variables named {@code RB_1}, {@code RB_2}, … */
public final class ShellValues {
    /** Linux's limit for one variable (MAX_ARG_STRLEN), including name and terminator. */
    private static final int MOST_BYTES = 128 * 1024;

    /** A safe limit for all variables together on Linux; the usual limit is 2 MiB including inherited variables. */
    private static final int MOST_BYTES_TOGETHER = 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Secrets secrets;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private int bytesTogether;

    public ShellValues(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Returns an empty instance with the same secrets, for values passed in another way. */
    ShellValues another() {
        return new ShellValues(secrets);
    }

    /** Adds every value of {@code template}; {@link #variable} of a value's index names its variable. */
    ShellValues addAll(Template template) {
        for (int i = 0; i < template.values().size(); i++) {
            add(variable(i), text(template.values().get(i), "value " + (i + 1)));
        }
        return this;
    }

    /**
     * Adds a variable with an author's name.
     *
     * @throws AuthorException when the variable cannot be passed to a process
     */
    public ShellValues add(String name, String text) {
        String what = name.startsWith("RB_") ? "value " + name.substring(3) : name;
        if (!NAME.matcher(name).matches()) {
            throw new AuthorException("'" + name + "' is not a valid name of an environment variable;"
                    + " use letters, digits and _, and no digit first");
        }
        if (text.indexOf('\0') >= 0) {
            throw new AuthorException(
                    what + " contains a NUL character, which is not allowed in an environment variable;"
                            + " pass it encoded, e.g. as base64");
        }
        int bytes = name.length() + 2 + text.getBytes(StandardCharsets.UTF_8).length;
        bytesTogether += bytes;
        if (bytes > MOST_BYTES) {
            throw new AuthorException(
                    what + " is " + size(bytes) + ", but a process accepts at most 128 KiB in one variable;"
                            + " write it to a file and pass the file's name");
        }
        if (bytesTogether > MOST_BYTES_TOGETHER) {
            throw new AuthorException("the values are " + size(bytesTogether)
                    + " together, but a process accepts at most 1 MiB; write them to a file and pass the file's name");
        }
        variables.put(name, text);
        return this;
    }

    /** Renders a template that is a single text, such as a folder's name. */
    public String text(Template template, String what) {
        return template.render(value -> text(value, what));
    }

    /** Returns names and texts, in the order they were added. */
    public Map<String, String> variables() {
        return variables;
    }

    static String variable(int index) {
        return "RB_" + (index + 1);
    }

    private String text(Object value, String what) {
        if (value == null) {
            throw new AuthorException(what + " has no value; check it with if before it is used");
        }
        if (value instanceof Unknown unknown) {
            throw new AuthorException(what + " is not known: " + unknown);
        }
        if (value instanceof Secret secret) {
            return secrets.open(secret);
        }
        if (value instanceof Duration time) {
            return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Collection || value instanceof Map) {
            throw new AuthorException(what + " is a " + (value instanceof Map ? "map" : "list")
                    + ", but a shell accepts only text; write json(…)");
        }
        return value.toString();
    }

    private static String size(int bytes) {
        return (bytes + 1023) / 1024 + " KiB";
    }
}
