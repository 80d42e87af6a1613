package dev.runbook.action.ssh;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.FileFinding;
import dev.runbook.action.Quorum;
import dev.runbook.action.shell.ShellScript;
import dev.runbook.action.shell.ShellValues;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A POSIX shell or PowerShell script on every host of a group. Start here to read the package.
 *
 * @param on the group's name in the environment
 * @param atOnce the maximum number of hosts at the same time; empty means the engine's default, with which slow hosts
 *     do not delay others
 * @param atLeast how many hosts must be ok; empty means all
 * @param in the folder it runs in; empty means that of the host's settings
 * @param env environment variables besides those of the host's settings
 */
public record SshSpec(
        ShellScript script,
        String on,
        Optional<Integer> atOnce,
        Optional<Quorum> atLeast,
        Optional<Template> in,
        Map<String, Template> env)
        implements ActionSpec {

    public SshSpec {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

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
        in.ifPresent(folder -> options.add("in " + folder.shown()));
        env.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> options.add(
                        variable.getKey() + "=" + variable.getValue().shown()));
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

    /** Returns the hosts that cannot run the script, because they run PowerShell and the script is for a POSIX shell. */
    public List<String> unsuited(Environment environment) {
        return hosts(environment)
                .filter(host -> host.settings().shell() == HostSettings.Shell.POWERSHELL && !script.isPowerShell())
                .map(Environment.Host::name)
                .toList();
    }

    private Stream<Environment.Host> hosts(Environment environment) {
        return environment.hosts().getOrDefault(on, List.of()).stream();
    }

    /** Returns the environment variables of the script on a host: the host's own, replaced by those of the step. */
    Map<String, String> variables(HostSettings settings, ShellValues values) {
        Map<String, String> variables = new LinkedHashMap<>(settings.env());
        env.forEach((name, text) -> variables.put(name, values.text(text, name)));
        return variables;
    }

    /** Returns the folder of the script on a host; empty means the login's home folder. */
    Optional<String> folder(HostSettings settings, ShellValues values) {
        return in.map(folder -> values.text(folder, "in")).or(settings::in);
    }

    /** Returns the settings that the environment gives the hosts: for each different one, the hosts and the settings. */
    @Override
    public List<String> notes(Environment environment) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        hosts(environment)
                .forEach(host -> hosts.computeIfAbsent(settings(host.settings()), any -> new ArrayList<>())
                        .add(host.name()));
        return hosts.entrySet().stream()
                .filter(each -> !each.getKey().isEmpty())
                .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
                .map(environment.secrets().masker()::mask)
                .toList();
    }

    private String settings(HostSettings settings) {
        List<String> words = new ArrayList<>();
        settings.in().filter(folder -> in.isEmpty()).ifPresent(folder -> words.add("in " + folder));
        settings.env().forEach((name, text) -> {
            if (!env.containsKey(name)) {
                words.add(name + "=" + text);
            }
        });
        if (settings.shell() == HostSettings.Shell.POWERSHELL) {
            words.add("Windows PowerShell");
        }
        return String.join(", ", words);
    }

    /** Returns the missing aliases and keys of its hosts' configuration. */
    @Override
    public List<String> missing(Environment environment) {
        List<String> missing = new ArrayList<>();
        for (Environment.Host host : hosts(environment).toList()) {
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
