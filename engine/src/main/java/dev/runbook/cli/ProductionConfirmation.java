package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.plan.Plan;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;

/** Asks a person for confirmation before anything is changed in production. */
final class ProductionConfirmation {
    private final Terminal terminal;

    ProductionConfirmation(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * @param action e.g. {@code Run erpgo/immediate-rollback}
     * @throws NotStartedException unless the answer is the environment's name
     */
    void ask(String action, Plan plan, Environment environment) {
        if (!terminal.asks()) {
            throw new NotStartedException("not started: '" + environment.name()
                    + "' is production and there is no terminal to ask on; --yes answers for you");
        }
        plan.description().ifPresent(text -> terminal.err().println(TerminalSanitizer.block(text)));
        String answer = terminal.ask(action + " in " + environment.name()
                        + " (production)? Type the environment's name to continue: ")
                .orElse("");
        if (!answer.equals(environment.name())) {
            throw new NotStartedException(
                    "not started: '" + TerminalSanitizer.block(answer) + "' is not '" + environment.name() + "'");
        }
    }
}
