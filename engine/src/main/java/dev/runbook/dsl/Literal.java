package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks text that must be written in place, so that a value reaches it only through {@code ${}}, where it stays apart
 * from the author's text: joined with {@code +} the line between the two would be lost.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Literal {
    /** The language the text is in; it decides where a value may stand. */
    Language value();

    /** What a text is read by. */
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
