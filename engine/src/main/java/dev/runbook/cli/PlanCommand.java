package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.cli.planview.PlanReport;
import dev.runbook.cli.planview.PlanText;
import dev.runbook.environment.Environment;
import dev.runbook.forecast.EarlierRuns;
import dev.runbook.forecast.PastTimes;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.Mode;
import dev.runbook.json.JsonWriter;
import dev.runbook.plan.Plan;
import dev.runbook.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what a run would do. */
final class PlanCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<String> runbook = CliOption.argument("RUNBOOK", "Its id (system/name) or its file.");
    private final TargetOptions target = new TargetOptions();
    private final EverydayOptions everyday = new EverydayOptions();

    PlanCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("plan", "Shows what a run would do, and whether its budgets fit the RTO.")
                .paragraph("Shows every step in order, its command, its budget, and whether the budgets fit the RTO.")
                .paragraph(
                        "Touches nothing: runs no command, contacts no server, opens no secret. Values are shown between ‹ and ›, apart from "
                                + "the code around them; a value known only in a run is shown as ‹step: value›.")
                .examples(
                        "runbook plan erpgo/immediate-rollback -e production",
                        "runbook plan erpgo/database-pitr -e production -p reason='users have invalid addresses'",
                        "runbook plan erpgo/immediate-rollback -e lab --json")
                .exitCodes("Exit codes: 0 no mistakes, 2 mistakes")
                .command(this, runbook, target, everyday);
    }

    @Override
    public Integer call() {
        return context.reader().map(this::askAnother).orElseGet(this::plan);
    }

    private int askAnother(ReaderProcess reader) {
        Terminal terminal = everyday.applyTo(context).terminal();
        ReaderProcess.Outcome outcome = reader.ask("plan", runbook.value(), terminal, target.words(), everyday.words());
        if (outcome.answer().isEmpty()) {
            throw new AuthorException(outcome.stopped());
        }
        ReaderAnswer answer = outcome.answer().get();
        terminal.err().print(answer.err());
        terminal.out().print(answer.out());
        return answer.exit();
    }

    private int plan() {
        Terminal terminal = everyday.applyTo(context).terminal();
        ReadRunbooks reader = ReadRunbooks.toLook(context);
        Path file = everyday.find(runbook.value(), context);
        Environment environment = reader.environment(target.environment(), file);
        Map<String, String> arguments = target.arguments(context.directory(), reader::trusted);
        Plan plan = reader.toPlan(file, arguments, environment).plan();
        PastTimes past =
                EarlierRuns.of(context.runs(), plan, environment, environment.production() ? Mode.RUN : Mode.DRILL);
        terminal.out()
                .println(
                        everyday.json()
                                ? JsonWriter.pretty(
                                        RecordMap.of(PlanReport.of(plan, environment, arguments.keySet(), past)))
                                : PlanText.of(plan, environment, arguments.keySet(), past, terminal.palette()));
        return ExitCode.OK.number();
    }
}
