package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.RunFolder;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.Mode;
import dev.runbook.run.Resumption;
import dev.runbook.run.RunRequest;
import dev.runbook.run.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a run whose engine died, or that was aborted. */
@Command(
        name = "resume",
        header = "Goes on with a run that was interrupted or aborted.",
        description = {
            "",
            "Goes on where a run stopped, with its parameters and its clock: what is finished is never run again. A step that was "
                    + "under way is run again if the runbook says it may be, else you say: --retry or --skip.",
            "",
            "Touches what the run's environment names. A runbook that has changed since is refused: what was planned then is not "
                    + "what the file says today.",
            ""
        },
        parameterListHeading = "",
        optionListHeading = "",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  runbook resume last",
            "  runbook resume 20261121-093000-kd --retry    do the step that was under way again",
            "  runbook resume 20261121-093000-kd --skip     it is done: go on after it",
            "",
            "Exit codes: those of run"
        })
final class ResumeCommand implements Callable<Integer> {
    private final Surroundings around;
    private final Faults faults;

    @Parameters(paramLabel = "RUN", description = "The run's id, a part of it, or 'last'.")
    String run = "";

    @Option(names = "--retry", description = "Run a step that was under way again, whatever it did.")
    boolean retry;

    @Option(names = "--skip", description = "Take a step that was under way as done.")
    boolean skip;

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "The run's environment, where it was given as a file.")
    Optional<String> environment = Optional.empty();

    @Option(
            names = "--runbook",
            paramLabel = "FILE",
            description = "The run's runbook, where it is found nowhere by its id.")
    Optional<String> runbook = Optional.empty();

    @Option(
            names = "--adopt",
            description = "Let processes that the dead engine left go on; without it they are stopped.")
    boolean adopt;

    @Option(names = "--accept-changed", description = "Go on although the runbook has changed; recorded.")
    boolean acceptChanged;

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    ResumeCommand(Surroundings around, Faults faults) {
        this.around = around;
        this.faults = faults;
    }

    @Override
    public Integer call() {
        if (retry && skip) {
            throw new AuthorException("--retry and --skip are two answers: give one");
        }
        RunFolder folder = around.runs().find(run);
        Event.RunStarted started = started(folder);
        ReadRunbooks reader = new ReadRunbooks(around);
        Path file = new RunbookFiles(around).find(runbook.orElse(started.runbook()));
        Optional<String> place = environment.or(() -> Optional.of(started.environment())
                .filter(name -> !name.equals(Environment.local().name())));
        Environment where = reader.environment(place, file);
        ReadRunbook read = reader.toRun(file, started.parameters(), where);
        Preflight.of(read.plan(), where);
        Mode mode = started.mode().equals(Mode.DRILL.word()) ? Mode.DRILL : Mode.RUN;
        RunRequest request = new RunRequest(
                read, where, mode, around.who(), Optional.empty(), Selection.all(), List.of(), Versions.all());
        return new Running(around, everyday, faults)
                .after(folder.read().entries())
                .perform((engine, listener, control) ->
                        engine.resume(folder.id(), request, decision(), listener, control));
    }

    private Resumption decision() {
        Resumption said = Resumption.undecided();
        if (retry || skip) {
            said = Resumption.all(retry ? Resumption.Decision.RETRY : Resumption.Decision.SKIP);
        }
        said = adopt ? said.adopting() : said;
        return acceptChanged ? said.acceptingChanges() : said;
    }

    private static Event.RunStarted started(RunFolder folder) {
        return folder.ends()
                .first()
                .map(Entry::event)
                .filter(Event.RunStarted.class::isInstance)
                .map(Event.RunStarted.class::cast)
                .orElseThrow(() -> new AuthorException("run " + folder.id() + " has no first record: run it anew"));
    }
}
