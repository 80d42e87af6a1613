package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.http.PrometheusSpec;
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

/** The words of every block that holds an action: one of them, exactly once. */
public abstract class ActionBlock extends ValuesBlock {
    private static final ByteSize LEAST = ByteSize.ofKilobytes(1);

    private ActionSpec action;
    private Optional<ByteSize> keep = Optional.empty();

    ActionBlock(EvaluationContext reading) {
        super(reading);
    }

    /** The words of the actions it may hold. */
    Set<ActionWord> actionWords() {
        return EnumSet.range(ActionWord.SHELL, ActionWord.PROMETHEUS);
    }

    /** The cure of a block without an action. */
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
     * How much is kept of what the action prints or answers, for conditions, handles and loops to read: of each of {@code
     * stdout}, {@code stderr}, {@code body}, {@code rows} and {@code messages}, 4 MB if nothing is said, and 64 MB at
     * most. Of several hosts it is kept of each; without the word they share 32 MB.
     *
     * <p>All of it stands in the output of the attempt, whatever its size. What is longer than is kept cannot be read: a
     * condition, loop or command that needs it fails, for a part would be taken for the whole.
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
     * Runs a POSIX shell script ({@code /bin/sh}) on the engine's host. A value in {@code ${…}} arrives as one word,
     * whatever is in it.
     *
     * <p>The script ends at its first failing command, with that command's exit code ({@code set -e}), so that nothing
     * runs after a failed {@code cd}. A command may fail in a condition: {@code if}, {@code while}, {@code ||}, {@code &&},
     * {@code !}. Of a pipeline only the last command counts, and an unset variable is an empty text: {@code set -o
     * pipefail} is not known to every {@code sh}, and {@code set -u} can be written where it is wanted.
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
     * <p>A service that the script starts in the background lives on after the step. While the script runs its output is
     * kept; what it prints later is discarded, so redirect it to a file. A step that is stopped, at the end of its budget
     * or by an abort, takes everything it started with it.
     */
    public void shell(@Literal(Literal.Language.SHELL) CharSequence script) {
        shell(Map.of(), script);
    }

    /**
     * The same in a folder, as another user, with more variables in its environment, or without {@code set -e}.
     *
     * <p>A script has the engine's variables, but for those that a secret of the environment names; the system's folders
     * that {@code PATH} lacks, such as {@code /usr/sbin} under cron, are added at its end. The script of another
     * {@code user} has only {@code PATH}, {@code HOME}, {@code USER}, {@code LOGNAME}, {@code LANG}, {@code LC_…}, {@code
     * TZ} and {@code TERM}, and those of {@code env}. The engine becomes that user with {@code runuser} or {@code su} if it
     * runs as root, else with {@code sudo -n} or {@code doas -n}; a run does not start where none of them is installed.
     *
     * <pre>{@code
     * shell 'pg_ctl stop', user: 'postgres', in: '/var/lib/postgresql', env: [PGPORT: 5433]
     * }</pre>
     *
     * With {@code carryOn: true} a failing command does not end the script; its exit code is that of its last command.
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
     * Runs a script of a file; its name is relative to the runbook's folder, and the file must be under {@code runbooks}
     * (without a folder of that name: under the runbook's own), not behind a symbolic link that leads out of it. The first
     * line of the file names the program that runs it ({@code #!/bin/bash}, {@code #!/usr/bin/env python3}); without one it
     * is {@code sh}. A run does not start if this machine lacks that program. The file
     * is UTF-8; a byte order mark and Windows line ends are read as if they were not there.
     *
     * <p>{@code sh}, {@code bash}, {@code dash}, {@code ksh} and {@code zsh} end such a script at its first failing command
     * ({@code -e}) unless {@code carryOn: true} is given. The engine's own user runs the file where it is, so that {@code
     * $(dirname "$0")} finds what is beside it; another user and a host get a copy of this one file.
     *
     * <p>{@code check} reads the file. It refuses a file that is not text, and warns of bash-only syntax in a script for
     * {@code sh}, of a first line that names no usable interpreter, and of a byte order mark and Windows line ends.
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
     * Runs a POSIX shell script on each host of a group of the environment, as {@code shell} does on the engine's own.
     * The account's login shell may be any, if it runs commands at all: a host that did not run the script, such as one with
     * a forced command or {@code nologin}, is a failure whatever its exit code.
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
     * Runs a script of a file on each host of a group, with the program its first line names there.
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
     * A PowerShell script on the engine's host, by {@code pwsh}. A value in {@code ${…}} is a variable of the script,
     * whatever is in it. An error ends the script with exit code 1; else its exit code is that of the last program it
     * ran.
     *
     * <pre>{@code
     * powershell "Restart-Service -Name ${params.name}"
     * }</pre>
     */
    public void powershell(@Literal(Literal.Language.POWERSHELL) CharSequence script) {
        powershell(Map.of(), script);
    }

    /**
     * The same with the options of {@code shell}, or on each host of a group with those of {@code ssh}.
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
     * A PowerShell script of a file; its path is relative to the runbook's folder.
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
     * Statements on a database of the environment, sent as written, each committed by itself. A value in {@code ${…}} is
     * bound as a parameter; a list becomes one parameter each.
     *
     * <p>{@code transaction: true} makes all of them one transaction. The conditions of {@code expect} are judged before
     * the commit: when one fails, the transaction is rolled back. A transaction that the database gives up for another one
     * (a deadlock, a serialization failure) has changed nothing, so {@code retry} repeats the step safely.
     *
     * <p>{@code primary: true} asks the server first, and sends nothing to a standby, a secondary replica or a read-only
     * database. {@code readOnly: true} has the database refuse every write; SQL Server cannot, so there the words of a
     * batch decide before it is sent.
     *
     * <p>A step works through a pooler such as PgBouncer, and leaves nothing on a session that the pooler gives to others.
     * Statements whose effect stays on the session ({@code SET} without {@code LOCAL}, temporary tables, session locks)
     * are refused there.
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
     * Statements of a file; {@code with} gives the values of its {@code :name} places.
     *
     * <p>{@code check} reads the file. It refuses a name without a value, {@code BEGIN} and {@code COMMIT} beside {@code
     * transaction: true} and a transaction without an end, and what only a client such as psql understands ({@code \i},
     * {@code COPY FROM STDIN}).
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
     * The name of a table or column in SQL, checked and quoted as the database wants it.
     *
     * <pre>{@code
     * sql "truncate ${identifier(params.table)}", on: 'orders'
     * }</pre>
     */
    public SqlIdentifier identifier(Object... names) {
        return new SqlIdentifier(Arrays.stream(names).map(Values::plain).toList());
    }

    /**
     * A value written into SQL as a quoted literal, for statements that take no parameters. A point in time is written in
     * the database's own form; SQL Server's has no zone, so there the environment says which it is ({@code zone:}).
     *
     * <pre>{@code
     * sql "alter role rollback password ${literal(secret('NEW_PASSWORD'))}", on: 'orders'
     * }</pre>
     */
    public SqlLiteral literal(Object value) {
        return new SqlLiteral(Values.plain(value));
    }

    /**
     * One HTTP request, through the proxy that {@code http_proxy} or {@code https_proxy} names and {@code no_proxy} does not
     * except. Servers of this machine are asked directly.
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
     * A query in PromQL to a service of the environment; {@code value} is its number. A value in quotes is a label's,
     * outside of them a number. No data is neither good nor bad, and an answer that may be incomplete is a failure
     * unless {@code partial: true} takes it.
     *
     * <pre>{@code
     * prometheus "sum(rate(http_errors_total{job='${params.job}'}[5m]))", on: 'monitoring'
     * }</pre>
     *
     * With {@code over} it is asked for the time up to now, a number {@code every} so often (a 60th of the time, unless
     * said): {@code lowest} and {@code highest} of it are left too.
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
     * A document as JSON text, one value wherever it is put.
     *
     * <pre>{@code
     * shell "kubectl patch service api -p ${json(spec: [selector: [version: 'blue']])}"
     * }</pre>
     */
    public Text json(Map<String, ?> document) {
        return jsonText(document);
    }

    /**
     * A document that an earlier step left, or a part of one, as JSON text.
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
