package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.database.DatabaseTrust;
import dev.runbook.compile.RunbookIds;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.dsl.FileKind;
import dev.runbook.environment.DrillFile;
import dev.runbook.environment.Environment;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.Place;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.Stakeholders;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.TriggerSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Finds mistakes in runbooks before they are needed. */
final class CheckCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 3;

    private final CliContext context;
    private final CliOption<List<String>> runbooks = CliOption.arguments(
            "RUNBOOK", "Its id (system/name), its file, a folder of runbooks, or a drills.yaml; several at once.");
    private final TargetOptions target = new TargetOptions();
    private final EverydayOptions everyday = new EverydayOptions();

    /** Shows a diagnostic shared by several files only once. */
    private final Set<Diagnostic> shown = new HashSet<>();

    CheckCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("check", "Checks runbooks for mistakes before they are needed.")
                .paragraph(
                        "Compiles and plans each runbook, and reports every mistake with its line and a cure: unknown "
                                + "words, wrong types, values that would become code, targets missing in the environment, budgets "
                                + "that exceed the RTO.")
                .paragraph(
                        "Warns about what is valid but risky: conditions that can hold for a failed action, bash syntax in a "
                                + "script for sh, and values that another command evaluates as code or takes for an option. A comment "
                                + "'// known: WHY' on the line (in a script '# known: WHY') suppresses the warning.")
                .paragraph(
                        "With -e it also warns about database URLs that let others on the network read or take over a "
                                + "connection, or whose options the driver ignores.")
                .paragraph(
                        "Compares a drills.yaml with the runbooks and the triggers of its folder; with -e also with the faults of the lab.")
                .paragraph(
                        "Touches nothing: runs no command, contacts no server, opens no secret. Safe for untrusted pull requests.")
                .examples(
                        "runbook check erpgo/immediate-rollback                 the runbook alone",
                        "runbook check erpgo/immediate-rollback -e production   and the targets it names",
                        "runbook check runbooks --json                          all of a folder, for a build server")
                .exitCodes("Exit codes: 0 no mistakes, 2 mistakes")
                .command(this, runbooks, target, everyday);
    }

    /**
     * The result of checking one file.
     *
     * @param facts its id, and what it contains, in one line
     */
    private record Checked(
            String runbook, String facts, List<Diagnostic> warnings, List<Diagnostic> problems, String message) {
        static Checked bad(String runbook, List<Diagnostic> problems, String message) {
            return new Checked(runbook, "", List.of(), problems, message);
        }

        /** Creates the result for a mistake outside the runbook's text. */
        static Checked bad(String runbook, String message) {
            Place place = new Place(runbook, 1, 0);
            return bad(runbook, List.of(new Diagnostic(place, 1, message, "", List.of())), message);
        }

        boolean good() {
            return problems.isEmpty();
        }

        Map<String, Object> json() {
            return RecordMap.of(CheckReport.of(runbook, problems, warnings));
        }
    }

    @Override
    public Integer call() {
        return context.reader().map(this::askAnother).orElseGet(this::checkAll);
    }

    /** Returns what to check, with the files of a folder in its place. */
    private List<String> named() {
        return runbooks.value().stream()
                .flatMap(named -> {
                    Path folder = context.directory().resolve(named);
                    Set<String> ids = Files.isDirectory(folder) ? RunbookIds.in(folder) : Set.of();
                    return ids.isEmpty()
                            ? Stream.of(named)
                            : ids.stream()
                                    .map(id -> Path.of(named, id + RunbookIds.ENDING)
                                            .toString());
                })
                .toList();
    }

    /** Checks each file separately, in a process that the file can crash without affecting the others. */
    private int askAnother(ReaderProcess reader) {
        Terminal terminal = everyday.applyTo(context).terminal();
        List<Object> all = new ArrayList<>();
        int exit = ExitCode.OK.number();
        if (!everyday.json()) {
            target.checkWritten(); // once for all files
        }
        for (String named : named()) {
            Optional<String> fault = unknownFault(named);
            if (fault.isPresent()) {
                exit = ExitCode.NOT_STARTED.number();
                Checked bad = Checked.bad(named, fault.get());
                all.add(bad.json());
                if (!everyday.json()) {
                    print(bad);
                }
                continue;
            }
            ReaderProcess.Outcome outcome = reader.ask("check", named, terminal, target.words(), everyday.words());
            Optional<ReaderAnswer> answer = outcome.answer();
            exit = Math.max(exit, answer.map(ReaderAnswer::exit).orElse(ExitCode.NOT_STARTED.number()));
            if (everyday.json()) {
                Optional<Object> results = answer.flatMap(given -> JsonReader.read(given.out()));
                if (results.isPresent() && results.get() instanceof List<?> list) {
                    all.addAll(list);
                } else {
                    all.add(Checked.bad(
                                    named,
                                    answer.isPresent()
                                            ? "reading " + named + " gave no result that can be read"
                                            : outcome.stopped())
                            .json());
                }
            }
            terminal.err()
                    .print(answer.map(ReaderAnswer::err).orElse(TerminalSanitizer.block(outcome.stopped()) + "\n"));
            if (!everyday.json()) {
                terminal.out().print(answer.map(ReaderAnswer::out).orElse(""));
            }
        }
        if (everyday.json()) {
            terminal.out().println(JsonWriter.pretty(all));
        }
        return exit;
    }

    /** Returns the mistake in a {@code drills.yaml} that the reader cannot find, because it has no labs; empty if there is none. */
    private Optional<String> unknownFault(String named) {
        if (!Path.of(named).endsWith(DrillFile.NAME) || target.environment().isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = everyday.find(named, context);
            ReadRunbooks look = ReadRunbooks.toLook(context);
            DrillsCheck.faults(
                    DrillFile.read(look.trusted(file).toAbsolutePath().getParent()),
                    look.environment(target.environment(), file));
            return Optional.empty();
        } catch (AuthorException mistake) {
            return Optional.of(mistake.getMessage());
        }
    }

    private int checkAll() {
        ReadRunbooks reader = ReadRunbooks.toLook(context);
        List<Checked> all = check(reader);
        if (everyday.json()) {
            context.terminal()
                    .out()
                    .println(JsonWriter.pretty(all.stream().map(Checked::json).toList()));
        } else {
            all.forEach(this::print);
        }
        return all.stream().allMatch(Checked::good) ? ExitCode.OK.number() : ExitCode.NOT_STARTED.number();
    }

    /** Returns one result per file; a mistake in one file does not affect the others. */
    private List<Checked> check(ReadRunbooks reader) {
        Map<String, String> arguments;
        try {
            arguments = target.arguments(context.directory(), reader::trusted);
        } catch (AuthorException mistake) {
            if (!everyday.json()) {
                throw mistake; // once for all files
            }
            return named().stream()
                    .map(named -> Checked.bad(named, mistake.getMessage()))
                    .toList();
        }
        return named().stream().map(named -> check(named, reader, arguments)).toList();
    }

    private Checked check(String named, ReadRunbooks reader, Map<String, String> arguments) {
        try {
            Path file = everyday.find(named, context);
            Optional<Environment> environment =
                    target.environment().map(name -> reader.environment(Optional.of(name), file));
            if (file.endsWith(DrillFile.NAME)) {
                return new Checked(
                        named, DrillsCheck.facts(reader, reader.trusted(file), environment), List.of(), List.of(), "");
            }
            FileKind kind = reader.kind(file);
            if (kind == FileKind.STAKEHOLDERS) {
                Stakeholders stakeholders = reader.stakeholders(file, environment);
                return new Checked(named, facts(stakeholders), reader.warnings(file), List.of(), "");
            }
            List<ReadRunbook> readings =
                    kind == FileKind.TRIGGERS ? List.of() : reader.toCheck(file, arguments, environment);
            ReadTriggers triggers = reader.triggers(file, environment);
            List<Diagnostic> warnings = new ArrayList<>(reader.warnings(file, readings, triggers));
            environment.ifPresent(one -> warnings.addAll(warnings(one)));
            String facts = triggers.set().id()
                    + readings.stream()
                            .limit(1)
                            .map(reading -> facts(reading.plan()))
                            .collect(Collectors.joining())
                    + facts(triggers.set());
            return new Checked(named, facts, warnings, List.of(), "");
        } catch (InvalidRunbookException invalid) {
            return Checked.bad(named, invalid.diagnostics(), invalid.getMessage());
        } catch (AuthorException mistake) {
            return Checked.bad(named, mistake.getMessage());
        } catch (RuntimeException | StackOverflowError | LinkageError fault) {
            return Checked.bad(named, internalError(named, fault));
        }
    }

    private static List<Diagnostic> warnings(Environment environment) {
        return DatabaseTrust.warnings(environment).stream()
                .map(warning -> new Diagnostic(
                        new Place(warning.where().file(), warning.where().line(), 0),
                        1,
                        warning.message(),
                        "",
                        List.of(warning.cure())))
                .toList();
    }

    private String internalError(String named, Throwable fault) {
        StringWriter message = new StringWriter();
        message.append(named).append(": internal error: ").append(String.valueOf(fault));
        if (everyday.debug()) {
            fault.printStackTrace(new PrintWriter(message.append('\n')));
        } else {
            message.append(ErrorReporter.HOW_TO_DEBUG);
        }
        return message.toString();
    }

    private void print(Checked checked) {
        Terminal terminal = everyday.applyTo(context).terminal();
        checked.warnings().stream()
                .filter(shown::add)
                .forEach(warning -> terminal.err().println("warning: " + TerminalSanitizer.block(warning.text())));
        if (!checked.good()) {
            terminal.err().println(TerminalSanitizer.block(checked.message()));
        } else if (!everyday.quiet()) {
            terminal.out().println(terminal.palette().good("ok") + "  " + TerminalSanitizer.line(checked.facts()));
        }
    }

    private static String facts(Stakeholders stakeholders) {
        int number = stakeholders.messages().size();
        return stakeholders.id() + "  " + number + (number == 1 ? " message" : " messages");
    }

    private static String facts(TriggerSet set) {
        int number = set.size();
        return number == 0 ? "" : "  " + number + (number == 1 ? " trigger" : " triggers");
    }

    private static String facts(Plan plan) {
        List<CriticalPath.Line> lines = CriticalPath.ofRto(plan);
        String sum = TimeText.of(CriticalPath.sum(lines).time());
        return plan.rto()
                .map(rto -> "  budgets add up to " + sum + " of the RTO " + TimeText.of(rto.time()) + unlimited(lines))
                .orElse("");
    }

    /** Returns what the sum does not contain: {@code , without 2 that have no budget: Greet, Switch}. */
    private static String unlimited(List<CriticalPath.Line> lines) {
        List<String> names = lines.stream()
                .filter(line -> !line.cost().complete())
                .map(CriticalPath.Line::name)
                .toList();
        return names.isEmpty()
                ? ""
                : ", without " + names.size() + " that " + (names.size() == 1 ? "has" : "have") + " no budget: "
                        + names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (names.size() > MOST_NAMED ? ", …" : "");
    }
}
