package dev.runbook.plan;

import java.math.BigDecimal;

/**
 * A condition that compares a value with a number which the author has written: {@code errors.value > 0.10}.
 *
 * @param value as the author wrote it
 * @param above whether values above the number hold; else those below it
 * @param inclusive whether the number itself holds
 */
public record Threshold(String value, boolean above, boolean inclusive, BigDecimal number) {
    /** @param sign {@code >}, {@code >=}, {@code <} or {@code <=} */
    public static Threshold of(String value, String sign, String number) {
        return new Threshold(value, sign.startsWith(">"), sign.endsWith("="), new BigDecimal(number));
    }

    /** Returns whether another one holds whenever this one holds. */
    public boolean implies(Threshold other) {
        if (!value.equals(other.value) || above != other.above) {
            return false;
        }
        int further = above ? number.compareTo(other.number) : other.number.compareTo(number);
        return further > 0 || (further == 0 && (other.inclusive || !inclusive));
    }
}
