package dev.runbook.compile;

import java.util.Set;

/** What may be written after the dot of a plain value, and the types an author may name. */
final class PlainMembers {
    /** The words a time, a size or a share is written with: {@code 5.minutes}. */
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
            "kilobyte",
            "kilobytes",
            "megabyte",
            "megabytes",
            "percent");

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

    /** The members of a type by name; which signatures of a method are allowed says {@link AllowedCalls}. */
    static Set<String> of(String type) {
        return AllowedCalls.typeOf(type).map(AllowedCalls::membersOf).orElse(Set.of());
    }
}
