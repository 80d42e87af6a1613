package dev.runbook.compile.vocabulary;

import java.util.Set;

/** Lists the members that may follow the dot on a plain value, and the types an author may name. */
public final class PlainMembers {
    /** The units of times, sizes and shares: {@code 5.minutes}. */
    public static final Set<String> UNITS = Set.of(
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
            "kilobyte",
            "kilobytes",
            "megabyte",
            "megabytes",
            "percent");

    /** Types an author may name ({@code Integer n = 3}), and those the compiler must resolve for them. */
    public static final Set<String> TYPE_NAMES = Set.of(
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

    /** Returns the members of a type by name; {@link AllowedCalls} decides which signatures of a method are allowed. */
    static Set<String> of(String type) {
        return AllowedCalls.typeOf(type).map(AllowedCalls::membersOf).orElse(Set.of());
    }
}
