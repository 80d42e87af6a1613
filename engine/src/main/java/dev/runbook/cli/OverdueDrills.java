package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.journal.JournalException;
import dev.runbook.report.OverdueDrill;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;

/** Reports the drills that did not take place, at the next start of anything in their environment. */
final class OverdueDrills {
    private OverdueDrills() {}

    /** Prints one line for each on standard error, also with {@code --quiet}: cron's mail is where it is seen. */
    static void report(CliContext context, Environment environment) {
        try {
            OverdueDrill.in(
                            environment.name(),
                            environment.monitoring().expectedDrills(),
                            context.runs(),
                            Clock.system().wall())
                    .forEach(drill -> context.terminal().err().println(TerminalSanitizer.line(drill.describe())));
        } catch (JournalException unreadable) { // what follows reports it, if it needs the runs
            System.getLogger(OverdueDrills.class.getName())
                    .log(System.Logger.Level.DEBUG, "searching for drills", unreadable);
        }
    }
}
