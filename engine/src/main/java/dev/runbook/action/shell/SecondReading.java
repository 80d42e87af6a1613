package dev.runbook.action.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows the commands that take an argument of theirs as code: a value handed to one of them is read a second time. */
final class SecondReading {
    private static final Set<String> ANYWHERE = Set.of("eval", "trap");
    private static final Set<String> AS_THE_COMMAND = Set.of("ssh", "let", "alias");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "zsh", "su", "runuser");
    private static final Set<String> BEFORE_A_COMMAND = Set.of(
            "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "sudo", "exec", "command", "nohup");

    private SecondReading() {}

    /** The command that reads a value after {@code before} again, for people. */
    static Optional<String> by(String before) {
        List<String> words = Arrays.stream(before.strip().split("\\s+")).toList();
        String shell = null;
        boolean atTheCommand = true;
        for (String word : words) {
            String name = word.substring(word.lastIndexOf('/') + 1);
            if (ANYWHERE.contains(name) || (atTheCommand && AS_THE_COMMAND.contains(name))) {
                return Optional.of(name);
            }
            if (SHELLS.contains(name)) {
                shell = name;
            } else if (shell != null && word.matches("-[a-zA-Z]*c")) {
                return Optional.of(shell + " -c");
            }
            atTheCommand = atTheCommand && (BEFORE_A_COMMAND.contains(name) || word.matches("[A-Za-z_]\\w*=.*|-.*"));
        }
        return Optional.empty();
    }
}
