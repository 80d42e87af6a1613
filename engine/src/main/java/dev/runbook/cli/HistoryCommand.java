package dev.runbook.cli;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RunFolder;
import dev.runbook.time.TimeText;
import dev.runbook.value.JsonWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Earlier runs, the newest first. */
@Command(
        name = "history",
        header = "Lists earlier runs and how they ended.",
        description = {
            "",
            "Lists the runs of this machine, the newest first: when, what, where, how it ended, how long it took.",
            "",
            "Touches nothing; reads the first and the last record of each run's journal.",
            ""
        },
        parameterListHeading = "",
        optionListHeading = "",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  runbook history",
            "  runbook history erpgo/immediate-rollback -e production",
            "  runbook history --last 100 --json",
            "",
            "Exit codes: 0 always, but for a fault of the engine"
        })
final class HistoryCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);

    private final Surroundings around;

    @Parameters(paramLabel = "RUNBOOK", arity = "0..1", description = "Only runs of this runbook.")
    Optional<String> runbook = Optional.empty();

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "Only runs in this environment.")
    Optional<String> environment = Optional.empty();

    @Option(names = "--last", paramLabel = "COUNT", description = "How many runs at most; 20 without it.")
    int last = 20;

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    HistoryCommand(Surroundings around) {
        this.around = around;
    }

    /** One run. */
    private record Past(
            String run,
            String at,
            String runbook,
            String mode,
            String environment,
            String status,
            long tookMs,
            String promises) {}

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(around).terminal();
        List<Past> runs = around.runs().list().stream()
                .map(this::past)
                .flatMap(Optional::stream)
                .filter(past -> runbook.isEmpty() || past.runbook().equals(runbook.get()))
                .filter(past -> environment.isEmpty() || past.environment().equals(environment.get()))
                .limit(last)
                .toList();
        if (everyday.json) {
            terminal.out()
                    .println(JsonWriter.pretty(
                            runs.stream().map(HistoryCommand::data).toList()));
        } else if (runs.isEmpty()) {
            terminal.out().println("no runs in " + around.runs().home());
        } else {
            print(runs, terminal);
        }
        return ExitCode.OK;
    }

    private Optional<Past> past(RunFolder folder) {
        try {
            JournalEnds ends = folder.ends();
            return ends.first()
                    .map(Entry::event)
                    .filter(Event.RunStarted.class::isInstance)
                    .map(event -> past(
                            folder,
                            (Event.RunStarted) event,
                            ends.first().get(),
                            ends.last().get()));
        } catch (JournalException unreadable) {
            return Optional.empty(); // verify tells of it; a list goes on
        }
    }

    private static Past past(RunFolder folder, Event.RunStarted started, Entry first, Entry last) {
        Optional<Event.RunFinished> end = Optional.of(last.event())
                .filter(Event.RunFinished.class::isInstance)
                .map(Event.RunFinished.class::cast);
        return new Past(
                folder.id(),
                TIME.format(first.at()),
                started.runbook(),
                started.mode(),
                started.environment(),
                end.map(Event.RunFinished::status).orElseGet(() -> folder.live() ? "running" : "interrupted"),
                Duration.ofNanos(last.sinceStartNanos()).toMillis(),
                end.map(HistoryCommand::promises).orElse(""));
    }

    private static String promises(Event.RunFinished end) {
        return end.verdicts().stream()
                .map(verdict -> verdict.promise() + " "
                        + (verdict.verdict().equals("notMeasured") ? "not measured" : verdict.verdict()))
                .collect(Collectors.joining(", "));
    }

    private static void print(List<Past> runs, Terminal terminal) {
        int runbooks =
                runs.stream().mapToInt(past -> past.runbook().length()).max().orElse(0);
        int environments = runs.stream()
                .mapToInt(past -> past.environment().length())
                .max()
                .orElse(0);
        for (Past past : runs) {
            String status = TerminalText.pad(past.status(), 11);
            String shown = past.status().equals("succeeded")
                    ? terminal.style().good(status)
                    : terminal.style().bad(status);
            terminal.out()
                    .println(past.run() + "  " + past.at() + "  " + TerminalText.pad(past.runbook(), runbooks) + "  "
                            + TerminalText.pad(past.environment(), environments) + "  "
                            + TerminalText.pad(past.mode(), 5) + "  " + shown + "  "
                            + TerminalText.pad(TimeText.of(Duration.ofMillis(past.tookMs())), 8) + "  "
                            + past.promises());
        }
    }

    private static Map<String, Object> data(Past past) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", past.run());
        data.put("startedAt", past.at());
        data.put("runbook", past.runbook());
        data.put("mode", past.mode());
        data.put("environment", past.environment());
        data.put("status", past.status());
        data.put("tookMs", past.tookMs());
        data.put("promises", past.promises());
        return data;
    }
}
