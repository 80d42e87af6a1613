package dev.runbook.compile.syntax;

import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.SourceText;
import dev.runbook.plan.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds characters that a reviewer cannot see or cannot recognize: control characters, format characters such as those
 * that change the text direction, and letters of two scripts in one word.
 */
public final class HiddenCharacters {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final Pattern LATIN = Pattern.compile("\\p{IsLatin}");
    private static final Pattern LIKE_LATIN = Pattern.compile("[\\p{IsCyrillic}\\p{IsGreek}]");

    private HiddenCharacters() {}

    /** Returns the first hidden character of each line of a file. */
    public static List<Diagnostic> in(SourceText text) {
        List<Diagnostic> found = new ArrayList<>();
        for (int i = 0; i < text.lines().size(); i++) {
            int line = i + 1;
            String written = text.line(line).replaceFirst("\r$", "");
            for (int at = 0; at < written.length(); at += Character.charCount(written.codePointAt(at))) {
                int point = written.codePointAt(at);
                if (point != '\t' && point != BYTE_ORDER_MARK && hidden(point)) {
                    found.add(new Diagnostic(
                            new Place(text.file(), line, SourceText.column(written, at)),
                            1,
                            "the character " + named(point) + " cannot be seen",
                            written,
                            List.of("remove it")));
                    break;
                }
            }
        }
        return found;
    }

    /** Returns the first hidden character that an escape such as <code>\u001b</code> inserts into a text. */
    static Optional<String> escapedIn(String text) {
        return text.codePoints()
                .filter(point -> point != '\n' && point != '\r' && point != '\t' && hidden(point))
                .mapToObj(HiddenCharacters::named)
                .findFirst();
    }

    /** Finds a word that mixes Latin letters with look-alikes, and names the look-alikes. */
    public static Optional<String> findLookAlike(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            Matcher like = LIKE_LATIN.matcher(word.group());
            if (LATIN.matcher(word.group()).find() && like.find()) {
                return Optional.of("'" + word.group() + "' mixes Latin letters with "
                        + named(like.group().codePointAt(0)) + ", which looks like one");
            }
        }
        return Optional.empty();
    }

    private static boolean hidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE // half a character: every file and program gets '?' in its place
                || (type == Character.FORMAT && point != ZERO_WIDTH_JOINER && point != ZERO_WIDTH_NON_JOINER);
    }

    static String named(int point) {
        String name = Character.getName(point);
        return String.format("U+%04X", point) + (name == null ? "" : " (" + name + ")");
    }
}
