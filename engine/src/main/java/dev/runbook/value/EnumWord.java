package dev.runbook.value;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The words of enum constants: for programs and the language in camel case, for people with spaces. */
public final class EnumWord {
    private EnumWord() {}

    /** Returns {@code timedOut} for {@code TIMED_OUT}, as in journals and in the language. */
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

    /** Returns {@code timed out} for {@code TIMED_OUT}, as on the console, in transcripts and in causes. */
    public static String phrase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the constant with that word. */
    public static <E> Optional<E> find(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of((Enum<?>) constant).equals(word))
                .findFirst();
    }
}
