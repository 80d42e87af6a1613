package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.json.JsonWriter;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.watch.FollowUpDecision;
import dev.runbook.watch.TriggerWatch;
import dev.runbook.watch.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Evaluates the triggers of one file now. */
final class DecideCommand implements Callable<Integer> {
    /** The width of what no terminal shows: a file or a pipe keeps whole lines. */
    private static final int UNLIMITED = 10_000;

    private static final Duration FOR_A_START = Duration.ofSeconds(20);

    private final CliContext context;
    private final CliOption<String> file =
            CliOption.argument("FILE", "A triggers file or a runbook with triggers: its id (system/name) or its file.");
    private final EnvironmentOption environment = new EnvironmentOption();
    private final CliOption<Boolean> start =
            CliOption.flag("--start", "Act: start the runbook and send the messages that follow.");
    private final EverydayOptions everyday = new EverydayOptions();

    DecideCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("decide", "Measures now, and shows what the triggers of a file would do.")
                .paragraph(
                        "Takes every measurement once and shows its value, the scores, how long each trigger has been bad, and what "
                                + "would follow. Windows (sustained, consecutive) count the samples of 'runbook watch'; without a "
                                + "watcher, only this sample.")
                .paragraph(
                        "Touches nothing but what it measures, unless --start is given. Then the most severe trigger starts "
                                + "its runbook as a separate process, which this command does not wait for.")
                .examples(
                        "runbook decide erpgo/decision -e production",
                        "runbook decide erpgo/decision -e production --json",
                        "runbook decide erpgo/decision -e production --start")
                .exitCodes(
                        "Exit codes: 0 nothing follows, " + ExitCode.TELLS.number() + " a message, "
                                + ExitCode.ASKS.number() + " a question to people, " + ExitCode.STARTS.number()
                                + " a start,",
                        "2 mistakes, 5 with --start: a watcher evaluates the file")
                .command(this, file, environment, start, everyday);
    }

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(context).terminal();
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        Path path = everyday.find(file.value(), context);
        Environment where = reader.environment(environment.value(), path);
        ReadTriggers triggers = reader.triggers(path, Optional.of(where));
        if (triggers.set().size() == 0) {
            throw new AuthorException(triggers.set().id() + " has no triggers");
        }
        try (TriggerSession session = new TriggerSession(
                context,
                where,
                environment.value(),
                start.value(),
                line -> terminal.err().println(TerminalSanitizer.line(line)))) {
            TriggerWatch watch = session.add(triggers);
            try (Watcher watcher = session.watcher((evaluated, sample, decided) -> {})) {
                watcher.once();
            }
            if (!everyday.quiet() || everyday.json()) {
                int columns = terminal.shows() ? terminal.columns() : UNLIMITED;
                DecisionTable table = new DecisionTable(watch, where.name(), columns, terminal.palette());
                terminal.out().println(everyday.json() ? JsonWriter.pretty(table.data()) : table.text());
            }
            session.awaitStarts(FOR_A_START);
            return exitCode(watch);
        }
    }

    private static int exitCode(TriggerWatch watch) {
        Stream<ExitCode> decided = watch.decisions().stream().map(decision -> switch (decision.effect()) {
            case STARTS -> ExitCode.STARTS;
            case ASKS -> ExitCode.ASKS;
            case TELLS -> ExitCode.TELLS;
            default -> ExitCode.OK;
        });
        Stream<ExitCode> following = watch.followUps().stream()
                .filter(FollowUpDecision::starts)
                .map(decision -> decision.followUp().start().approval().isPresent() ? ExitCode.ASKS : ExitCode.STARTS);
        return Stream.concat(decided, following)
                .mapToInt(ExitCode::number)
                .max()
                .orElse(ExitCode.OK.number());
    }
}
