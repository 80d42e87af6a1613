package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.LockFile;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunModel;
import dev.runbook.run.RunListener;
import dev.runbook.watch.Incident;
import dev.runbook.watch.IncidentStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run of an incident: started at most once, whatever the watcher that asked for it does. The process holds the lock
 * of the incident, looks for a run that an earlier process has started for it, and says what became of it.
 */
final class IncidentRun {
    private final CliContext context;
    private final IncidentStore incidents;
    private final String id;

    IncidentRun(CliContext context, String id) {
        this.context = context;
        this.incidents = new IncidentStore(context.runs().home());
        this.id = id;
    }

    /** Performs the run with the parameters and the trigger of the incident. */
    @FunctionalInterface
    interface Runs {
        int run(Map<String, String> parameters, Optional<FiredTrigger> trigger, RunListener listener);
    }

    int perform(Runs runs) {
        Incident incident = incidents.read(id);
        try (LockFile claim = incidents
                .claim(id)
                .orElseThrow(() ->
                        new AuthorException("the run of incident " + id + " is being started by another process"))) {
            claim.says("process " + ProcessHandle.current().pid());
            Optional<IncidentStore.Result> earlier = incidents.result(id);
            if (earlier.isPresent()) {
                throw new AuthorException("incident " + id + " is decided: "
                        + (earlier.get().run().isEmpty()
                                ? "its run was refused"
                                : "run " + earlier.get().run() + " was started"));
            }
            Optional<String> started = started(incident);
            if (started.isPresent()) {
                incidents.finish(id, new IncidentStore.Result(started.get(), ""));
                throw new AuthorException("run " + started.get() + " was started for incident " + id);
            }
            return performed(runs, incident);
        } catch (IOException unwritable) {
            throw new AuthorException("cannot write the lock of incident " + id, unwritable);
        }
    }

    private int performed(Runs runs, Incident incident) {
        Begun begun = new Begun();
        int exit = ExitCode.NOT_STARTED.number();
        String why = "";
        try {
            exit = runs.run(incident.parameters(), Optional.of(incident.fired()), begun);
            return exit;
        } catch (RuntimeException refused) {
            why = String.valueOf(refused.getMessage());
            throw refused;
        } finally {
            if (!begun.recorded) {
                incidents.finish(
                        id,
                        new IncidentStore.Result(
                                "", why.isEmpty() ? "exit code " + exit + ", see " + incidents.log(id) : why));
            }
        }
    }

    /** Finds the run that a process has started for the incident before it died. */
    private Optional<String> started(Incident incident) {
        Instant decided = Instant.parse(incident.decidedAt());
        for (RunFolder folder : context.runs().list()) {
            RunModel run =
                    RunModel.replay(folder.read().entries().stream().limit(1).toList());
            if (run.startedAt().filter(at -> at.isBefore(decided)).isPresent()) {
                return Optional.empty(); // newest first
            }
            if (run.started()
                    .flatMap(RunStarted::trigger)
                    .filter(trigger -> trigger.incident().equals(id))
                    .isPresent()) {
                return Optional.of(folder.id());
            }
        }
        return Optional.empty();
    }

    /** Says that the run has started, once its first record is on disk. */
    private final class Begun implements RunListener {
        private boolean recorded;

        @Override
        public void recorded(Entry entry) {
            if (!recorded) {
                recorded = true;
                RunModel.replay(List.of(entry))
                        .started()
                        .ifPresent(start -> incidents.finish(id, new IncidentStore.Result(start.run(), "")));
            }
        }

        @Override
        public void printed(String step, String source, String line) {
            // only the start matters
        }
    }
}
