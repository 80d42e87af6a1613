package dev.runbook.dsl;

import dev.runbook.action.copy.CopyOutcome;
import dev.runbook.action.http.HttpOutcome;
import dev.runbook.action.prometheus.PrometheusOutcome;
import dev.runbook.action.shell.ShellOutcome;
import dev.runbook.action.sql.SqlOutcome;
import dev.runbook.action.ssh.SshOutcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The action words, each with the names of the values its action provides to conditions, handlers and later steps. */
public enum ActionWord {
    SHELL("shell", ShellOutcome.LEAVES),
    /** Local or on hosts, which is decided when the step is evaluated. */
    POWERSHELL("powershell", SshOutcome.LEAVES),
    SSH("ssh", SshOutcome.LEAVES),
    SQL("sql", SqlOutcome.LEAVES),
    HTTP("http", HttpOutcome.LEAVES),
    PROMETHEUS("prometheus", PrometheusOutcome.LEAVES),
    COPY_ROWS("copyRows", CopyOutcome.LEAVES),
    FOLLOW("follow", Set.of()),
    /** Goes through a list; no action of a task. */
    FIRST_OF("firstOf", Set.of("value")),
    /** The words that ask people; no actions of a task. */
    APPROVE("approve", Set.of()),
    MANUAL("manual", Set.of()),
    PAUSE("pause", Set.of()),
    CHOOSE("choose", Set.of("value"));

    private static final Set<ActionWord> OF_PEOPLE = EnumSet.of(APPROVE, MANUAL, PAUSE, CHOOSE);

    /** The value every task provides: whether it succeeded. */
    public static final String OK = "ok";

    private final String word;
    private final Set<String> leaves;

    ActionWord(String word, Set<String> leaves) {
        this.word = word;
        this.leaves = leaves;
    }

    public static Optional<ActionWord> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }

    /** The names of the values that a task with one of these actions provides, including {@link #OK}. */
    public static Set<String> leftBy(Set<ActionWord> actions) {
        Set<String> left = new TreeSet<>(Set.of(OK));
        actions.forEach(action -> left.addAll(action.leaves));
        return left;
    }

    /** Whether people act, and not the engine. */
    public boolean asksPeople() {
        return OF_PEOPLE.contains(this);
    }

    public String word() {
        return word;
    }

    /** The names of the values that the action provides, except {@link #OK}. */
    public Set<String> leaves() {
        return leaves;
    }

    @Override
    public String toString() {
        return word;
    }
}
