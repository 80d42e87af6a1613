package dev.runbook.action;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What one action is to do, as the runbook says it: immutable, comparable, printable. */
public interface ActionSpec {
    /**
     * The word of the language: {@code shell}, {@code powershell}, {@code ssh}, {@code sql}, {@code copyRows}, {@code http},
     * {@code prometheus}.
     */
    String word();

    /** What would run, for people: values marked {@code ‹value›}, secrets by name, unknown values as {@code ‹source›}. May be several lines. */
    String shown();

    /** The environment's targets it names, so that planning can tell unknown ones. */
    List<Target> targets();

    Action action();

    /** Whether its kind alone says that doing it twice does what doing it once does: an HTTP GET, PUT or DELETE. */
    default boolean idempotent() {
        return false;
    }

    /** Files whose text it runs, so that a run keeps what they said. */
    default List<Path> files() {
        return List.of();
    }

    /** The flaws of those files, found without running them. */
    default List<FileFinding> findings() {
        return List.of();
    }

    /** What it needs on this machine and would not find in a run, a line each; looked for before the first step. */
    default List<String> missing(Environment environment) {
        return List.of();
    }

    /** A warning in a line when it sends a secret that others on the network can read; empty otherwise. */
    default Optional<String> exposure() {
        return Optional.empty();
    }

    /**
     * Loads into this process what its first attempt would else wait for; the run does it beside the steps before that.
     * It touches nothing outside. Empty where there is nothing worth it; equal for specs that need the same.
     */
    default Optional<Runnable> readying() {
        return Optional.empty();
    }
}
