package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.prometheus.PrometheusSpec;
import dev.runbook.action.shell.ShellScript;
import dev.runbook.action.shell.ShellSpec;
import dev.runbook.action.sql.SqlIdentifier;
import dev.runbook.action.sql.SqlLiteral;
import dev.runbook.action.sql.SqlProblem;
import dev.runbook.action.sql.SqlSpec;
import dev.runbook.action.ssh.SshSpec;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Target;
import dev.runbook.file.SourceFolder;
import dev.runbook.plan.Work;
import dev.runbook.value.ByteSize;
import dev.runbook.value.JsonWriter;
import dev.runbook.value.Template;
import dev.runbook.value.Truncated;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Actions: what a block does. It has exactly one action. */
public abstract class ActionBlock extends ValuesBlock {
    private static final ByteSize LEAST = ByteSize.ofKilobytes(1);

    private ActionSpec action;
    private Optional<ByteSize> keep = Optional.empty();

    ActionBlock(EvaluationContext reading) {
        super(reading);
    }

    /** The words of the actions that this block accepts. */
    Set<ActionWord> actionWords() {
        return EnumSet.range(ActionWord.SHELL, ActionWord.PROMETHEUS);
    }

    /** The cure shown for a block without an action. */
    String oneOfTheActions() {
        return "add one of: " + actionWords().stream().map(ActionWord::word).collect(Collectors.joining(", "));
    }

    Optional<ActionSpec> action() {
        return Optional.ofNullable(action);
    }

    Optional<Work.Perform> perform() {
        return action().map(spec -> new Work.Perform(spec, keep));
    }

    void act(ActionSpec spec) {
        if (action != null) {
            reading.problem(
                    "one action only: '" + action.word() + "' is already declared here, and '" + spec.word()
                            + "' is a second",
                    "write a separate step for it");
        }
        action = spec;
        for (Target target : spec.targets()) {
            reading.environmentWith(target.kind(), target.name());
        }
    }

    /**
     * Sets how much output of the action is kept for conditions, handles and loops to read. The limit applies to each
     * of {@code stdout}, {@code stderr}, {@code body}, {@code rows} and {@code messages}: 4 MB by default, 64 MB at
     * most. On several hosts it applies to each host; without this word the hosts share 32 MB.
     *
     * <p>The record of the attempt always holds the complete output. Output longer than this limit cannot be read: a
     * condition, loop or command that needs it fails, because a part would be mistaken for the whole.
     *
     * <pre>{@code
     * keep 16.megabytes
     * }</pre>
     */
    public void keep(ByteSize size) {
        if (size.bytes() < LEAST.bytes() || size.bytes() > Truncated.MOST.bytes()) {
            reading.problem("keep takes " + LEAST + " to " + Truncated.MOST + ", not " + size);
        }
        keep = Optional.of(size);
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
     */
    public void ssh(
            @NamedParams({
                        @NamedParam(value = "on", type = CharSequence.class, required = true),
                        @NamedParam(value = "atOnce", type = Integer.class),
                        @NamedParam(value = "atLeast", type = Object.class),
                        @NamedParam(value = "carryOn", type = Boolean.class)
                    })
                    @Planned(value = Planned.Reason.SHOWN, option = "atLeast")
                    @Names(value = "host", option = "on")
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
                        @NamedParam(value = "on", type = CharSequence.class, required = true),
                        @NamedParam(value = "atOnce", type = Integer.class),
                        @NamedParam(value = "atLeast", type = Object.class),
                        @NamedParam(value = "carryOn", type = Boolean.class)
                    })
                    @Planned(value = Planned.Reason.FILE, option = "file")
                    @Planned(value = Planned.Reason.SHOWN, option = "atLeast")
                    @Names(value = "host", option = "on")
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
     */
    public void powershell(
            @NamedParams({
                        @NamedParam(value = "on", type = CharSequence.class),
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
                    @Names(value = "host", option = "on")
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
                        @NamedParam(value = "on", type = CharSequence.class),
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
                    @Names(value = "host", option = "on")
                    Map<String, Object> options) {
        powershell(new ShellScript.PowerShellFile(file(options)), options);
    }

    private void powershell(ShellScript script, Map<String, Object> options) {
        boolean remote = options.containsKey("on");
        for (String option : remote ? List.of("in", "user", "env") : List.of("atOnce", "atLeast")) {
            if (options.containsKey(option)) {
                reading.problem("'" + option + "' has no place " + (remote ? "beside" : "without") + " on:");
            }
        }
        act(remote ? ssh(script, options) : shell(script, options));
    }

    /**
     * Executes SQL statements on a database of the environment, sent as written, each committed separately. A value in
     * {@code ${…}} is bound as a parameter; a list becomes one parameter per element.
     *
     * <p>{@code transaction: true} executes all statements in one transaction. The conditions of {@code expect} are
     * evaluated before the commit: if one fails, the transaction is rolled back. A transaction that the database aborts
     * in favor of another (a deadlock, a serialization failure) has changed nothing, so {@code retry} repeats the step
     * safely.
     *
     * <p>{@code primary: true} checks the server's role first, and sends nothing to a standby, a secondary replica or a
     * read-only database. {@code readOnly: true} makes the database reject every write; SQL Server has no such mode, so
     * there the engine checks the keywords of a batch before sending it.
     *
     * <p>A step works through a connection pooler such as PgBouncer, and leaves no state on a session that the pooler
     * shares with others. Statements whose effect stays on the session ({@code SET} without {@code LOCAL}, temporary
     * tables, session locks) are rejected there.
     *
     * <pre>{@code
     * sql "update orders set state = 'open' where id = ${params.id}", on: 'orders', primary: true
     * }</pre>
     *
     * <pre>{@code
     * sql 'select count(*) as open from orders', on: 'orders', readOnly: true
     * }</pre>
     */
    public void sql(
            @NamedParams({
                        @NamedParam(value = "on", type = CharSequence.class, required = true),
                        @NamedParam(value = "transaction", type = Boolean.class),
                        @NamedParam(value = "primary", type = Boolean.class),
                        @NamedParam(value = "readOnly", type = Boolean.class)
                    })
                    @Names(value = "database", option = "on")
                    Map<String, Object> options,
            @Literal(Literal.Language.SQL) CharSequence statements) {
        act(sql(new SqlSpec.Script.Text(Values.template(statements)), options));
    }

    /**
     * Executes the statements of a file; {@code with} gives the values of its {@code :name} placeholders.
     *
     * <p>{@code check} reads the file. It rejects a placeholder without a value, {@code BEGIN} and {@code COMMIT}
     * together with {@code transaction: true}, a transaction without an end, and syntax that only a client such as psql
     * understands ({@code \i}, {@code COPY FROM STDIN}).
     *
     * <pre>{@code
     * sql file: 'repair.sql', on: 'orders', with: [since: params.since], transaction: true
     * }</pre>
     */
    public void sql(
            @NamedParams({
                        @NamedParam(value = "file", type = CharSequence.class, required = true),
                        @NamedParam(value = "on", type = CharSequence.class, required = true),
                        @NamedParam(value = "with", type = Map.class),
                        @NamedParam(value = "transaction", type = Boolean.class),
                        @NamedParam(value = "primary", type = Boolean.class),
                        @NamedParam(value = "readOnly", type = Boolean.class)
                    })
                    @Planned(value = Planned.Reason.FILE, option = "file")
                    @Names(value = "database", option = "on")
                    Map<String, Object> options) {
        act(sql(new SqlSpec.Script.File(file(options)), options));
    }

    /**
     * Inserts the name of a table or column into SQL, validated and quoted for the database.
     *
     * <pre>{@code
     * sql "truncate ${identifier(params.table)}", on: 'orders'
     * }</pre>
     */
    public SqlIdentifier identifier(Object... names) {
        return new SqlIdentifier(Arrays.stream(names).map(Values::plain).toList());
    }

    /**
     * Inserts a value into SQL as a quoted literal, for statements that take no parameters. An instant is written in
     * the database's own format, in the {@code zone} of the database in the environment file, or else in UTC; SQL
     * Server's format has no time zone, so {@code zone} is required there.
     *
     * <pre>{@code
     * sql "alter role rollback password ${literal(secret('NEW_PASSWORD'))}", on: 'orders'
     * }</pre>
     */
    public SqlLiteral literal(Object value) {
        return new SqlLiteral(Values.plain(value));
    }

    /**
     * Sends one HTTP request, through the proxy that {@code http_proxy} or {@code https_proxy} names unless
     * {@code no_proxy} excludes the server. Servers on this machine are contacted directly.
     *
     * <pre>{@code
     * http {
     *     post "${service('api')}/rollback"
     *     bearer secret('API_TOKEN')
     *     json reason: params.reason
     * }
     * }</pre>
     */
    public void http(@DelegatesTo(value = HttpBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> request) {
        HttpBlock block = new HttpBlock(reading);
        reading.evaluate(request, block);
        block.spec().ifPresent(this::act);
    }

    /**
     * Runs a PromQL query on a service of the environment; {@code value} is its number. A value inside quotes is
     * inserted as a label value, outside quotes as a number. No data is neither success nor failure, and a response
     * that may be incomplete is a failure unless {@code partial: true} accepts it.
     *
     * <pre>{@code
     * prometheus "sum(rate(http_errors_total{job='${params.job}'}[5m]))", on: 'monitoring'
     * }</pre>
     *
     * With {@code over} the query covers the given time up to now, with one number per interval {@code every} (default:
     * a 60th of the time), and {@code lowest} and {@code highest} are available too.
     *
     * <pre>{@code
     * prometheus 'sum(rate(http_errors_total[1m]))', on: 'monitoring', over: 10.minutes, every: 15.seconds
     * }</pre>
     */
    public void prometheus(
            @NamedParams({
                        @NamedParam(value = "on", type = CharSequence.class, required = true),
                        @NamedParam(value = "over", type = Duration.class),
                        @NamedParam(value = "every", type = Duration.class),
                        @NamedParam(value = "partial", type = Boolean.class)
                    })
                    @Names(value = "service", option = "on")
                    Map<String, Object> options,
            @Literal(Literal.Language.PROMQL) CharSequence query) {
        act(new PrometheusSpec(
                Values.template(query),
                Values.text((CharSequence) options.get("on")),
                range((Duration) options.get("over"), (Duration) options.get("every")),
                Boolean.TRUE.equals(options.get("partial"))));
    }

    private Optional<PrometheusSpec.Range> range(Duration over, Duration every) {
        if (over == null) {
            if (every != null) {
                reading.problem("'every' belongs to a range of time", "add over: 10.minutes");
            }
            return Optional.empty();
        }
        PrometheusSpec.Range range = PrometheusSpec.Range.of(over, Optional.ofNullable(every));
        range.problem().ifPresent(problem -> reading.problem(problem));
        return Optional.of(range);
    }

    @SuppressWarnings("unchecked")
    private SqlSpec sql(SqlSpec.Script script, Map<String, Object> options) {
        Map<String, Object> with = (Map<String, Object>) Values.plain(options.getOrDefault("with", Map.of()));
        SqlSpec spec = new SqlSpec(
                script,
                Values.text((CharSequence) options.get("on")),
                with,
                Boolean.TRUE.equals(options.get("transaction")),
                Boolean.TRUE.equals(options.get("primary")),
                Boolean.TRUE.equals(options.get("readOnly")));
        Optional<Database> database =
                reading.environment().map(known -> known.databases().get(spec.database()));
        for (SqlProblem problem : spec.problems(database)) {
            reading.problem(problem.message(), problem.cures().toArray(String[]::new));
        }
        return spec;
    }

    private SshSpec ssh(ShellScript script, Map<String, Object> options) {
        return new SshSpec(
                script,
                Values.text((CharSequence) options.get("on")),
                Optional.ofNullable((Integer) options.get("atOnce")),
                Optional.ofNullable(options.get("atLeast")).map(least -> Quorums.of(reading, least)));
    }

    private static ShellSpec shell(ShellScript script, Map<String, Object> options) {
        Map<String, Template> env = new LinkedHashMap<>();
        if (options.get("env") instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> env.put(String.valueOf(name), Values.option(value)));
        }
        return new ShellSpec(
                script,
                Optional.ofNullable(options.get("in")).map(Values::option),
                Optional.ofNullable(options.get("user")).map(Values::option),
                env);
    }

    private static boolean carriesOn(Map<String, Object> options) {
        return Boolean.TRUE.equals(options.get("carryOn"));
    }

    private Path file(Map<String, Object> options) {
        String name = Values.option(options.get("file")).shown();
        Path runbook = reading.request().file().toAbsolutePath();
        Path file = runbook.resolveSibling(name).normalize();
        try {
            SourceFolder.of(runbook).inside(file);
        } catch (AuthorException outside) {
            throw new Unreadable(outside.getMessage()); // nothing after this reads the file
        }
        if (!Files.isRegularFile(file)) {
            reading.problem("there is no file " + file, "its path is relative to the runbook's folder");
        }
        return file;
    }

    /**
     * Formats a document as JSON text, inserted as one value.
     *
     * <pre>{@code
     * shell "kubectl patch service api -p ${json(spec: [selector: [version: 'blue']])}"
     * }</pre>
     */
    public Text json(Map<String, ?> document) {
        return jsonText(document);
    }

    /**
     * Formats a document from an earlier step, or a part of one, as JSON text.
     *
     * <pre>{@code
     * shell "kubectl patch service api -p ${json(probe.json.spec)}"
     * }</pre>
     */
    public Text json(Json document) {
        document.present();
        return jsonText(document);
    }

    private static Text jsonText(Object document) {
        Object plain = Values.plain(document);
        if (Values.secret(plain)) {
            throw new Unreadable("a secret cannot be a part of json(…)", "put it into ${…} by itself");
        }
        String text = JsonWriter.write(plain);
        return Values.unknown(plain) ? Text.unknown(text, () -> jsonText(document)) : Text.of(text);
    }
}
