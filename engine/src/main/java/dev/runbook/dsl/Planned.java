package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an argument that must be known before the run, although its type accepts a value that only a run knows. Names
 * ({@link Names}), times, numbers and truth values must be known before the run without this mark.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Repeatable(Planned.All.class)
public @interface Planned {
    /** The reason why the argument cannot wait for the run. */
    Reason value();

    /** The named arguments that this applies to; empty for the parameter itself. */
    String[] option() default {};

    /** The reasons why an argument cannot wait for the run. */
    enum Reason {
        /** A file that {@code check} reads. */
        FILE,
        /** A runbook that is planned together with this one. */
        RUNBOOK,
        /** A value that an operator reads in the plan, such as how much may be deleted. */
        SHOWN
    }

    /** The repeated annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface All {
        Planned[] value();
    }
}
