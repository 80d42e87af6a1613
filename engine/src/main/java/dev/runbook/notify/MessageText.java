package dev.runbook.notify;

import dev.runbook.terminal.TerminalSanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parts of a message's text, for receivers that limit it. */
final class MessageText {
    private static final String CUT = "…";
    private static final String NUMBER = "(1/9) ";

    /** Characters that control a terminal or reverse the writing direction; others that join emoji are harmless. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cc}&&[^\n\t]]|[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private MessageText() {}

    /**
     * Returns the text with the characters that control a terminal made visible, and each line break as a line feed: a
     * value of a target may contain them, and people read message files and the output of a channel's command on a
     * terminal.
     */
    static String harmless(String text) {
        return CONTROLS.matcher(text.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll(control -> TerminalSanitizer.line(control.group()));
    }

    /** Returns the first line of the text, without characters that control a line or a terminal. */
    static String headline(String text, int longest) {
        String line = text.lines().filter(one -> !one.isBlank()).findFirst().orElse("");
        return cut(line.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip(), longest);
    }

    /** Returns the text after its first line, where that is shown apart; the whole text if it has one line. */
    static String afterHeadline(String text) {
        String whole = text.strip();
        int end = whole.indexOf('\n');
        return end < 0 ? whole : whole.substring(end).strip();
    }

    /** Cuts a text that is too long, at the end of a word where possible, and marks that it was cut. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = end(text, 0, longest - 1);
        int word = Math.max(text.lastIndexOf(' ', end), text.lastIndexOf('\n', end));
        return text.substring(0, word > end / 2 ? word : end).stripTrailing() + CUT;
    }

    /**
     * Splits a text into numbered parts, at the end of a line or a word where possible.
     *
     * @param most parts; a longer text is cut
     */
    static List<String> parts(String text, int longest, int most) {
        if (text.length() <= longest) {
            return List.of(text);
        }
        int room = longest - NUMBER.length();
        String all = cut(text, longest(longest, most));
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < all.length(); ) {
            int last = parts.size() + 1 == most ? all.length() : breakBefore(all, from, room);
            String part = all.substring(from, Math.min(last, from + room)).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            from = Math.min(last, from + room);
        }
        int count = parts.size();
        for (int i = 0; i < count; i++) {
            parts.set(i, "(" + (i + 1) + "/" + count + ") " + parts.get(i));
        }
        return parts;
    }

    /** Returns how many characters of a text these parts hold. */
    static int longest(int longest, int most) {
        return (longest - NUMBER.length()) * most;
    }

    private static int breakBefore(String text, int from, int room) {
        if (text.length() - from <= room) {
            return text.length();
        }
        int limit = from + room;
        for (String separator : List.of("\n", " ")) {
            int at = text.lastIndexOf(separator, limit);
            if (at > from + room / 2) {
                return at;
            }
        }
        return end(text, from, room);
    }

    /** Returns where a piece ends that does not cut a character in two. */
    private static int end(String text, int from, int length) {
        int end = Math.min(text.length(), from + length);
        boolean inside = end > from && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return inside ? end - 1 : end;
    }
}
