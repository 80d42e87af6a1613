package dev.runbook.action.ssh;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.FileFinding;
import dev.runbook.action.Quorum;
import dev.runbook.action.shell.ShellScript;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A POSIX shell or PowerShell script on every host of a group. Start here to read the package.
 *
 * @param on the group's name in the environment
 * @param atOnce the maximum number of hosts at the same time; empty means the engine's default, with which slow hosts
 *     do not delay others
 * @param atLeast how many hosts must be ok; empty means all
 */
public record SshSpec(ShellScript script, String on, Optional<Integer> atOnce, Optional<Quorum> atLeast)
        implements ActionSpec {

    @Override
    public String word() {
        return script.word("ssh");
    }

    @Override
    public String shown() {
        List<String> options = new ArrayList<>();
        options.add("on " + on);
        atOnce.ifPresent(hosts -> options.add(hosts + " at once"));
        atLeast.ifPresent(quorum -> options.add("at least " + quorum));
        options.addAll(script.options());
        return script.shown() + "\n(" + String.join(", ", options) + ")";
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(Target.Kind.HOST, on));
    }

    @Override
    public List<Path> files() {
        return script.file().stream().toList();
    }

    /** Returns the missing aliases and keys of its hosts' configuration. */
    @Override
    public List<String> missing(Environment environment) {
        List<String> missing = new ArrayList<>();
        for (Environment.Host host : environment.hosts().getOrDefault(on, List.of())) {
            if (host.config().isPresent()) {
                try {
                    SshAliases.read(host.config().get())
                            .resolved(host)
                            .keyFile()
                            .filter(key -> !Files.isReadable(key))
                            .ifPresent(
                                    key -> missing.add("the key of host '" + host.name() + "' cannot be read: " + key));
                } catch (SshFailure unusable) {
                    missing.add("host '" + host.name() + "': " + unusable.getMessage());
                }
            }
        }
        return missing;
    }

    @Override
    public List<FileFinding> findings() {
        return script.findings();
    }

    @Override
    public Action action() {
        return new SshAction(this);
    }
}
