package dev.runbook.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thrown when a text is not a JSON document; the message says why and where, in plain words instead of the library's.
 */
public final class InvalidJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Pattern WORD =
            Pattern.compile("(?:Non-standard|Unrecognized) token '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern CHARACTER =
            Pattern.compile("Unexpected character \\('(.+)' \\(code.*", Pattern.DOTALL);
    private static final Pattern TWICE = Pattern.compile("Duplicate field (.+)", Pattern.DOTALL);

    private InvalidJsonException(String message, Throwable cause) {
        super(message, cause);
    }

    static InvalidJsonException of(IOException fault) {
        if (fault instanceof StreamConstraintsException) {
            return new InvalidJsonException("it is nested too deeply, or a number or text in it is too long", fault);
        }
        if (!(fault instanceof JsonParseException syntax)) {
            return new InvalidJsonException(firstLine(fault.getMessage()), fault);
        }
        if (fault instanceof JsonEOFException) {
            return new InvalidJsonException("it ends too early" + place(syntax.getLocation()), fault);
        }
        return new InvalidJsonException(
                words(firstLine(syntax.getOriginalMessage())) + place(syntax.getLocation()), fault);
    }

    /** Reports content after the end of the document. */
    static InvalidJsonException more(JsonLocation at) {
        return new InvalidJsonException("there is text after its end" + place(at), null);
    }

    private static String words(String message) {
        Matcher word = WORD.matcher(message);
        if (word.matches()) {
            String found = word.group(1);
            return "'" + found + "' is not a JSON value"
                    + (isNumber(found) ? ": JSON has no NaN and no Infinity, only null" : "");
        }
        Matcher character = CHARACTER.matcher(message);
        if (character.matches()) {
            return "unexpected '" + character.group(1) + "'";
        }
        Matcher twice = TWICE.matcher(message);
        return twice.matches() ? "the key " + twice.group(1) + " occurs more than once in one object" : message;
    }

    /** Returns whether a program meant a number that JSON cannot represent. */
    private static boolean isNumber(String word) {
        return word.matches("[-+]?(?i:nan|inf|infinity)");
    }

    /** Returns the place without the column: the library's column is the end of what it has read. */
    private static String place(JsonLocation at) {
        return " (line " + at.getLineNr() + ")";
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
