package dev.runbook.action.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that runs a script, as named in the script's first line ({@code #!/usr/bin/env python3}).
 *
 * @param path the program as written
 * @param argument the rest of the line, passed as a single argument, as the kernel does
 */
record Interpreter(String path, Optional<String> argument) {
    private static final Pattern FIRST_LINE = Pattern.compile("#!\\s*(\\S+)(?:\\s+(.*\\S))?\\s*");

    /** Shells that end a script at its first failing command when called with {@code -e}. */
    private static final Set<String> WITH_ERREXIT = Set.of("sh", "bash", "dash", "ash", "ksh", "ksh93", "mksh", "zsh");

    private static final Interpreter SH = new Interpreter("/bin/sh", Optional.empty());

    static Interpreter of(String firstLine) {
        Matcher named = FIRST_LINE.matcher(firstLine);
        return named.matches() ? new Interpreter(named.group(1), Optional.ofNullable(named.group(2))) : SH;
    }

    /**
     * Returns whether any POSIX shell can run the script: the first line names {@code sh}, with nothing but letters for
     * {@code set}, or is missing.
     */
    boolean isSh() {
        return program().equals("sh") && (isEnv() || argument.stream().allMatch(Interpreter::isLetters));
    }

    /** Returns whether the named program supports POSIX shell only. */
    boolean isPosixOnly() {
        return isSh() || Set.of("sh", "dash").contains(program());
    }

    /** Why the system cannot start the interpreter as the author intends. */
    record Problem(String message, String cure) {}

    /** Returns what is wrong with the first line; the system passes everything after the program as one argument. */
    Optional<Problem> problem() {
        if (argument.filter(words -> words.matches(".*\\s.*")).isEmpty()) {
            return Optional.empty();
        }
        if (!isEnv()) {
            return Optional.of(new Problem(
                    "the system gives '" + argument.get() + "' to " + path + " as one argument",
                    "write one word after the program; options can be set in the script: set -eu"));
        }
        return argument.get().matches("-S.*|--split-string.*|-\\w*S.*")
                ? Optional.empty()
                : Optional.of(new Problem(
                        "env looks for a program called '" + argument.get() + "'",
                        "write #!" + path + " -S " + argument.get()));
    }

    /** Returns the letters for {@code set} after {@code sh}. */
    Optional<String> letters() {
        return isEnv() ? Optional.empty() : argument;
    }

    private static boolean isLetters(String option) {
        return option.matches("-[abefhmnuvxC]+");
    }

    /** Returns the program's plain name, resolved through {@code env}: {@code python3}. */
    String program() {
        List<String> words = new ArrayList<>(List.of(path));
        if (isEnv()) {
            words = Arrays.stream(argument.orElse("").split("\\s+"))
                    .filter(word -> !word.startsWith("-") && !word.contains("="))
                    .toList();
        }
        String first = words.isEmpty() ? path : words.get(0);
        return first.substring(first.lastIndexOf('/') + 1);
    }

    private boolean isEnv() {
        return path.endsWith("/env");
    }

    /** Returns what the script needs to run: the program's path, or its name where {@code env} looks for it. */
    String needed() {
        return isEnv() ? program() : path;
    }

    /** Returns the programs that must exist: with {@code env}, also the program it finds. */
    List<String> programs() {
        return isEnv() ? List.of(path, program()) : List.of(path);
    }

    /** Returns the words before the script's file. */
    List<String> command(boolean carryOn) {
        List<String> command = new ArrayList<>(List.of(path));
        argument.ifPresent(command::add);
        if (!carryOn && WITH_ERREXIT.contains(program())) {
            command.add("-e");
        }
        return command;
    }
}
