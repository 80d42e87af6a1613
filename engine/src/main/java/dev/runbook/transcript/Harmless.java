package dev.runbook.transcript;

import java.util.regex.Pattern;

/** Text from outside, made safe to show: a terminal does nothing on it and it reads in one direction. */
final class Harmless {
    /** What terminals obey: CSI, OSC and other string sequences, and two-character escapes. */
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]"
            + "|\u001b[\\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\\\|$)"
            + "|\u001b[ -/]*[0-~]");

    private Harmless() {}

    /** On one line. */
    static String line(String text) {
        return block(text).replace("\r\n", " ").replace('\n', ' ');
    }

    /** With its line breaks. */
    static String block(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = safe(text.charAt(i));
        }
        return plain ? text : made(SEQUENCE.matcher(text.replace("\r\n", "\n")).replaceAll(""));
    }

    private static String made(String text) {
        StringBuilder made = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                made.append("    ");
            } else if (safe(c)) {
                made.append(c);
            } else if (c < 0x20) {
                made.append((char) (0x2400 + c)); // the pictures of control characters
            } else {
                made.append('\ufffd');
            }
        }
        return made.toString();
    }

    /** No control character, no half of a pair, nothing that turns the reading direction or hides. */
    private static boolean safe(char c) {
        return c == '\n'
                || (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0
                        && Character.getType(c) != Character.FORMAT
                        && c != '\u2028'
                        && c != '\u2029'
                        && c != '\ufeff');
    }
}
