package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.file.SystemPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a {@link ShellSpec} with {@code /bin/sh} in a new session. Script and values are sent on standard input, so that
 * no process list shows them.
 */
final class ShellAction implements Action {
    private static final Optional<String> SETSID = SystemPrograms.find("setsid");

    private final ShellSpec spec;

    ShellAction(ShellSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        ShellValues values = new ShellValues(attempt.environment().secrets());
        attempt.environment().shell().env().forEach(values::add);
        spec.env().forEach((name, text) -> values.add(name, values.text(text, name)));
        Optional<OtherUser> user = spec.user().flatMap(name -> OtherUser.of(values.text(name, "user")));
        Optional<String> folder = spec.in().map(path -> folder(values.text(path, "in")));
        Acknowledgement marks = Acknowledgement.local();
        PreparedScript script = spec.script().prepare(values, marks, user.isEmpty());
        Bootstrap bootstrap =
                new Bootstrap(values.variables(), folders(attempt), folder, user.map(OtherUser::name), script);
        ProcessBuilder command = new ProcessBuilder(command(user, script.name(), attempt));
        StepEnvironment.restrict(command.environment(), attempt.environment().secretVariables(), user);
        return LocalProcess.run(
                command,
                user.map(OtherUser::program).orElse("/bin/sh"),
                bootstrap.bytes(),
                marks,
                SETSID.isPresent(),
                new ProcessSignals(user),
                attempt);
    }

    private static List<String> command(Optional<OtherUser> user, String name, Attempt attempt) {
        List<String> command = new ArrayList<>(SETSID.stream().toList());
        if (user.isEmpty()) {
            command.addAll(List.of("/bin/sh", "-c", Bootstrap.SOURCE_INPUT, name));
            return command;
        }
        // sudo passes no variables, and another user may not open our pipe by its name
        String marker = Marker.VARIABLE + "=" + Marker.encoded(attempt.marker());
        command.addAll(user.get()
                .command(List.of(
                        SystemPrograms.orName("env"), marker, "/bin/sh", "-c", Bootstrap.EVALUATE_INPUT, name)));
        return command;
    }

    private static List<String> folders(Attempt attempt) {
        List<String> lastFirst = new ArrayList<>();
        attempt.environment().shell().path().forEach(folder -> lastFirst.add(0, folder.toString()));
        return lastFirst;
    }

    private static String folder(String name) {
        Path folder = Path.of(name);
        if (!Files.exists(folder)) {
            throw new AuthorException("folder '" + name + "' does not exist");
        }
        if (!Files.isDirectory(folder)) {
            throw new AuthorException("'" + name + "' is not a folder");
        }
        return folder.toAbsolutePath().toString();
    }
}
