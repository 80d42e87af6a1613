package dev.runbook.dsl;

import dev.runbook.value.NoStatus;
import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares values by the rules of conditions: numbers by value whatever their type, a missing part as null, and only
 * values of the same kind. A text never equals a number or an instant, so comparing the two is reported as a mistake.
 * Compiled runbooks call this class in place of Groovy's operators.
 */
public final class Comparison {
    private static final String PART = "a part of it";

    private Comparison() {}

    /** {@code ==} */
    public static boolean same(Object left, Object right) {
        WorkMeter.charge(2);
        boolean simple = left instanceof String || left instanceof Integer;
        if (simple && right != null && left.getClass() == right.getClass()) {
            return left.equals(right);
        }
        refuseUnknown(left);
        refuseUnknown(right);
        Object a = Values.partly(left);
        Object b = Values.partly(right);
        if (namesAbsence(a, b) || namesAbsence(b, a)) {
            return true;
        }
        ActionOutputs.usable(a, PART);
        ActionOutputs.usable(b, PART);
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof Unknown || b instanceof Unknown) {
            return a.equals(b);
        }
        refuseMismatch(a, b);
        return equal(a, b);
    }

    private static boolean equal(Object a, Object b) {
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

    /**
     * {@code <}, {@code >} and the other order operators: negative, zero or positive, as {@link Comparable#compareTo}.
     */
    public static int order(Object left, Object right) {
        refuseUnknown(left);
        refuseUnknown(right);
        Object a = Values.plain(left);
        Object b = Values.plain(right);
        if (a instanceof Unknown || b instanceof Unknown) {
            return 0; // a setting in a check without an environment
        }
        if (a == null || b == null) {
            throw new Unreadable("a value is missing, and a missing value cannot be compared with " + shown(a, b));
        }
        refuseMismatch(a, b);
        if (a instanceof Number x && b instanceof Number y) {
            refuseNoData(x, y);
            return compare(x, y);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return x.compareTo(y);
        }
        if (a instanceof Instant x && b instanceof Instant y) {
            return x.compareTo(y);
        }
        if (a instanceof String x && b instanceof String y) {
            refuseNumbersAsText(x, y);
            return x.compareTo(y);
        }
        throw new Unreadable(described(a) + " and " + described(b) + " have no order");
    }

    /** Rejects a value that the run does not know yet; a setting without an environment is only a placeholder. */
    private static void refuseUnknown(Object value) {
        if (value instanceof RunTimeValue late && late.plain() instanceof Unknown unknown) {
            throw new Unreadable(
                    unknown + " is known only in a run, and the plan cannot depend on it",
                    "decide on it in onlyIf { … } or expect { … }");
        }
    }

    /** {@code status == 0}: no response was received. No other comparison of its status is possible. */
    private static boolean namesAbsence(Object value, Object other) {
        return value instanceof NoStatus && other instanceof Number number && number.doubleValue() == 0;
    }

    /** {@code in}: whether a list contains the element, a map the key, a text the substring. */
    public static boolean in(Object element, Object whole) {
        Object all = Values.partly(whole);
        if (all instanceof Unknown) {
            return false; // a setting in a check without an environment
        }
        if (!(all instanceof Collection<?> list)) {
            return (whole instanceof Json part ? part : Json.of(all, "the value")).contains(element);
        }
        Object sought = Values.partly(element);
        Unreadable undecided = null;
        Object ofAnotherKind = null;
        boolean comparable = false;
        for (Object one : list) {
            if (mismatched(sought, Values.partly(one))) {
                ofAnotherKind = ofAnotherKind == null ? one : ofAnotherKind;
                continue;
            }
            comparable = true;
            try {
                if (same(element, one)) {
                    return true;
                }
            } catch (Unreadable neither) {
                undecided = neither; // another element may be equal
            }
        }
        if (undecided != null) {
            throw undecided;
        }
        if (!comparable && ofAnotherKind != null) {
            refuseMismatch(sought, Values.partly(ofAnotherKind));
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

    private static void refuseMismatch(Object a, Object b) {
        if (mismatched(a, b)) {
            throw new Unreadable(
                    described(a) + " and " + described(b) + " cannot be compared",
                    KindMismatch.cure(
                                    ValueKind.of(a).orElseThrow(),
                                    "…",
                                    ValueKind.of(b).orElseThrow(),
                                    "…")
                            .stream()
                            .toArray(String[]::new));
        }
    }

    private static boolean mismatched(Object a, Object b) {
        if (a == null || b == null) {
            return false;
        }
        Optional<ValueKind> one = ValueKind.of(a);
        Optional<ValueKind> other = ValueKind.of(b);
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    /** {@code '10' > '9'} is false, because texts are ordered character by character. */
    private static void refuseNumbersAsText(String a, String b) {
        if (isNumber(a) && isNumber(b)) {
            throw new Unreadable(
                    described(a) + " and " + described(b) + " would be ordered as texts, character by character",
                    "make numbers of them: ….toInteger()");
        }
    }

    private static boolean isNumber(String text) {
        return text.strip().matches("[-+]?\\d+(\\.\\d+)?");
    }

    /** Infinities have no exact form; they compare as floating-point numbers do. */
    private static int compare(Number a, Number b) {
        return Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue())
                ? number(a).compareTo(number(b))
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    /** NaN rejects every comparison, including {@code !=}: missing data must never count as good. */
    private static void refuseNoData(Number a, Number b) {
        if (Double.isNaN(a.doubleValue()) || Double.isNaN(b.doubleValue())) {
            throw new Unreadable("NaN means no data: it cannot be compared");
        }
    }

    /**
     * Evaluates a condition. A missing value does not hold.
     *
     * @throws Unreadable for a value that is neither true nor false
     */
    static boolean holds(Object value) {
        if (value instanceof Setting setting) {
            return setting.asBoolean();
        }
        Object plain = Values.plain(value);
        if (plain == null || plain instanceof Boolean) {
            return Boolean.TRUE.equals(plain);
        }
        throw new Unreadable("a condition is true or false; this is " + described(plain));
    }

    private static String shown(Object a, Object b) {
        return a == null && b == null ? "another" : described(a == null ? b : a);
    }

    /** Describes a value with its kind: {@code text 'v1'}, {@code a number 5}. */
    static String described(Object plain) {
        String words = ValueKind.of(plain).map(ValueKind::words).orElse("a value");
        return plain == null
                ? words
                : words + " " + (plain instanceof String ? "'" + plain + "'" : Template.readable(plain));
    }

    static BigDecimal number(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }
}
