package dev.runbook.action;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The specification of one action, as the runbook declares it: immutable, comparable, printable. */
public interface ActionSpec {
    /**
     * Returns the word of the language: {@code shell}, {@code powershell}, {@code ssh}, {@code sql}, {@code copyRows},
     * {@code http}, {@code prometheus}.
     */
    String word();

    /**
     * Returns what would be executed, for display: values marked {@code ‹value›}, secrets by name, unknown values as
     * {@code ‹source›}. May have several lines.
     */
    String shown();

    /** Returns the targets that the action names, so that planning can report unknown ones. */
    List<Target> targets();

    Action action();

    /** Returns whether this kind of action is always idempotent: an HTTP GET, PUT or DELETE. */
    default boolean idempotent() {
        return false;
    }

    /** Returns the files whose text the action executes, so that a run keeps their content. */
    default List<Path> files() {
        return List.of();
    }

    /** Returns the flaws in those files, found without executing them. */
    default List<FileFinding> findings() {
        return List.of();
    }

    /**
     * Returns what the action needs on this machine and would not find in a run, one line each; checked before the
     * first step.
     */
    default List<String> missing(Environment environment) {
        return List.of();
    }

    /** Returns what the environment adds to the action, one line each, for the plan. */
    default List<String> notes(Environment environment) {
        return List.of();
    }

    /** Returns a one-line warning if the action sends a secret that others on the network can read. */
    default Optional<String> exposure() {
        return Optional.empty();
    }

    /**
     * Returns a task that preloads what the first attempt would otherwise wait for; the run executes it concurrently
     * with earlier steps. It has no external effects. Empty where preloading has no benefit; equal for specs with the
     * same needs.
     */
    default Optional<Runnable> warmup() {
        return Optional.empty();
    }
}
