package dev.runbook.compile;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a runbook may do with plain values: methods and properties of Groovy's and Java's own types that only compute.
 * Deny by default: a member that is not in this table does not compile.
 *
 * <p>Each type has its own row, because the type checker names the type a method is declared in, not the one it was
 * called on.
 */
final class PlainMembers {
    private static final Set<String> TEXT = Set.of(
            "contains",
            "startsWith",
            "endsWith",
            "trim",
            "strip",
            "isEmpty",
            "empty",
            "isBlank",
            "blank",
            "length",
            "size",
            "toInteger",
            "isInteger",
            "integer",
            "toLong",
            "toBigDecimal",
            "toLowerCase",
            "toUpperCase",
            "capitalize",
            "readLines",
            "tokenize",
            "split",
            "replace",
            "matches",
            "substring",
            "indexOf",
            "lastIndexOf",
            "take",
            "drop",
            "plus",
            "equals",
            "equalsIgnoreCase",
            "compareTo",
            "toString");
    private static final Set<String> NUMBER = Set.of(
            "plus",
            "minus",
            "multiply",
            "div",
            "intdiv",
            "remainder",
            "mod",
            "negate",
            "unaryMinus",
            "abs",
            "intValue",
            "longValue",
            "toInteger",
            "toLong",
            "toBigDecimal",
            "compareTo",
            "equals",
            "toString");
    private static final Set<String> LIST = Set.of(
            "isCase",
            "isNotCase",
            "size",
            "isEmpty",
            "empty",
            "get",
            "getAt",
            "first",
            "last",
            "head",
            "tail",
            "init",
            "contains",
            "indexOf",
            "every",
            "any",
            "find",
            "findAll",
            "collect",
            "sum",
            "min",
            "max",
            "count",
            "join",
            "reverse",
            "sort",
            "toSorted",
            "unique",
            "toUnique",
            "take",
            "drop",
            "plus",
            "minus",
            "step",
            "withIndex",
            "toList",
            "equals");
    private static final Set<String> MAP = Set.of(
            "isCase",
            "isNotCase",
            "size",
            "isEmpty",
            "empty",
            "get",
            "getAt",
            "containsKey",
            "keySet",
            "values",
            "entrySet",
            "every",
            "any",
            "find",
            "findAll",
            "collect",
            "plus",
            "equals");
    private static final Set<String> DURATION = Set.of(
            "plus",
            "minus",
            "multipliedBy",
            "dividedBy",
            "toSeconds",
            "toMinutes",
            "toHours",
            "toMillis",
            "compareTo",
            "equals",
            "ago",
            "toString");
    /** The words a time or a share is written with: {@code 5.minutes}. */
    static final Set<String> UNITS = Set.of(
            "millisecond",
            "milliseconds",
            "second",
            "seconds",
            "minute",
            "minutes",
            "hour",
            "hours",
            "day",
            "days",
            "percent");

    private static final Map<String, Set<String>> TABLE = Map.ofEntries(
            Map.entry("java.lang.String", TEXT),
            Map.entry("java.lang.CharSequence", TEXT),
            Map.entry("groovy.lang.GString", TEXT),
            Map.entry("java.lang.Number", NUMBER),
            Map.entry("java.lang.Integer", with(NUMBER, UNITS)),
            Map.entry("int", with(NUMBER, UNITS)),
            Map.entry("java.lang.Long", NUMBER),
            Map.entry("long", NUMBER),
            Map.entry("java.lang.Double", NUMBER),
            Map.entry("double", NUMBER),
            Map.entry("java.math.BigDecimal", NUMBER),
            Map.entry("java.math.BigInteger", NUMBER),
            Map.entry("java.lang.Boolean", Set.of("toString", "equals")),
            Map.entry("boolean", Set.of("toString", "equals")),
            Map.entry("java.lang.Comparable", Set.of("compareTo")),
            Map.entry("java.lang.Iterable", LIST),
            Map.entry("java.util.Collection", LIST),
            Map.entry("java.util.List", LIST),
            Map.entry("java.util.Set", LIST),
            Map.entry("java.util.AbstractList", LIST),
            Map.entry("java.util.ArrayList", LIST),
            Map.entry("groovy.lang.Range", LIST),
            Map.entry("groovy.lang.IntRange", LIST),
            Map.entry("java.util.Map", MAP),
            Map.entry("java.util.LinkedHashMap", MAP),
            Map.entry("java.util.Map$Entry", Set.of("key", "value", "getKey", "getValue")),
            Map.entry("java.time.Duration", DURATION),
            Map.entry(
                    "java.time.Instant",
                    Set.of("plus", "minus", "isBefore", "isAfter", "compareTo", "equals", "toString")),
            Map.entry("groovy.lang.Closure", Set.of("call")));

    /** Types an author may name ({@code Integer n = 3}), and those the compiler has to resolve for their sake. */
    static final Set<String> TYPE_NAMES = Set.of(
            "java.lang.Object",
            "java.lang.String",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Boolean",
            "java.lang.Double",
            "java.lang.Number",
            "java.math.BigDecimal",
            "java.util.List",
            "java.util.Map",
            "java.util.Set",
            "java.time.Duration",
            "java.time.Instant");

    private PlainMembers() {}

    static Set<String> of(String type) {
        return TABLE.getOrDefault(type, Set.of());
    }

    private static Set<String> with(Set<String> some, Set<String> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
