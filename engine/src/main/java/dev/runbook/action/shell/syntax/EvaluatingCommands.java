package dev.runbook.action.shell.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds commands that execute an argument as code: a value passed to one of them is parsed a second time. */
final class EvaluatingCommands {
    private static final Set<String> ANYWHERE = Set.of("eval", "trap");
    private static final Set<String> AS_THE_COMMAND = Set.of("ssh", "let", "alias");

    /** Commands that take the name of a variable, and in bash evaluate its subscript. */
    private static final Set<String> TAKE_A_NAME = Set.of("read", "declare", "typeset", "local", "unset", "mapfile");

    /** Commands that execute the argument after an option, whose letter may be combined with others. */
    private static final Map<String, String> BEHIND_AN_OPTION = Map.ofEntries(
            Map.entry("sh", "c"),
            Map.entry("bash", "c"),
            Map.entry("dash", "c"),
            Map.entry("ash", "c"),
            Map.entry("ksh", "c"),
            Map.entry("zsh", "c"),
            Map.entry("su", "c"),
            Map.entry("runuser", "c"),
            Map.entry("pwsh", "c"),
            Map.entry("python", "c"),
            Map.entry("python3", "c"),
            Map.entry("perl", "eE"),
            Map.entry("ruby", "e"),
            Map.entry("node", "e"),
            Map.entry("psql", "c"),
            Map.entry("mysql", "e"),
            Map.entry("sqlcmd", "Qq"),
            Map.entry("printf", "v"),
            Map.entry("test", "v"),
            Map.entry("[", "v"));

    /** Commands whose first argument that is not an option is a program. */
    private static final Set<String> PROGRAM_FIRST = Set.of("awk", "gawk", "mawk", "sed", "jq");

    private static final Set<String> BEFORE_A_COMMAND = Set.of(
            "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "sudo", "exec", "command", "nohup",
            "xargs");

    private EvaluatingCommands() {}

    /** Returns the command that parses a value after {@code before} again, for display. */
    static Optional<String> by(String before) {
        List<String> words = Arrays.stream(before.strip().split("\\s+")).toList();
        String reader = null;
        boolean atTheCommand = true;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.substring(word.lastIndexOf('/') + 1);
            if (ANYWHERE.contains(name) || (atTheCommand && AS_THE_COMMAND.contains(name))) {
                return Optional.of(name);
            }
            if (atTheCommand && TAKE_A_NAME.contains(name) && !before.matches("(?s).*\\s\"?\\w+=\\S*")) {
                return Optional.of(name);
            }
            if (atTheCommand && PROGRAM_FIRST.contains(name)) {
                return program(name, before, words.subList(i + 1, words.size()));
            }
            if (BEHIND_AN_OPTION.containsKey(name)) {
                reader = name;
            } else if (reader != null && word.matches("-[a-zA-Z]*[" + BEHIND_AN_OPTION.get(reader) + "]")) {
                return Optional.of(reader + " " + "-" + word.charAt(word.length() - 1));
            }
            atTheCommand = atTheCommand && (BEFORE_A_COMMAND.contains(name) || word.matches("[A-Za-z_]\\w*=.*|-.*"));
        }
        return Optional.empty();
    }

    /**
     * Returns the command if the value is part of its program: no argument that is not an option has ended before it.
     */
    private static Optional<String> program(String name, String before, List<String> arguments) {
        String rest = before.substring(before.indexOf(name) + name.length()).stripLeading();
        boolean named = !arguments.isEmpty()
                && (arguments.get(arguments.size() - 1).startsWith("-")
                        || (arguments.size() > 1
                                && arguments.get(arguments.size() - 2).matches("-[vF]|--arg|--argjson"))
                        || (arguments.size() > 2
                                && arguments.get(arguments.size() - 3).matches("--arg|--argjson"))
                        || arguments.get(arguments.size() - 1).matches("\"?[A-Za-z_]\\w*="));
        boolean open = rest.chars().filter(c -> c == '\'' || c == '"').count() % 2 == 1;
        boolean first = rest.isEmpty();
        return !named && (open || first) ? Optional.of(name) : Optional.empty();
    }
}
