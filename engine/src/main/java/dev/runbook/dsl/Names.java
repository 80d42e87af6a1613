package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an argument that is a name: it must be known when the runbook is planned, and its position is recorded. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Names {
    /** {@code service}, {@code database}, … or {@link NamePosition#NAME}. */
    String value();

    /** The named arguments that are names; empty for the parameter itself. */
    String[] option() default {};

    /**
     * The named argument that lists the targets among which a value of the run may choose. It takes a list, which must
     * be known before the run; where it is given, the names are texts that need not be known.
     */
    String among() default "";
}
