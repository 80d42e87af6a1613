package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Restricts an argument of type {@code Object} to values of these types. Java has no common type for a text and a part
 * of a document, which may turn out to be a text in the run.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Repeatable(Accepts.All.class)
public @interface Accepts {
    /** The accepted types; messages show the first as a sample. */
    Class<?>[] value();

    /** The named arguments that this applies to; empty for the parameter itself. */
    String[] option() default {};

    /** The repeated annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface All {
        Accepts[] value();
    }
}
