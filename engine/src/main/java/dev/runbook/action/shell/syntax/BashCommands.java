package dev.runbook.action.shell.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds commands, and options of commands, that exist in bash but not in a POSIX shell. */
final class BashCommands {
    /** The beginning of a command: its name, after assignments and prefix words, and its arguments. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^|[;&|()`{!]|\\b(?:if|then|else|elif|while|until|do|in))[ \\t]*"
                    + "(?:(?:if|then|else|elif|while|until|do|!|\\{|exec|command|nohup)[ \\t]+|[A-Za-z_]\\w*=[^\\s;&|()]*[ \\t]+)*"
                    + "(?<name>[A-Za-z_.][\\w.-]*|\\[)(?=[\\s;&|)]|$)(?<arguments>[^;&|()\\n]*)");

    private static final String NOT_KNOWN = "sh does not support ";

    /** Commands that only bash and related shells have, each with its replacement. */
    private static final Map<String, String> OF_BASH = Map.ofEntries(
            Map.entry("source", "write . ./FILE"),
            Map.entry("pushd", "write (cd FOLDER && …)"),
            Map.entry("popd", "write (cd FOLDER && …)"),
            Map.entry("dirs", "write pwd"),
            Map.entry("declare", "write name=value"),
            Map.entry("typeset", "write name=value"),
            Map.entry("let", "write x=$((x + 1))"),
            Map.entry("shopt", "avoid it, or move the script to a separate file that begins with #!/bin/bash"),
            Map.entry("mapfile", "write while read -r line; do …; done <FILE"),
            Map.entry("readarray", "write while read -r line; do …; done <FILE"),
            Map.entry("disown", "start it with nohup"),
            Map.entry("builtin", "write command"),
            Map.entry("coproc", "use a pipe"),
            Map.entry("caller", "do without"),
            Map.entry("compgen", "do without"),
            Map.entry("enable", "do without"));

    /** An option or operand that a command accepts only in bash. */
    private record Only(String command, Pattern argument, String problem, String cure) {
        Only(String command, String regex, String problem, String cure) {
            this(command, Pattern.compile(regex), problem, cure);
        }
    }

    private static final List<Only> ONLY = List.of(
            new Only("echo", "^[ \\t]+-[nE]*e[neE]*(?=\\s|$)", "sh prints the -e of echo", "write printf '%b\\n' TEXT"),
            new Only(
                    "read", "(?<=\\s)-[a-qs-zA-Z]\\w*", "sh supports only the option -r of read", "write read -r NAME"),
            new Only("read", "^(?:[ \\t]+-r)?[ \\t]*$", "sh needs a name after read", "write read -r NAME"),
            new Only("local", "(?<=\\s)-[a-zA-Z]+", "sh supports no option of local", "write local name"),
            new Only("export", "(?<=\\s)-[fn]+", "sh cannot export functions", "write the function where it is used"),
            new Only("printf", "^[ \\t]+-v(?=\\s)", "sh does not support printf -v", "write name=$(printf …)"),
            new Only(
                    "trap",
                    "(?<=\\s)(?:ERR|DEBUG|RETURN)(?=\\s|$)",
                    "sh does not support this trap",
                    "write trap … EXIT"),
            new Only(
                    "trap",
                    "(?<=\\s)SIG[A-Z]+(?=\\s|$)",
                    "not every sh accepts SIG… as the name of a signal",
                    "write it without SIG"),
            new Only(
                    "kill",
                    "(?<=[\\s-])SIG[A-Z]+(?=\\s|$)",
                    "not every sh accepts SIG… as the name of a signal",
                    "write it without SIG"),
            new Only(
                    "set",
                    "(?<=\\s)-\\w*o[ \\t]+pipefail",
                    "not every sh supports pipefail, and one that does not ends the script",
                    "check the result of each command, or begin a script file with #!/bin/bash"),
            new Only("wait", "(?<=\\s)-[np]", "sh does not support wait -n", "wait for each number: wait $!"),
            new Only("exec", "^[ \\t]+-[acl]+(?=\\s)", "sh supports no option of exec", "do without"),
            new Only("type", "(?<=\\s)-[afptP]+", "sh supports no option of type", "write command -v NAME"),
            new Only("[", "(?<=\\s)==(?=\\s)", "sh does not support == in [ ]", "write ="),
            new Only("[", "(?<=\\s)=~(?=\\s)", "sh does not support =~ in [ ]", "write case … in, or grep -q"),
            new Only(
                    "[",
                    "^(?:[ \\t]+!)?[ \\t]+-v(?=\\s)",
                    "sh does not support [ -v NAME ]",
                    "write [ -n \"${NAME+set}\" ]"),
            new Only("[", "^(?:[ \\t]+!)?[ \\t]+-a(?=\\s)", "sh does not support [ -a FILE ]", "write [ -e FILE ]"));

    private static final Pattern QUOTING = Pattern.compile("%[-0-9.]*q");

    private BashCommands() {}

    static List<Bashism> in(ShellProjection projection) {
        List<Bashism> findings = new ArrayList<>();
        Matcher command = COMMAND.matcher(projection.bare());
        for (int from = 0; from <= projection.bare().length() && command.find(from); ) {
            command(projection, command, findings);
            from = Math.max(command.end("name"), from + 1);
        }
        return findings;
    }

    private static void command(ShellProjection projection, Matcher command, List<Bashism> findings) {
        String text = projection.text();
        String name = command.group("name").equals("test") ? "[" : command.group("name");
        if (OF_BASH.containsKey(name)) {
            findings.add(new Bashism(command.start("name"), name, NOT_KNOWN + name, OF_BASH.get(name)));
        }
        int start = command.start("arguments");
        for (Only only : ONLY) {
            Matcher argument = only.argument().matcher(command.group("arguments"));
            if (only.command().equals(name) && argument.find()) {
                String found = text.substring(start + argument.start(), start + argument.end());
                String shown = found.strip();
                int at = start + argument.start() + found.indexOf(shown);
                findings.add(
                        shown.isEmpty()
                                ? new Bashism(command.start("name"), name, only.problem(), only.cure())
                                : new Bashism(at, shown, only.problem(), only.cure()));
            }
        }
        if (name.equals("printf")
                && QUOTING.matcher(text.substring(start, command.end("arguments")))
                        .find()) {
            findings.add(new Bashism(
                    command.start("name"), name, "sh does not support printf %q", "quote it in the script"));
        }
    }
}
