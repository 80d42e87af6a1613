package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A POSIX shell script on the engine's host: start here to read the package.
 *
 * @param in the folder it runs in; empty means the engine's own
 * @param user who runs it, by login name; empty means the engine's own user
 * @param env further variables of its environment
 */
public record ShellSpec(Script script, Optional<Template> in, Optional<Template> user, Map<String, Template> env)
        implements ActionSpec {

    /** Where the script's text stands. */
    public sealed interface Script {
        /** In the runbook, with gaps for values. */
        record Text(Template text) implements Script {}

        /** In a file, read when the step runs; the path is as the engine shall open it. */
        record File(Path path) implements Script {}

        /**
         * The script, read to be run.
         *
         * @throws AuthorException one line, when it is in a file that cannot be read
         */
        default ShellText read() {
            if (this instanceof Text inPlace) {
                return ShellText.of(inPlace.text().parts());
            }
            Path path = ((File) this).path();
            try {
                return ShellText.exactly(List.of(Files.readString(path, StandardCharsets.UTF_8)));
            } catch (NoSuchFileException missing) {
                throw new AuthorException("script file " + path + " cannot be read: there is no such file", missing);
            } catch (IOException unreadable) {
                throw new AuthorException(
                        "script file " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
            }
        }

        /** For people: the text with its values in place, or the file's name. */
        default String shown() {
            if (this instanceof Text inPlace) {
                Template text = inPlace.text();
                return new Template(Indentation.stripped(text.parts()), text.values())
                        .shown()
                        .stripTrailing();
            }
            return "file " + ((File) this).path();
        }
    }

    public ShellSpec {
        env = Map.copyOf(env);
    }

    public static ShellSpec of(Template text) {
        return new ShellSpec(new Script.Text(text), Optional.empty(), Optional.empty(), Map.of());
    }

    @Override
    public String word() {
        return "shell";
    }

    @Override
    public String shown() {
        List<String> options = new ArrayList<>();
        in.ifPresent(folder -> options.add("in " + folder.shown()));
        user.ifPresent(name -> options.add("as " + name.shown()));
        env.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> options.add(
                        variable.getKey() + "=" + variable.getValue().shown()));
        return script.shown() + (options.isEmpty() ? "" : "\n(" + String.join(", ", options) + ")");
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public List<String> leaves() {
        return List.of("exitCode", "stdout", "stderr", "lines", "json");
    }

    @Override
    public Action action() {
        return new ShellAction(this);
    }
}
