package dev.runbook.dsl;

import dev.runbook.action.ActionSpec;
import dev.runbook.action.Quorum;
import dev.runbook.action.shell.ShellScript;
import dev.runbook.action.shell.ShellSpec;
import dev.runbook.action.ssh.SshSpec;
import dev.runbook.value.Template;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scripts: shell and PowerShell, on the engine's host and on other hosts. */
public abstract class ScriptActions extends SqlActions {
    ScriptActions(EvaluationContext context) {
        super(context);
    }

    /**
     * Runs a POSIX shell script ({@code /bin/sh}) on the engine's host. A value in {@code ${…}} is passed as one word,
     * whatever its content.
     *
     * <p>The script exits at the first failing command, with that command's exit code ({@code set -e}), so that nothing
     * runs after a failed {@code cd}. A command may fail in a condition: {@code if}, {@code while}, {@code ||},
     * {@code &&}, {@code !}. In a pipeline only the last command counts, and an unset variable is empty: not every
     * {@code sh} supports {@code set -o pipefail}, and a script can turn on {@code set -u} where it is wanted.
     *
     * <pre>{@code
     * shell "kubectl scale deployment ${params.name} --replicas=0"
     * }</pre>
     *
     * <pre>{@code
     * shell '''
     *     cd /srv/shop
     *     rm -rf cache
     *     pgrep -f worker || echo 'no worker runs'
     * '''
     * }</pre>
     *
     * <p>A service that the script starts in the background keeps running after the step. Its output is recorded while
     * the script runs; later output is discarded, so redirect it to a file. When a step is stopped, by the end of its
     * budget or by an abort, every process it started is stopped too.
     */
    public void shell(@Literal(Literal.Language.SHELL) CharSequence script) {
        shell(Map.of(), script);
    }

    /**
     * Runs a script in another folder, as another user, with additional environment variables, or without
     * {@code set -e}.
     *
     * <p>A script inherits the engine's environment variables, except those that a secret of the environment names;
     * system folders missing from {@code PATH}, such as {@code /usr/sbin} under cron, are appended to it. A script run
     * as another {@code user} has only {@code PATH}, {@code HOME}, {@code USER}, {@code LOGNAME}, {@code LANG},
     * {@code LC_…}, {@code TZ} and {@code TERM}, and the variables in {@code env}. The engine switches to that user
     * with {@code runuser} or {@code su} if it runs as root, otherwise with {@code sudo -n} or {@code doas -n}; a run
     * does not start if none of them is installed.
     *
     * <pre>{@code
     * shell 'pg_ctl stop', user: 'postgres', in: '/var/lib/postgresql', env: [PGPORT: 5433]
     * }</pre>
     *
     * With {@code carryOn: true} a failing command does not end the script; the exit code is that of the last command.
     *
     * <pre>{@code
     * shell 'umount /mnt/old; umount /mnt/older; true', carryOn: true
     * }</pre>
     */
    public void shell(
            @NamedParams({
                        @NamedParam(value = "in", type = Object.class),
                        @NamedParam(value = "user", type = Object.class),
                        @NamedParam(value = "env", type = Map.class),
                        @NamedParam(value = "carryOn", type = Boolean.class)
                    })
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = {"in", "user"})
                    Map<String, Object> options,
            @Literal(Literal.Language.SHELL) CharSequence script) {
        act(shell(new ShellScript.Text(Values.template(script), carriesOn(options)), options));
    }

    /**
     * Runs a script file. Its path is relative to the runbook's folder. The file must be under {@code runbooks} (if
     * there is no folder of that name: under the runbook's own folder) and must not be reached through a symbolic link
     * that leads out of it. The first line of the file names the program that runs it ({@code #!/bin/bash},
     * {@code #!/usr/bin/env python3}); the default is {@code sh}. A run does not start if that program is missing on
     * this machine. The file is UTF-8; a byte order mark and Windows line ends are ignored.
     *
     * <p>{@code sh}, {@code bash}, {@code dash}, {@code ksh} and {@code zsh} exit at the first failing command
     * ({@code -e}) unless {@code carryOn: true} is given. The engine's own user runs the file in place, so that
     * {@code $(dirname "$0")} finds the files beside it; another user and a host get a copy of this one file.
     *
     * <p>{@code check} reads the file. It rejects a file that is not text, and warns about bash-only syntax in a script
     * for {@code sh}, a first line that names no usable interpreter, a byte order mark and Windows line ends.
     *
     * <pre>{@code
     * shell file: 'restore.sh', user: 'postgres'
     * }</pre>
     */
    public void shell(
            @NamedParams({
                        @NamedParam(value = "file", type = CharSequence.class, required = true),
                        @NamedParam(value = "in", type = Object.class),
                        @NamedParam(value = "user", type = Object.class),
                        @NamedParam(value = "env", type = Map.class),
                        @NamedParam(value = "carryOn", type = Boolean.class)
                    })
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = {"in", "user"})
                    @Planned(value = Planned.Reason.FILE, option = "file")
                    Map<String, Object> options) {
        act(shell(new ShellScript.File(file(options), carriesOn(options)), options));
    }

    /**
     * Runs a POSIX shell script on each host of a group of the environment, with the same rules as {@code shell}. The
     * account may have any login shell that runs commands: a host that did not run the script, such as one with a
     * forced command or {@code nologin}, counts as failed whatever its exit code.
     *
     * <pre>{@code
     * ssh 'systemctl restart erp', on: 'web', atOnce: 10, atLeast: 95.percent
     * }</pre>
     *
     * <p>It runs in the folder {@code in} with the environment variables {@code env}; what a step leaves out, the
     * host's {@code in} and {@code env} in the environment file say.
     *
     * <pre>{@code
     * ssh './maintenance on', on: 'app', in: '/srv/app', env: [APP_ENV: 'production']
     * }</pre>
     *
     * <p>A value of the run chooses the group among those that {@code of} lists: all of them are checked before the
     * run, and the step fails before it starts if the value is not one of them. The same holds for {@code powershell},
     * {@code sql}, {@code prometheus} and {@code copyRows}.
     *
     * <pre>{@code
     * def standby = step('Find the standby with the least lag') { shell './least-lag.sh' }
     * step('Promote it') { ssh 'pg_ctl promote', on: standby.stdout, of: ['pg2', 'pg3'] }
     * }</pre>
     */
    public void ssh(
            @NamedParams({
                        @NamedParam(value = "on", type = Object.class, required = true),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "atOnce", type = Integer.class),
                        @NamedParam(value = "atLeast", type = Object.class),
                        @NamedParam(value = "in", type = Object.class),
                        @NamedParam(value = "env", type = Map.class),
                        @NamedParam(value = "carryOn", type = Boolean.class)
                    })
                    @Planned(value = Planned.Reason.SHOWN, option = "atLeast")
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = "in")
                    @Names(value = "host", option = "on", among = "of")
                    Map<String, Object> options,
            @Literal(Literal.Language.SHELL) CharSequence script) {
        act(ssh(new ShellScript.Text(Values.template(script), carriesOn(options)), options));
    }

    /**
     * Runs a script file on each host of a group, with the program that its first line names on that host.
     *
     * <pre>{@code
     * ssh file: 'restore.sh', on: 'db'
     * }</pre>
     */
    public void ssh(
            @NamedParams({
                        @NamedParam(value = "file", type = CharSequence.class, required = true),
                        @NamedParam(value = "on", type = Object.class, required = true),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "atOnce", type = Integer.class),
                        @NamedParam(value = "atLeast", type = Object.class),
                        @NamedParam(value = "in", type = Object.class),
                        @NamedParam(value = "env", type = Map.class),
                        @NamedParam(value = "carryOn", type = Boolean.class)
                    })
                    @Planned(value = Planned.Reason.FILE, option = "file")
                    @Planned(value = Planned.Reason.SHOWN, option = "atLeast")
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = "in")
                    @Names(value = "host", option = "on", among = "of")
                    Map<String, Object> options) {
        act(ssh(new ShellScript.File(file(options), carriesOn(options)), options));
    }

    /**
     * Runs a PowerShell script on the engine's host, with {@code pwsh}. A value in {@code ${…}} is passed as a variable
     * of the script, whatever its content. An error ends the script with exit code 1; otherwise the exit code is that
     * of the last program the script ran.
     *
     * <pre>{@code
     * powershell "Restart-Service -Name ${params.name}"
     * }</pre>
     */
    public void powershell(@Literal(Literal.Language.POWERSHELL) CharSequence script) {
        powershell(Map.of(), script);
    }

    /**
     * Runs a PowerShell script with the options of {@code shell}, or on each host of a group with the options of
     * {@code ssh}.
     *
     * <pre>{@code
     * powershell 'Get-Service erp | Restart-Service', on: 'web', atOnce: 10
     * }</pre>
     *
     * <p>A host runs it with {@code pwsh} from a POSIX shell; a Windows host, {@code shell: powershell} in the
     * environment file, with {@code powershell.exe}, whatever the length of the script. Windows PowerShell cannot hand a
     * value with a double quote, or one that ends in a backslash, to programs as it is: a step with such a value fails
     * before it acts. On Windows nothing that the script starts survives it, except a service or a scheduled task, and a
     * stop is confirmed when every process of the script has ended.
     */
    public void powershell(
            @NamedParams({
                        @NamedParam(value = "on", type = Object.class),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "atOnce", type = Integer.class),
                        @NamedParam(value = "atLeast", type = Object.class),
                        @NamedParam(value = "in", type = Object.class),
                        @NamedParam(value = "user", type = Object.class),
                        @NamedParam(value = "env", type = Map.class)
                    })
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = {"in", "user"})
                    @Planned(value = Planned.Reason.SHOWN, option = "atLeast")
                    @Names(value = "host", option = "on", among = "of")
                    Map<String, Object> options,
            @Literal(Literal.Language.POWERSHELL) CharSequence script) {
        powershell(new ShellScript.PowerShellInPlace(Values.template(script)), options);
    }

    /**
     * Runs a PowerShell script file; its path is relative to the runbook's folder.
     *
     * <pre>{@code
     * powershell file: 'restore.ps1', on: 'db'
     * }</pre>
     */
    public void powershell(
            @NamedParams({
                        @NamedParam(value = "file", type = CharSequence.class, required = true),
                        @NamedParam(value = "on", type = Object.class),
                        @NamedParam(value = "of", type = Object.class),
                        @NamedParam(value = "atOnce", type = Integer.class),
                        @NamedParam(value = "atLeast", type = Object.class),
                        @NamedParam(value = "in", type = Object.class),
                        @NamedParam(value = "user", type = Object.class),
                        @NamedParam(value = "env", type = Map.class)
                    })
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = {"in", "user"})
                    @Planned(value = Planned.Reason.FILE, option = "file")
                    @Planned(value = Planned.Reason.SHOWN, option = "atLeast")
                    @Names(value = "host", option = "on", among = "of")
                    Map<String, Object> options) {
        powershell(new ShellScript.PowerShellFile(file(options)), options);
    }

    private void powershell(ShellScript script, Map<String, Object> options) {
        boolean remote = options.containsKey("on");
        for (String option : remote ? List.of("user") : List.of("atOnce", "atLeast", TargetChoice.AMONG)) {
            if (options.containsKey(option)) {
                context.problem("'" + option + "' has no place " + (remote ? "beside" : "without") + " on:");
            }
        }
        act(remote ? ssh(script, options) : shell(script, options));
    }

    private ActionSpec ssh(ShellScript script, Map<String, Object> options) {
        Optional<Integer> atOnce = Optional.ofNullable((Integer) options.get("atOnce"));
        Optional<Quorum> atLeast = Optional.ofNullable(options.get("atLeast")).map(least -> Quorums.of(context, least));
        Optional<Template> folder = folder(options);
        Map<String, Template> env = env(options);
        return new TargetChoice(context, options)
                .action("on", group -> checked(new SshSpec(script, group, atOnce, atLeast, folder, env)));
    }

    private SshSpec checked(SshSpec spec) {
        List<String> unsuited = context.environment().map(spec::unsuited).orElse(List.of());
        if (!unsuited.isEmpty()) {
            context.problem(
                    "'ssh' runs a POSIX shell script, and " + (unsuited.size() == 1 ? "host " : "hosts ")
                            + String.join(", ", unsuited) + (unsuited.size() == 1 ? " runs" : " run")
                            + " PowerShell (shell: powershell in the environment)",
                    "write it with powershell '…', on: '" + spec.on() + "'");
        }
        return spec;
    }

    private static ShellSpec shell(ShellScript script, Map<String, Object> options) {
        return new ShellSpec(
                script,
                folder(options),
                Optional.ofNullable(options.get("user")).map(Values::option),
                env(options));
    }

    private static Optional<Template> folder(Map<String, Object> options) {
        return Optional.ofNullable(options.get("in")).map(Values::option);
    }

    private static Map<String, Template> env(Map<String, Object> options) {
        Map<String, Template> env = new LinkedHashMap<>();
        if (options.get("env") instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> env.put(String.valueOf(name), Values.option(value)));
        }
        return env;
    }

    private static boolean carriesOn(Map<String, Object> options) {
        return Boolean.TRUE.equals(options.get("carryOn"));
    }
}
