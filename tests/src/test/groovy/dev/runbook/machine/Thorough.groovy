package dev.runbook.machine

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target
import org.spockframework.runtime.extension.ExtensionAnnotation

/**
 * Takes longer than a developer's build should: skipped there, with the reason, and run in the long suite of {@code
 * .ci/run}, or with {@code -Drunbook.suites=all}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target([ElementType.TYPE, ElementType.METHOD])
@ExtensionAnnotation(ThoroughExtension)
@interface Thorough {
    /** Why it takes so long. */
    String value()

    /** True: the specification runs in a developer's build too, with a sample of its cases that it chooses itself. */
    boolean sampled() default false
}
