package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.watch.Incident;
import dev.runbook.watch.IncidentStore;
import dev.runbook.watch.RunStarter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts runs as processes in their own session, so that neither the end of the watcher nor a signal to its
 * terminal reaches them. What they print goes to a file beside the incident.
 */
final class RunProcess implements RunStarter {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final CliContext context;
    private final IncidentStore incidents;
    private final Map<String, Process> started = new ConcurrentHashMap<>();

    RunProcess(CliContext context, IncidentStore incidents) {
        this.context = context;
        this.incidents = incidents;
    }

    @Override
    public void start(Incident incident) {
        ProcessBuilder builder = new ProcessBuilder(command(incident));
        builder.directory(context.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(context.variables());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(incidents.log(incident.id()).toFile()));
        try {
            started.put(incident.id(), builder.start());
        } catch (IOException impossible) {
            throw new EngineException(
                    "the process of the run cannot be started: " + impossible.getMessage(), impossible);
        }
    }

    private static List<String> command(Incident incident) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Drunbook.repository=" + System.getProperty("runbook.repository", ""));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", incident.runbook(), "--yes", "--incident", incident.id()));
        if (!incident.environment().isEmpty()) {
            command.addAll(List.of("-e", incident.environment()));
        }
        return command;
    }

    @Override
    public boolean alive(String incident) {
        return started.containsKey(incident) && started.get(incident).isAlive();
    }

    @Override
    public boolean approved(String incident) {
        Optional<String> run =
                incidents.result(incident).map(IncidentStore.Result::run).filter(id -> !id.isEmpty());
        try {
            return run.map(id -> RunModel.replay(context.runs().find(id).read().entries()))
                    .flatMap(model -> model.questions().stream().findFirst())
                    .filter(start -> start.decision() == QuestionView.Decision.DONE)
                    .isPresent();
        } catch (AuthorException deleted) {
            return false;
        }
    }
}
