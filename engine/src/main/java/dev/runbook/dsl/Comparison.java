package dev.runbook.dsl;

import dev.runbook.value.NoStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares values as conditions mean it: numbers by value whatever their type, a missing part as null. Called by
 * compiled runbooks in place of Groovy's operators wherever a JSON value or an earlier step's text takes part.
 */
public final class Comparison {
    private static final String PART = "a part of it";

    private Comparison() {}

    /** {@code ==} */
    public static boolean same(Object left, Object right) {
        Meter.charge(2);
        boolean simple = left instanceof String || left instanceof Integer;
        if (simple && right != null && left.getClass() == right.getClass()) {
            return left.equals(right);
        }
        Object a = Values.partly(left);
        Object b = Values.partly(right);
        if (namesAbsence(a, b) || namesAbsence(b, a)) {
            return true;
        }
        Left.usable(a, PART);
        Left.usable(b, PART);
        if (a instanceof Number x && b instanceof Number y) {
            refuseNoData(x, y);
            return compare(x, y) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!same(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.keySet().equals(y.keySet()) && x.keySet().stream().allMatch(key -> same(x.get(key), y.get(key)));
        }
        return Objects.equals(a, b);
    }

    /** {@code status == 0}: that no answer came. Of its status, nothing else can be said. */
    private static boolean namesAbsence(Object value, Object other) {
        return value instanceof NoStatus && other instanceof Number number && number.doubleValue() == 0;
    }

    /** {@code in}: whether a list holds such an element, a map such a key, a text such a part. */
    public static boolean in(Object element, Object whole) {
        Object all = Values.partly(whole);
        if (!(all instanceof List<?> list)) {
            return Json.of(all, "the value").contains(element);
        }
        Unreadable undecided = null;
        for (Object one : list) {
            try {
                if (same(element, one)) {
                    return true;
                }
            } catch (Unreadable neither) {
                undecided = neither; // another one may be the same
            }
        }
        if (undecided != null) {
            throw undecided;
        }
        return false;
    }

    /** {@code list.indexOf(element)} */
    public static int indexIn(Object element, Object list) {
        List<?> all = (List<?>) Values.partly(list);
        for (int i = 0; i < all.size(); i++) {
            if (same(element, all.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** {@code <}, {@code >} and their like: below zero, zero or above, as {@link Comparable#compareTo}. */
    @SuppressWarnings("unchecked")
    public static int order(Object left, Object right) {
        Object a = Values.plain(left);
        Object b = Values.plain(right);
        if (a instanceof Number x && b instanceof Number y) {
            refuseNoData(x, y);
            return compare(x, y);
        }
        if (a != null && b != null && a.getClass() == b.getClass() && a instanceof Comparable<?>) {
            return ((Comparable<Object>) a).compareTo(b);
        }
        throw new Unreadable("cannot tell which is more: " + shown(a) + " or " + shown(b));
    }

    /** Infinities have no exact form; they compare as floating-point numbers do. */
    private static int compare(Number a, Number b) {
        return Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue())
                ? number(a).compareTo(number(b))
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    /** Whatever is asked of it, also whether it differs: no data must never count as good. */
    private static void refuseNoData(Number a, Number b) {
        if (Double.isNaN(a.doubleValue()) || Double.isNaN(b.doubleValue())) {
            throw new Unreadable(
                    "NaN, which is no data, is neither more nor less than anything, nor equal, nor different");
        }
    }

    /**
     * What a condition says. What is missing does not hold.
     *
     * @throws Unreadable for a value that is neither true nor false
     */
    static boolean holds(Object value) {
        Object plain = Values.plain(value);
        if (plain == null || plain instanceof Boolean) {
            return Boolean.TRUE.equals(plain);
        }
        String kind = Kind.of(plain).map(Kind::words).orElse("a value");
        throw new Unreadable("a condition is true or false; this is " + kind + ": " + shown(plain));
    }

    private static String shown(Object value) {
        return value == null ? "nothing (null)" : value instanceof String ? "'" + value + "'" : value.toString();
    }

    static BigDecimal number(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }
}
