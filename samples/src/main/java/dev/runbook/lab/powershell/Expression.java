package dev.runbook.lab.powershell;

import java.util.List;

/**
 * A part of a script that has a value: text, a number, true or false, a list, or an object as a map from property to
 * value.
 */
@FunctionalInterface
interface Expression {
    Object value(Session session);

    /** Returns the values of a list, or the one value, or nothing for null. */
    static List<?> asList(Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
