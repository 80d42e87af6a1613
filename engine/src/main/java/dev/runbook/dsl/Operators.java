package dev.runbook.dsl;

import groovy.lang.GString;
import groovy.lang.IntRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The operators, literals and conversions of the language. The compiler calls these in place of Groovy's runtime, which
 * uses reflection to find what a value supports, and would construct any object from a list or a map.
 */
public final class Operators {
    private static final int LONGEST_RANGE = 10_000;
    private static final Set<Class<?>> KEYS = Set.of(
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            Duration.class,
            Instant.class);

    private Operators() {}

    // literals

    public static List<?> createList(Object[] elements) {
        WorkMeter.elements(elements.length);
        return new ArrayList<>(Arrays.asList(elements));
    }

    /** @param parts alternating keys and values */
    public static Map<?, ?> createMap(Object[] parts) {
        WorkMeter.elements(parts.length);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            map.put(key(parts[i]), parts[i + 1]);
        }
        return map;
    }

    /** Checks a map key; a list or a map is rejected, because its content may change. */
    static Object key(Object value) {
        boolean text = value instanceof GString || value instanceof Character;
        Object plain = text ? castToString(value) : Values.plain(value);
        if (plain != null && !KEYS.contains(plain.getClass())) {
            throw new Unreadable("the key of a map is a text or a number");
        }
        return plain;
    }

    public static IntRange range(int from, int to, boolean withEnd) {
        if (Math.abs((long) to - from) >= LONGEST_RANGE) {
            throw new Unreadable("a range of more than " + LONGEST_RANGE + " numbers is too long for a runbook");
        }
        return new IntRange(withEnd, from, to);
    }

    public static Object unaryMinus(Object number) {
        return number instanceof Json json ? json.multiply(-1) : NumberMethods.unaryMinus((Number) number);
    }

    /** {@code ~/v\d+/} */
    public static Object bitwiseNegate(Object pattern) {
        return Patterns.named(castToString(pattern));
    }

    // comparison

    public static boolean compareEqual(Object left, Object right) {
        return Comparison.same(left, right);
    }

    public static boolean compareNotEqual(Object left, Object right) {
        return !Comparison.same(left, right);
    }

    public static boolean compareLessThan(Object left, Object right) {
        return Comparison.order(left, right) < 0;
    }

    public static boolean compareLessThanEqual(Object left, Object right) {
        return Comparison.order(left, right) <= 0;
    }

    public static boolean compareGreaterThan(Object left, Object right) {
        return Comparison.order(left, right) > 0;
    }

    public static boolean compareGreaterThanEqual(Object left, Object right) {
        return Comparison.order(left, right) >= 0;
    }

    /** {@code text ==~ pattern} */
    public static boolean matchRegex(Object text, Object pattern) {
        return text != null
                && pattern != null
                && Patterns.matches(
                        pattern instanceof Pattern compiled ? compiled.pattern() : castToString(pattern),
                        castToString(text));
    }

    /** Adds two elements of a list. */
    static Object plus(Object left, Object right) {
        if (left instanceof Setting || right instanceof Setting) {
            return plus(Values.plain(left), Values.plain(right));
        }
        if (left instanceof Number a && right instanceof Number b) {
            return NumberMethods.plus(a, b);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.plus(b);
        }
        if (left instanceof Collection<?> a && right instanceof Collection<?> b) {
            return ListMethods.plus(a, b);
        }
        if (left instanceof CharSequence text) {
            return TextMethods.plus(text, right);
        }
        if (left instanceof Json a && right instanceof Json b) {
            return a.plus(b);
        }
        throw new Unreadable("only numbers, texts, times and lists have a sum");
    }

    // conversion

    /** Converts a condition to true or false; a missing value is not true. */
    public static boolean booleanUnbox(Object value) {
        return Comparison.holds(value);
    }

    public static int intUnbox(Object value) {
        return ((Number) value).intValue();
    }

    public static long longUnbox(Object value) {
        return ((Number) value).longValue();
    }

    public static String castToString(Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof Setting setting) {
            return setting.toString();
        }
        return WorkMeter.text(value instanceof GString text ? PlainText.of(text) : String.valueOf(Values.plain(value)));
    }

    /** Converts a value to the required type. Never constructs an object from a list or a map. */
    public static Object castToType(Object value, Class<?> type) {
        if (value == null || type.isInstance(value)) {
            return value;
        }
        if (type == String.class || type == CharSequence.class) {
            return castToString(value);
        }
        if (type == Boolean.class) {
            return booleanUnbox(value);
        }
        if (value instanceof Number number && Number.class.isAssignableFrom(type)) {
            return number(number, type);
        }
        if (value instanceof Object[] array && type.isAssignableFrom(ArrayList.class)) {
            return createList(array);
        }
        if (value instanceof Collection<?> list
                && Set.class.isAssignableFrom(type)
                && type.isAssignableFrom(LinkedHashSet.class)) {
            Set<Object> set = new LinkedHashSet<>();
            list.forEach(element -> set.add(key(element)));
            return set;
        }
        throw new ClassCastException("this value has the wrong type here");
    }

    private static Object number(Number number, Class<?> type) {
        NumberMethods.bounded(number);
        if (type == Integer.class) {
            return number.intValue();
        }
        if (type == Long.class) {
            return number.longValue();
        }
        if (type == Double.class) {
            return number.doubleValue();
        }
        if (type == BigDecimal.class) {
            return Comparison.number(number);
        }
        throw new ClassCastException("this number has the wrong type here");
    }

    /** Returns the iterator of a {@code for} loop. */
    public static Iterator<?> iterator(Object elements) {
        if (elements instanceof Iterable<?> list && !(elements instanceof RunTimeValue)) {
            return list.iterator();
        }
        if (elements instanceof Map<?, ?> map) {
            return map.entrySet().iterator();
        }
        if (elements instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        throw new Unreadable("'for' iterates over a list", "write for (one in list) { }");
    }
}
