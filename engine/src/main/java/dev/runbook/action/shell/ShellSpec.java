package dev.runbook.action.shell;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.FileFinding;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A POSIX shell or PowerShell script on the engine's machine. Start here to read the package.
 *
 * @param in the folder it runs in; empty means the engine's current folder
 * @param user the login name of the user who runs it; empty means the engine's own user
 * @param env additional environment variables
 */
public record ShellSpec(ShellScript script, Optional<Template> in, Optional<Template> user, Map<String, Template> env)
        implements ActionSpec {

    public ShellSpec {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

    @Override
    public String word() {
        return script.word("shell");
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
        options.addAll(script.options());
        return script.shown() + (options.isEmpty() ? "" : "\n(" + String.join(", ", options) + ")");
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public List<Path> files() {
        return script.file().stream().toList();
    }

    @Override
    public List<FileFinding> findings() {
        return script.findings();
    }

    @Override
    public List<String> missing(Environment environment) {
        return new LocalPrograms(this, environment).missing();
    }

    @Override
    public Action action() {
        return new ShellAction(this);
    }
}
