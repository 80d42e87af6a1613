package dev.runbook.text;

import java.util.regex.Pattern;

/** Writes texts as words of a shell command. */
public final class ShellWord {
    private static final Pattern HARMLESS = Pattern.compile("[\\w./:-]+");

    private ShellWord() {}

    /** Returns the text in single quotes, within which a shell changes nothing. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns the text, in quotes only if it needs them: for commands that people read. */
    public static String readable(String text) {
        return HARMLESS.matcher(text).matches() ? text : quoted(text);
    }
}
