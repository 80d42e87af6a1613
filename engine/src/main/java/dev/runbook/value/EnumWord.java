package dev.runbook.value;

import java.util.Arrays;
import java.util.Optional;

/**
 * The words of enums in journals, in the output for programs and in the language: the constant's name in camel case,
 * {@code timedOut} for {@code TIMED_OUT}.
 */
public final class EnumWord {
    private EnumWord() {}

    public static String of(Enum<?> constant) {
        String name = constant.name();
        StringBuilder word = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean capital = i > 0 && name.charAt(i - 1) == '_';
            if (name.charAt(i) != '_') {
                word.append(capital ? name.charAt(i) : Character.toLowerCase(name.charAt(i)));
            }
        }
        return word.toString();
    }

    /** Returns the constant with that word. */
    public static <E> Optional<E> find(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of((Enum<?>) constant).equals(word))
                .findFirst();
    }
}
