package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.event.StepDecision;
import dev.runbook.run.resume.Resumption;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The decisions of an operator about steps that were in progress when the engine died, or that failed. */
final class StepDecisionOptions implements CommandInput {
    private final CliOption<Boolean> retry = CliOption.flag(
            "--retry", "Run a step that was interrupted or failed again, where the runbook leaves that to you.");
    private final CliOption<Boolean> skip =
            CliOption.flag("--skip", "Treat it as done, where the runbook leaves that to you.");
    private final CliOption<List<String>> retryStep =
            CliOption.repeatable("--retry-step=STEP", "Run this step again, whatever its probe would say. Repeatable.");
    private final CliOption<List<String>> skipStep =
            CliOption.repeatable("--skip-step=STEP", "Treat this step as done. Repeatable.");
    private final CliOption<Boolean> acceptChanged =
            CliOption.flag("--accept-changed", "Continue although the runbook has changed; this is recorded.");

    @Override
    public void addTo(CommandSpec command) {
        retry.addTo(command);
        skip.addTo(command);
        retryStep.addTo(command);
        skipStep.addTo(command);
        acceptChanged.addTo(command);
    }

    /** @throws AuthorException when two decisions contradict each other */
    Resumption decision() {
        if (retry.value() && skip.value()) {
            throw new AuthorException("--retry and --skip are two answers: give one");
        }
        Resumption said = Resumption.undecided();
        if (retry.value() || skip.value()) {
            said = Resumption.all(retry.value() ? StepDecision.Kind.RETRY : StepDecision.Kind.SKIP);
        }
        for (String step : retryStep.value()) {
            said = said.but(step, StepDecision.Kind.RETRY);
        }
        for (String step : skipStep.value()) {
            said = said.but(step, StepDecision.Kind.SKIP);
        }
        return acceptChanged.value() ? said.acceptingChanges() : said;
    }
}
