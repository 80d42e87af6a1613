package dev.runbook.text;

import java.math.BigDecimal;

/**
 * Decimal numbers in texts of other systems. {@code 1e999999999} is a short text, but a number of a gigabyte once its
 * digits are written: nobody measures such a number, and it is rejected.
 */
public final class DecimalText {
    private static final int MOST_DIGITS = 1_000;

    private DecimalText() {}

    /** @throws NumberFormatException when the text is not a number, or one of too many digits */
    public static BigDecimal read(String text) {
        BigDecimal number = new BigDecimal(text);
        if (!isBounded(number)) {
            throw new NumberFormatException("a number of more than " + MOST_DIGITS + " digits");
        }
        return number;
    }

    /** Returns whether the digits of a number, written without an exponent, are few enough. */
    public static boolean isBounded(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_DIGITS;
    }
}
