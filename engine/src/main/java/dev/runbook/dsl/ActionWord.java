package dev.runbook.dsl;

import dev.runbook.action.http.HttpOutcome;
import dev.runbook.action.http.PrometheusOutcome;
import dev.runbook.action.shell.ShellOutcome;
import dev.runbook.action.sql.CopyOutcome;
import dev.runbook.action.sql.SqlOutcome;
import dev.runbook.action.ssh.SshOutcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The words that act, each with the names of the values its action leaves for conditions, handlers and later steps. */
public enum ActionWord {
    SHELL("shell", ShellOutcome.LEAVES),
    /** Here or on hosts, which is known when the step is read. */
    POWERSHELL("powershell", SshOutcome.LEAVES),
    SSH("ssh", SshOutcome.LEAVES),
    SQL("sql", SqlOutcome.LEAVES),
    HTTP("http", HttpOutcome.LEAVES),
    PROMETHEUS("prometheus", PrometheusOutcome.LEAVES),
    COPY_ROWS("copyRows", CopyOutcome.LEAVES),
    FOLLOW("follow", Set.of());

    /** The value every task leaves: whether it ended well. */
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

    /** The names of the values that a task with one of these actions leaves, {@link #OK} among them. */
    public static Set<String> leftBy(Set<ActionWord> actions) {
        Set<String> left = new TreeSet<>(Set.of(OK));
        actions.forEach(action -> left.addAll(action.leaves));
        return left;
    }

    public String word() {
        return word;
    }

    /** The names of the values its action leaves, besides {@link #OK}. */
    public Set<String> leaves() {
        return leaves;
    }

    @Override
    public String toString() {
        return word;
    }
}
