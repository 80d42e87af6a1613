package dev.runbook.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an argument that is decided before the run, although its type would take a value that only a run knows. Names
 * ({@link Names}), times, numbers and truth values are decided before the run without this mark.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Repeatable(Planned.All.class)
public @interface Planned {
    /** Why it cannot wait for the run. */
    Reason value();

    /** The named arguments it is about; empty when it is about the parameter itself. */
    String[] option() default {};

    /** Why an argument cannot wait for the run. */
    enum Reason {
        /** A file that is read by {@code check}. */
        FILE,
        /** A runbook that is planned along with this one. */
        RUNBOOK,
        /** A value that an operator reads in the plan, such as how much may be deleted. */
        SHOWN
    }

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface All {
        Planned[] value();
    }
}
