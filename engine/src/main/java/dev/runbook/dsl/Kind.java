package dev.runbook.dsl;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of values an author tells apart. Only values of one kind are compared. */
public enum Kind {
    TEXT("text"),
    NUMBER("a number"),
    TRUTH("true or false"),
    DURATION("a duration"),
    INSTANT("an instant"),
    LIST("a list"),
    MAP("a map"),
    NOTHING("nothing");

    private static final Map<String, Kind> LEFT = left();

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** As a message names it. */
    public String words() {
        return words;
    }

    /** Whether values of this kind have an order. */
    public boolean isOrdered() {
        return this == TEXT || this == NUMBER || this == DURATION || this == INSTANT;
    }

    /** The kind of a plain value; empty for one that is only handed on, such as a secret. */
    static Optional<Kind> of(Object plain) {
        return plain == null ? Optional.of(NOTHING) : ofType(plain.getClass());
    }

    /** The kind of what actions leave under a name; empty where the name does not tell. */
    public static Optional<Kind> ofLeft(String name) {
        return Optional.ofNullable(LEFT.get(name));
    }

    private static Map<String, Kind> left() {
        Map<String, Kind> left = new HashMap<>();
        left.put("status", NUMBER); // its type is open, for there may be no answer
        for (Method word : ExpectBlock.class.getDeclaredMethods()) {
            if (word.getParameterCount() == 0 && word.getName().startsWith("get")) {
                String name = word.getName().substring("get".length());
                ofType(word.getReturnType())
                        .ifPresent(kind -> left.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), kind));
            }
        }
        return Map.copyOf(left);
    }

    /** The kind of every value of a type; empty where the type does not tell. */
    public static Optional<Kind> ofType(Class<?> type) {
        if (type.isPrimitive()) {
            return Optional.of(type == boolean.class ? TRUTH : NUMBER);
        }
        if (type == Setting.class) {
            return Optional.empty();
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return Optional.of(TEXT);
        }
        if (Number.class.isAssignableFrom(type)) {
            return Optional.of(NUMBER);
        }
        if (type == Boolean.class) {
            return Optional.of(TRUTH);
        }
        if (type == Duration.class || type == RunDuration.class) {
            return Optional.of(DURATION);
        }
        if (type == Instant.class || type == RunInstant.class) {
            return Optional.of(INSTANT);
        }
        if (List.class.isAssignableFrom(type)) {
            return Optional.of(LIST);
        }
        return Map.class.isAssignableFrom(type) ? Optional.of(MAP) : Optional.empty();
    }
}
