package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The forms in which programs write one character:
 *
 * <ul>
 *   <li>plain; with backslashes before it (JSON within JSON has seven); with {@code ^} before it (cmd.exe)
 *   <li>as a letter or a code in hexadecimal or octal digits after backslashes (JSON, Python, shells)
 *   <li>{@code %C3%A9}, also encoded again; {@code +} for a blank (URLs and forms)
 *   <li>as a name or a number between ampersand and semicolon, also escaped again (HTML, XML)
 *   <li>{@code =C3=A9} (quoted-printable)
 *   <li>a doubled quote (SQL, CSV, YAML, PowerShell), and a quote that leaves and enters the quotes of a shell
 *   <li>its UTF-8 read as Latin-1
 * </ul>
 */
final class EscapedCharacter {
    /** More backslashes than a few levels of escaping produce; without a limit a line of them would take long. */
    private static final int MOST_BACKSLASHES = 8;

    /** Of a number whose ampersand is escaped twice. */
    private static final int LONGEST_ENTITY = 20;

    private static final byte ESCAPE = 0x1b;
    /** The first bytes of the characters of Latin-1 in UTF-8. */
    private static final byte LATIN_LOW = (byte) 0xc2;

    private static final byte LATIN_HIGH = (byte) 0xc3;

    private static final Map<Integer, String> NAMES = Map.of(
            (int) '&', "amp", (int) '<', "lt", (int) '>', "gt", (int) '"', "quot", (int) '\'', "apos", 0xa0, "nbsp");
    private static final Map<Integer, Character> LETTERS =
            Map.of(0, '0', 7, 'a', 8, 'b', 9, 't', 10, 'n', 11, 'v', 12, 'f', 13, 'r', 27, 'e');
    /** Leave the quotes of a shell, write one, and enter them again. */
    private static final List<byte[]> SHELL_QUOTES =
            List.of("'\\''".getBytes(StandardCharsets.US_ASCII), "'\"'\"'".getBytes(StandardCharsets.US_ASCII));

    /** Octal codes have no letter. */
    private static final char NONE = ' ';

    private final int code;
    private final boolean ordinary;
    private final byte[] plain;
    private final byte[] asLatin;
    private final int[] utf8;
    private final int[] utf16;

    EscapedCharacter(int code) {
        String text = Character.toString(code);
        this.code = code;
        this.ordinary = code < 0x80 && Character.isLetterOrDigit(code);
        this.plain = text.getBytes(StandardCharsets.UTF_8);
        String latin = new String(plain, StandardCharsets.ISO_8859_1);
        this.asLatin = latin.getBytes(StandardCharsets.UTF_8);
        this.utf8 = latin.chars().toArray();
        this.utf16 = text.chars().toArray();
    }

    /** Returns whether a byte may begin an escaped character. */
    static boolean begins(byte value) {
        return switch (value) {
            case '\\', '%', '&', '=', '^', '+' -> true;
            case LATIN_LOW, LATIN_HIGH -> true;
            default -> false;
        };
    }

    /** Returns whether two bytes may begin an escaped character. */
    static boolean begins(byte first, byte second) {
        return begins(first)
                && switch (first) {
                    case '%', '=' -> Character.digit(second, 16) >= 0;
                    case '&' -> second == '#' || Character.isLetter(second);
                    default -> true;
                };
    }

    /** Returns whether a byte may follow a plain character although the next one is another. */
    static boolean follows(byte value) {
        return begins(value)
                || switch (value) {
                    case '\'', '"', '`', '\r', '\n', ESCAPE -> true;
                    default -> false;
                };
    }

    /** Adds each end of this character in a form that begins at {@code at}. */
    void ends(byte[] text, int at, int length, Ends ends) {
        int i = at;
        while (i < length && text[i] == '\\' && i - at < MOST_BACKSLASHES) {
            i++;
            if (code == '\\') {
                ends.add(i);
            }
        }
        if (i >= length) {
            ends.cutOff();
            return;
        }
        if (code != '\\' && (i == at || !ordinary)) { // no program writes a backslash before a letter
            literal(text, i, length, plain, ends);
        }
        boolean escaped = i > at || (at > 0 && text[at - 1] == '\\'); // or by the backslash that the text itself has
        switch (text[i]) {
            case 'u', 'U', 'x', '0', '1', '2', '3', '4', '5', '6', '7', 'a', 'b', 't', 'n', 'v', 'f', 'r', 'e' -> {
                if (escaped) {
                    code(text, i, length, ends);
                }
            }
            case '%' -> bytes(text, i, length, ends, '%');
            case '=' -> bytes(text, i, length, ends, '=');
            case '&' -> entity(text, i, length, ends);
            case '+' -> {
                if (code == ' ') {
                    ends.add(i + 1);
                }
            }
            case '^' -> literal(text, i + 1, length, plain, ends);
            case '\'', '"', '`' -> quote(text, i, length, ends);
            case '\r' -> {
                if (code == '\n') {
                    literal(text, i + 1, length, plain, ends);
                }
            }
            default -> {
                if (text[i] < 0) {
                    literal(text, i, length, asLatin, ends);
                }
            }
        }
    }

    private static boolean literal(byte[] text, int at, int length, byte[] wanted, Ends ends) {
        for (int j = 0; j < wanted.length; j++) {
            if (at + j >= length) {
                ends.cutOff();
                return false;
            }
            if (text[at + j] != wanted[j]) {
                return false;
            }
        }
        ends.add(at + wanted.length);
        return true;
    }

    /** Reads what follows the backslash: a letter, or a code in hexadecimal or octal digits. */
    private void code(byte[] text, int at, int length, Ends ends) {
        if (LETTERS.getOrDefault(code, '\\') == text[at]) {
            ends.add(at + 1);
        }
        switch (text[at]) {
            case 'u' -> codes(text, at, length, 'u', new Digits(4, 16), utf16, ends);
            case 'U' -> codes(text, at, length, 'U', new Digits(8, 16), new int[] {code}, ends);
            case 'x' -> {
                codes(text, at, length, 'x', new Digits(2, 16), new int[] {code}, ends);
                codes(text, at, length, 'x', new Digits(2, 16), utf8, ends);
            }
            default -> codes(text, at, length, NONE, new Digits(3, 8), utf8, ends);
        }
    }

    /** The number of digits of a code, and their base. */
    private record Digits(int count, int radix) {}

    private static int backslashes(byte[] text, int at, int length) {
        int i = at;
        while (i < length && text[i] == '\\' && i - at < MOST_BACKSLASHES) {
            i++;
        }
        return i;
    }

    /** Returns whether these digits are the number. */
    private static boolean is(byte[] text, int at, int length, Digits digits, int wanted, Ends ends) {
        int value = 0;
        for (int i = at; i < at + digits.count; i++) {
            if (i >= length) {
                ends.cutOff();
                return false;
            }
            int digit = Character.digit(text[i], digits.radix);
            if (digit < 0) {
                return false;
            }
            value = value * digits.radix + digit;
        }
        return value == wanted;
    }

    /** Reads each number after its own backslashes and letter. */
    private static void codes(byte[] text, int at, int length, char letter, Digits digits, int[] wanted, Ends ends) {
        int i = at;
        for (int j = 0; j < wanted.length; j++) {
            i = j == 0 ? i : backslashes(text, i, length);
            if (i < length && letter != NONE && text[i] != letter) {
                return;
            }
            i += letter == NONE ? 0 : 1;
            if (!is(text, i, length, digits, wanted[j], ends)) {
                return;
            }
            i += digits.count;
        }
        ends.add(i);
    }

    /** Reads each byte as two digits after a sign, which may be encoded itself: {@code %253A}. */
    private void bytes(byte[] text, int at, int length, Ends ends, char sign) {
        int i = at;
        for (int one : utf8) {
            if (i >= length) {
                ends.cutOff();
                return;
            }
            if (text[i] != sign) {
                return;
            }
            i++;
            while (sign == '%' && startsWith(text, i, length, "25")) {
                if (code == '%') {
                    ends.add(i + 2);
                }
                if (i + 3 >= length) {
                    ends.cutOff();
                }
                if (!digits(text, i + 2, length)) {
                    break;
                }
                i += 2;
            }
            if (!is(text, i, length, new Digits(2, 16), one, ends)) {
                return;
            }
            i += 2;
        }
        ends.add(i);
    }

    /** Returns whether digits follow, so that those before are an encoded sign. */
    private static boolean digits(byte[] text, int at, int length) {
        return at + 1 < length && Character.digit(text[at], 16) >= 0 && Character.digit(text[at + 1], 16) >= 0;
    }

    private void entity(byte[] text, int at, int length, Ends ends) {
        int i = at + 1;
        while (startsWith(text, i, length, "amp;")) {
            i += 4;
            if (code == '&') {
                ends.add(i);
            }
        }
        if (open(text, at + 1, length)) {
            ends.cutOff();
        }
        String name = NAMES.getOrDefault(code, "");
        if (!name.isEmpty() && startsWith(text, i, length, name + ";")) {
            ends.add(i + name.length() + 1);
        }
        if (i < length && text[i] == '#') {
            boolean hex = i + 1 < length && (text[i + 1] | 0x20) == 'x';
            int value = 0;
            for (i += hex ? 2 : 1; i < length && text[i] != ';'; i++) {
                int digit = Character.digit(text[i], hex ? 16 : 10);
                if (digit < 0 || value > Character.MAX_CODE_POINT) {
                    return;
                }
                value = value * (hex ? 16 : 10) + digit;
            }
            if (i < length && value == code) {
                ends.add(i + 1);
            }
        }
    }

    /** Returns whether the text ends within what may be a name or a number. */
    private static boolean open(byte[] text, int at, int length) {
        int i = at;
        while (i < length && (text[i] == '#' || text[i] == ';' || Character.isLetterOrDigit(text[i]))) {
            i++;
        }
        return i == length && length - at < LONGEST_ENTITY;
    }

    private static boolean startsWith(byte[] text, int at, int length, String wanted) {
        if (length - at < wanted.length()) {
            return false;
        }
        for (int j = 0; j < wanted.length(); j++) {
            if (text[at + j] != wanted.charAt(j)) {
                return false;
            }
        }
        return true;
    }

    /** Adds the end of a doubled quote, and of one between two quoted texts of a shell. */
    private void quote(byte[] text, int at, int length, Ends ends) {
        if (text[at] != code) {
            return;
        }
        if (at + 1 < length && text[at + 1] == code) {
            ends.add(at + 2);
        }
        if (code == '\'') {
            SHELL_QUOTES.forEach(between -> literal(text, at, length, between, ends));
        }
    }
}
