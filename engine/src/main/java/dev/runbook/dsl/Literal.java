package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text that must be a literal, so that values enter it only through {@code ${}}, where they stay separate from
 * the author's text; concatenation with {@code +} would lose that separation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Literal {
    /** The language of the text, which decides where a value may be inserted. */
    Language value();

    /** The languages of texts. */
    enum Language {
        SHELL,
        POWERSHELL,
        SQL,
        URL,
        PROMQL,
        /** For people: any value anywhere. */
        MESSAGE
    }
}
