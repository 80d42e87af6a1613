package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an argument that names something: it is known when the runbook is planned, and its place is noted. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Names {
    /** {@code service}, {@code database}, … or {@link NamePosition#NAME}. */
    String value();

    /** The named arguments that hold names; empty when the parameter itself is one. */
    String[] option() default {};
}
