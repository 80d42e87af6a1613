package dev.runbook.cli;

import dev.runbook.run.RunRequest;
import dev.runbook.run.resume.Resumption;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.StopProof;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs the cleanups of a run whose engine died, and shows them in progress. */
final class DeadRunCleanup {
    private final CliContext context;
    private final EverydayOptions everyday;
    private final ErrorReporter faults;
    private final LockOptions locks;

    DeadRunCleanup(CliContext context, EverydayOptions everyday, ErrorReporter faults, LockOptions locks) {
        this.context = context;
        this.everyday = everyday;
        this.faults = faults;
        this.locks = locks;
    }

    /**
     * Returns the exit code of the run.
     *
     * @param steps of the cleanups, which are announced
     * @param stopped receives how leftover processes were stopped, if there were any
     * @throws dev.runbook.AuthorException when the runbook does not check, or something that the run needs is missing
     */
    int perform(RecordedRun run, List<String> steps, String why, Resumption resumption, Consumer<StopProof> stopped) {
        RunRequest request = run.request(context);
        String id = run.folder().id();
        boolean shown = !everyday.json() && !everyday.quiet();
        RunSession session = new RunSession(context, everyday, faults, locks)
                .after(run.folder().read().entries());
        if (shown) {
            String names = steps.stream().map(step -> "'" + step + "'").collect(Collectors.joining(", "));
            everyday.applyTo(context)
                    .terminal()
                    .out()
                    .println(TerminalSanitizer.line(
                            "run " + id + " stopped: its engine died. Its cleanup runs now: " + names));
        } else {
            session.withoutOutput();
        }
        return new MonitoredRun(context, run.environment(), run.file())
                .perform(monitor -> session.watchedBy(monitor)
                        .perform((engine, wait, listener, control) ->
                                engine.cleanUp(id, request, why, resumption, stopped, wait, listener, control)));
    }
}
