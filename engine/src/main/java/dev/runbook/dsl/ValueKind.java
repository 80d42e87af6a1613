package dev.runbook.dsl;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of values that an author distinguishes. Only values of the same kind are compared. */
public enum ValueKind {
    TEXT("text"),
    NUMBER("a number"),
    TRUTH("true or false"),
    DURATION("a duration"),
    INSTANT("an instant"),
    LIST("a list"),
    MAP("a map"),
    NOTHING("nothing");

    private static final Map<String, ValueKind> LEFT = left();

    private final String words;

    ValueKind(String words) {
        this.words = words;
    }

    /** The name of the kind in messages. */
    public String words() {
        return words;
    }

    /** Whether values of this kind are ordered. */
    public boolean isOrdered() {
        return this == TEXT || this == NUMBER || this == DURATION || this == INSTANT;
    }

    /** The kind of a plain value; empty for a value that is only passed on, such as a secret. */
    static Optional<ValueKind> of(Object plain) {
        return plain == null ? Optional.of(NOTHING) : ofType(plain.getClass());
    }

    /** The kind of an action result of this name; empty if the name does not determine it. */
    public static Optional<ValueKind> ofLeft(String name) {
        return Optional.ofNullable(LEFT.get(name));
    }

    private static Map<String, ValueKind> left() {
        Map<String, ValueKind> left = new HashMap<>();
        left.put("status", NUMBER); // the type is open, because there may be no response
        for (Method word : ExpectBlock.class.getDeclaredMethods()) {
            if (word.getParameterCount() == 0 && word.getName().startsWith("get")) {
                String name = word.getName().substring("get".length());
                ofType(word.getReturnType())
                        .ifPresent(kind -> left.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), kind));
            }
        }
        return Map.copyOf(left);
    }

    /** The kind of every value of a type; empty if the type does not determine it. */
    public static Optional<ValueKind> ofType(Class<?> type) {
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
