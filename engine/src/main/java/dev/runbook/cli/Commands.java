package dev.runbook.cli;

import dev.runbook.journal.event.ExitCode;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.Suggestion;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands by name. Only the requested command is created, so that no start pays for the others. */
final class Commands {
    private final CliContext context;
    private final ErrorReporter faults;
    private final Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();

    Commands(CliContext context, ErrorReporter faults) {
        this.context = context;
        this.faults = faults;
        commands.put("check", () -> new CheckCommand(context).spec());
        commands.put("plan", () -> new PlanCommand(context).spec());
        commands.put("run", () -> new RunCommand(context, faults).spec());
        commands.put("drill", () -> new DrillCommand(context, faults).spec());
        commands.put("decide", () -> new DecideCommand(context).spec());
        commands.put("watch", () -> new WatchCommand(context).spec());
        commands.put("doctor", () -> new DoctorCommand(context).spec());
        commands.put("attach", () -> new AttachCommand(context).spec());
        commands.put("abort", () -> new AbortCommand(context, faults).spec());
        commands.put("approve", () -> new ApproveCommand(context).spec());
        commands.put("tick", () -> new TickCommand(context).spec());
        commands.put("show", () -> new ShowCommand(context).spec());
        commands.put("history", () -> new HistoryCommand(context).spec());
        commands.put("resume", () -> new ResumeCommand(context, faults).spec());
        commands.put("verify", () -> new VerifyCommand(context).spec());
    }

    Set<String> names() {
        return commands.keySet();
    }

    int execute(List<String> arguments) {
        List<String> asked = help(arguments);
        return line(asked).execute(asked.toArray(String[]::new));
    }

    /** {@code help drill}, as other tools have it, is {@code drill --help}. */
    private List<String> help(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("help")) {
            return arguments;
        }
        return Stream.concat(arguments.stream().skip(1).limit(1), Stream.of("--help"))
                .toList();
    }

    private CommandLine line(List<String> arguments) {
        CommandLine line = new RunbookCommand().line();
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        commands.forEach((name, command) -> {
            if (name.equals(first) || !commands.containsKey(first)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setOut(writer(context.terminal().out()));
        line.setErr(writer(context.terminal().err()));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(context.terminal().colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.min(100, Math.max(60, context.terminal().columns())));
        line.setUsageHelpAutoWidth(false);
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setParameterExceptionHandler((mistake, given) -> mistaken(mistake));
        line.setExecutionExceptionHandler((fault, command, result) -> faults.report(fault));
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private int mistaken(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintStream err = context.terminal().err();
        if (mistake instanceof UnmatchedArgumentException unknown
                && !unknown.getUnmatched().isEmpty()) {
            String word = unknown.getUnmatched().get(0);
            boolean argument = !word.startsWith("-") && command.getParent() != null;
            String what = word.startsWith("-") ? "option" : argument ? "argument" : "command";
            if (known(command).contains(word)) { // after --, which ends the options
                err.println(name + ": '" + TerminalSanitizer.line(word)
                        + "' follows --, after which there are no options: put it before");
                err.println("'" + name + " --help' shows how it is used");
                return ExitCode.NOT_STARTED.number();
            }
            String cure = Suggestion.didYouMean(word, known(command))
                    .or(() -> argument ? missingOption(word, command) : Optional.empty())
                    .map(suggestion -> ": " + suggestion)
                    .orElse("");
            err.println(name + ": unknown " + what + " '" + TerminalSanitizer.block(word) + "'" + cure);
        } else {
            err.println(name + ": " + TerminalSanitizer.block(beginningSmall(mistake.getMessage())));
        }
        err.println("'" + name + " --help' shows how it is used");
        return ExitCode.NOT_STARTED.number();
    }

    /** Names the option that an argument without one probably belongs to. */
    private static Optional<String> missingOption(String word, CommandLine command) {
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        if (word.contains("=") && options.contains("-p")) {
            return Optional.of("a parameter is given with -p " + TerminalSanitizer.line(word));
        }
        return options.contains("-e") && !word.contains("=")
                ? Optional.of("an environment is chosen with -e " + TerminalSanitizer.line(word))
                : Optional.empty();
    }

    /** Lower-cases the first letter of picocli's sentences, which follow a name here. */
    private static String beginningSmall(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static List<String> known(CommandLine command) {
        List<String> known = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        if (Optional.ofNullable(command.getParent()).isEmpty()) {
            known.add("lab");
        }
        return known;
    }
}
