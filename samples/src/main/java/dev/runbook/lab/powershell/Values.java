package dev.runbook.lab.powershell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Conversions and comparisons as PowerShell makes them. */
final class Values {
    private Values() {}

    static boolean isTrue(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return value instanceof List<?> list
                ? !list.isEmpty()
                : value != null && !value.toString().isEmpty();
    }

    static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value instanceof List<?> list
                ? list.stream().map(Values::text).collect(Collectors.joining(" "))
                : value.toString();
    }

    static double number(Object value) {
        try {
            return value instanceof Number number ? number.doubleValue() : Double.parseDouble(text(value));
        } catch (NumberFormatException none) {
            throw new PowerShellException("Cannot convert value \"" + text(value) + "\" to a number.");
        }
    }

    /** Compares two values with an operator such as {@code -eq}; texts without regard to case. */
    static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "-eq" -> equal(left, right);
            case "-ne" -> !equal(left, right);
            case "-lt" -> number(left) < number(right);
            case "-le" -> number(left) <= number(right);
            case "-gt" -> number(left) > number(right);
            case "-ge" -> number(left) >= number(right);
            default -> throw new PowerShellException("The lab's PowerShell does not know the operator " + operator);
        };
    }

    private static boolean equal(Object left, Object right) {
        return left instanceof Number
                ? number(left) == number(right)
                : text(left).equalsIgnoreCase(text(right)) && (left == null) == (right == null);
    }

    /** Returns a property of an object, whatever its case; null when there is none. */
    static Object property(Object value, String name) {
        if (value instanceof List<?> list && name.equalsIgnoreCase("Count")) {
            return (long) list.size();
        }
        if (value instanceof String text && name.equalsIgnoreCase("Length")) {
            return (long) text.length();
        }
        if (value instanceof Map<?, ?> object) {
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                if (entry.getKey().toString().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                    return entry.getValue();
                }
            }
        }
        return null;
    }
}
