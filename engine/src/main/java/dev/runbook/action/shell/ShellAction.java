package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a {@link ShellSpec} with {@code /bin/sh} in a session of its own. Script and values travel on standard input, so
 * that no list of processes shows them.
 */
final class ShellAction implements Action {
    private static final boolean HAS_SETSID = Files.isExecutable(Path.of("/usr/bin/setsid"));

    private final ShellSpec spec;

    ShellAction(ShellSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        ShellValues values = new ShellValues(attempt.environment().secrets());
        attempt.environment().shell().env().forEach(values::add);
        spec.env().forEach((name, text) -> values.add(name, values.text(text, name)));
        Optional<String> user = spec.user().map(name -> values.text(name, "user"));
        Optional<String> folder = spec.in().map(path -> folder(values.text(path, "in")));
        String script = spec.script().posix(values);
        List<String> asUser = user.map(OtherUser::before).orElse(List.of());
        Bootstrap bootstrap = new Bootstrap(
                values.variables(), folders(attempt), folder, asUser.isEmpty() ? Optional.empty() : user, script);
        return LocalProcess.run(
                new ProcessBuilder(command(asUser, attempt)),
                bootstrap.bytes(),
                HAS_SETSID,
                new Signals(asUser),
                attempt);
    }

    private static List<String> command(List<String> asUser, Attempt attempt) {
        List<String> command = new ArrayList<>();
        if (HAS_SETSID) {
            command.add("/usr/bin/setsid");
        }
        if (asUser.isEmpty()) {
            command.addAll(List.of("/bin/sh", "-c", Bootstrap.SOURCE_INPUT));
            return command;
        }
        command.addAll(asUser);
        // sudo passes no variable on, and another user may not open our pipe by its name
        String marker = Marker.VARIABLE + "=" + Marker.encoded(attempt.marker());
        command.addAll(List.of("env", marker, "/bin/sh", "-c", Bootstrap.EVALUATE_INPUT));
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
            throw new AuthorException("'" + name + "' is no folder");
        }
        return folder.toAbsolutePath().toString();
    }
}
