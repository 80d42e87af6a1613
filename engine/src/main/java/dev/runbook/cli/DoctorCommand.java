package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.cli.doctor.Checkup;
import dev.runbook.cli.doctor.Finding;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.json.JsonWriter;
import dev.runbook.report.OverdueDrill;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Checks an environment before it is needed. */
final class DoctorCommand implements Callable<Integer> {
    private static final int SUBJECT = 34;

    private final CliContext context;
    private final CliOption<List<String>> runbooks = CliOption.argumentsIfAny(
            "RUNBOOK", "Runbooks whose programs, files and secrets are checked too: ids or files.");
    private final EnvironmentOption environment = new EnvironmentOption();
    private final CliOption<Boolean> asCron = CliOption.flag(
            "--as-cron",
            "Check what a job of cron would find: PATH=/usr/bin:/bin, the home folder, no other variables.");
    private final CliOption<List<String>> set =
            CliOption.repeatable("--set=NAME=VALUE", "With --as-cron: a variable that the crontab sets. Repeatable.");
    private final EverydayOptions everyday = new EverydayOptions();
    private final List<Finding> findings = new ArrayList<>();

    DoctorCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage(
                        "doctor", "Checks that an environment is ready: secrets, targets, keys, clocks, channels.")
                .paragraph(
                        "Opens every secret and key, reaches every service, host, database and channel, compares the clocks, and looks "
                                + "for overdue drills: one line a check. Touches nothing: it sends a GET to each service, 'date' to each host, a "
                                + "SELECT to each database, and no message.")
                .paragraph(
                        "With --as-cron the checks run in another process, with the environment and the folder that cron gives to "
                                + "its jobs. Variables that the crontab sets are given with --set.")
                .examples(
                        "runbook doctor -e production",
                        "runbook doctor erpgo/immediate-rollback -e staging",
                        "runbook doctor -e staging --as-cron --set RUNBOOK_HOME=/var/lib/runbook")
                .exitCodes(
                        "Exit codes: 0 all checks passed, 1 a check failed, 2 mistakes in a file or on the command line")
                .command(this, runbooks, environment, asCron, set, everyday);
    }

    @Override
    public Integer call() {
        Map<String, String> variables = variables();
        if (asCron.value()) {
            return new CronProcess(context, variables).run(again());
        }
        if (!variables.isEmpty()) {
            throw new AuthorException("--set is for --as-cron: without it the variables are your own");
        }
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        List<Path> files = runbooks.value().stream()
                .map(named -> everyday.find(named, context))
                .toList();
        Environment where = where(reader, files);
        report(Finding.ok(
                "engine",
                "Java " + System.getProperty("java.version") + ", PATH="
                        + context.variables().getOrDefault("PATH", "")));
        report(Checkup.home(context.runs().home()));
        new Checkup(where, Clock.system(), this::report).run();
        files.forEach(file -> report(runbook(reader, file, where)));
        OverdueDrill.in(
                        where.name(),
                        where.monitoring().expectedDrills(),
                        context.runs(),
                        Clock.system().wall())
                .forEach(drill ->
                        report(new Finding(Finding.Result.FAILED, "drill " + drill.runbook(), drill.describe())));
        return end();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String text : set.value()) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new AuthorException("'" + text + "' is not a variable: write it as NAME=VALUE");
            }
            variables.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return variables;
    }

    /** Returns this command line without what asks for cron's environment. */
    private List<String> again() {
        List<String> words = new ArrayList<>(List.of("doctor"));
        words.addAll(runbooks.value());
        environment.value().ifPresent(name -> words.addAll(List.of("-e", name)));
        words.addAll(everyday.words());
        return words;
    }

    /**
     * Reads the environment that a command on the runbook would find; without a runbook, the only one of that name
     * beside the known runbooks.
     */
    private Environment where(ReadRunbooks reader, List<Path> files) {
        Optional<String> name = environment.value();
        if (!files.isEmpty()) {
            return reader.environment(name, files.get(0));
        }
        Set<Path> places = name.map(new RunbookFiles(context)::environments).orElse(Set.of());
        if (places.size() > 1) {
            throw new AuthorException("environment '" + name.orElse("") + "' is in " + places.size()
                    + " places: name a runbook, or the file with -e\n  "
                    + String.join("\n  ", places.stream().map(Path::toString).toList()));
        }
        return reader.environment(
                places.stream().findFirst().map(Path::toString).or(() -> name),
                context.directory().resolve("runbooks").resolve("any"));
    }

    private Finding runbook(ReadRunbooks reader, Path file, Environment where) {
        String subject = "runbook " + file.getFileName();
        try {
            Preflight.of(reader.toPlan(file, Map.of(), where).plan(), where);
            return new Finding(Finding.Result.OK, subject, "checks, and has what it needs on this machine");
        } catch (AuthorException mistake) {
            return new Finding(Finding.Result.FAILED, subject, mistake.getMessage());
        }
    }

    private void report(Finding finding) {
        findings.add(finding);
        if (everyday.json() || (everyday.quiet() && !finding.failed())) {
            return;
        }
        ColorPalette palette = everyday.applyTo(context).terminal().palette();
        String word = TerminalText.pad(finding.result().word(), 9);
        String shown = switch (finding.result()) {
            case OK -> palette.good(word);
            case FAILED -> palette.bad(word);
            case SKIPPED -> palette.faint(word);
        };
        context.terminal()
                .out()
                .println(shown
                        + TerminalText.pad(TerminalSanitizer.line(finding.subject()), SUBJECT)
                        + TerminalSanitizer.line(finding.detail()));
    }

    private int end() {
        long failed = findings.stream().filter(Finding::failed).count();
        if (everyday.json()) {
            context.terminal()
                    .out()
                    .println(JsonWriter.pretty(
                            findings.stream().map(DoctorCommand::data).toList()));
        } else if (!everyday.quiet()) {
            context.terminal()
                    .out()
                    .println(
                            failed == 0
                                    ? findings.size() + " checks, none failed"
                                    : failed + " of " + findings.size() + " checks failed");
        }
        return failed == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static Map<String, Object> data(Finding finding) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("result", finding.result().word());
        data.put("subject", finding.subject());
        data.put("detail", finding.detail());
        return data;
    }
}
