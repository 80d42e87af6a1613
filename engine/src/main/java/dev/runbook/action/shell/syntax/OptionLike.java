package dev.runbook.action.shell.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds commands that would parse a value with a leading dash as an option. */
final class OptionLike {
    private static final Set<String> TAKE_NO_OPTIONS = Set.of(
            "echo",
            "printf",
            "test",
            "[",
            ":",
            "true",
            "false",
            "export",
            "local",
            "readonly",
            "exit",
            "return",
            "shift",
            "sleep",
            "for",
            "case",
            "in",
            "eval",
            "trap",
            "expr",
            "basename",
            "dirname",
            "env");

    /** Commands for which the word after {@code -rf} is a file; for others it may be the option's argument. */
    private static final Set<String> WITH_FLAGS_ONLY = Set.of(
            "rm", "rmdir", "cp", "mv", "ln", "ls", "cat", "chmod", "chown", "chgrp", "mkdir", "touch", "kill", "pkill",
            "killall", "gzip", "gunzip", "shred", "rsync", "scp", "less", "wc", "stat", "du");

    private static final Set<String> BEFORE_A_COMMAND = Set.of(
            "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "sudo", "exec", "command", "nohup");

    private OptionLike() {}

    /** Returns the command and its text before the value, for display. */
    static Optional<String> to(String before) {
        boolean begins = before.isEmpty() || Character.isWhitespace(before.charAt(before.length() - 1));
        List<String> words = Arrays.stream(before.strip().split("\\s+"))
                .dropWhile(word -> BEFORE_A_COMMAND.contains(word) || word.matches("[A-Za-z_]\\w*=.*"))
                .toList();
        if (!begins || words.isEmpty() || words.get(0).isEmpty() || words.contains("--")) {
            return Optional.empty();
        }
        String command = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
        String last = words.get(words.size() - 1);
        boolean ofAnOption = words.size() > 1 && last.startsWith("-") && !WITH_FLAGS_ONLY.contains(command);
        boolean named = words.size() > 2 && words.get(words.size() - 2).matches("--arg(json)?"); // jq's take two
        boolean file = last.endsWith(">") || last.endsWith("<");
        boolean word = command.matches("[A-Za-z0-9_.+-]+") && !TAKE_NO_OPTIONS.contains(command);
        return word && !ofAnOption && !named && !file ? Optional.of(command) : Optional.empty();
    }
}
