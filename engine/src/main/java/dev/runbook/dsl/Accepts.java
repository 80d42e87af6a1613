package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an argument of type {@code Object} that takes values of these types only. Java has no common type for text and
 * for a part of a document, which may be a text once the run knows it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Repeatable(Accepts.All.class)
public @interface Accepts {
    /** The types; the first is the one a message shows as a sample. */
    Class<?>[] value();

    /** The named arguments it is about; empty when it is about the parameter itself. */
    String[] option() default {};

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface All {
        Accepts[] value();
    }
}
