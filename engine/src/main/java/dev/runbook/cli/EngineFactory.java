package dev.runbook.cli;

import dev.runbook.action.shell.Orphans;
import dev.runbook.journal.event.Mode;
import dev.runbook.notify.ChannelNotifier;
import dev.runbook.notify.Templates;
import dev.runbook.run.RunEngine;
import dev.runbook.time.Clock;

/** Assembles the engine from its parts. */
final class EngineFactory {
    private EngineFactory() {}

    static RunEngine of(CliContext context, Clock clock) {
        return new RunEngine(
                context.runs(),
                clock,
                (environment, mode) -> new ChannelNotifier(environment, mode == Mode.DRILL, clock),
                Templates::render,
                new Orphans());
    }
}
