package dev.runbook.dsl;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.codehaus.groovy.runtime.typehandling.NumberMath;

/**
 * Number methods of the runbook language. They work as in Groovy, but reject numbers too large to be intended, because
 * computing with them takes hours. Compiled runbooks call these in place of Groovy's methods of the same names.
 */
public final class NumberMethods {
    private static final int MOST_DIGITS = 1_000;
    private static final int MOST_BITS = 3_400;

    private NumberMethods() {}

    public static Number plus(Number left, Number right) {
        return bounded(NumberMath.add(bounded(left), bounded(right)));
    }

    public static Number minus(Number left, Number right) {
        return bounded(NumberMath.subtract(bounded(left), bounded(right)));
    }

    public static Number multiply(Number left, Number right) {
        return bounded(NumberMath.multiply(bounded(left), bounded(right)));
    }

    public static Number div(Number left, Number right) {
        return bounded(NumberMath.divide(bounded(left), bounded(right)));
    }

    public static Number intdiv(Number left, Number right) {
        return bounded(NumberMath.intdiv(bounded(left), bounded(right)));
    }

    public static Number remainder(Number left, Number right) {
        return bounded(NumberMath.remainder(bounded(left), bounded(right)));
    }

    public static Number mod(Number left, Number right) {
        return bounded(NumberMath.mod(bounded(left), bounded(right)));
    }

    public static Number unaryMinus(Number number) {
        return NumberMath.unaryMinus(bounded(number));
    }

    public static int abs(Number number) {
        return Math.abs(number.intValue());
    }

    public static long abs(Long number) {
        return Math.abs(number);
    }

    public static double abs(Double number) {
        return Math.abs(number);
    }

    public static BigDecimal abs(BigDecimal number) {
        return bounded(number).abs();
    }

    public static BigInteger abs(BigInteger number) {
        return bounded(number).abs();
    }

    public static BigDecimal negate(BigDecimal number) {
        return bounded(number).negate();
    }

    public static BigInteger negate(BigInteger number) {
        return bounded(number).negate();
    }

    public static Integer toInteger(Number number) {
        return number.intValue();
    }

    public static Long toLong(Number number) {
        return number.longValue();
    }

    public static BigDecimal toBigDecimal(Number number) {
        return Comparison.number(bounded(number));
    }

    public static int compareTo(Number left, Number right) {
        return Comparison.order(left, right);
    }

    /** Returns the number if its magnitude and precision are within the limits. */
    static <T extends Number> T bounded(T number) {
        boolean small = number instanceof BigDecimal decimal
                ? decimal.precision() <= MOST_DIGITS && Math.abs((long) decimal.scale()) <= MOST_DIGITS
                : !(number instanceof BigInteger whole) || whole.bitLength() <= MOST_BITS;
        if (!small) {
            throw new Unreadable("a number of more than " + MOST_DIGITS + " digits is too long for a runbook");
        }
        WorkMeter.charge(1);
        return number;
    }
}
