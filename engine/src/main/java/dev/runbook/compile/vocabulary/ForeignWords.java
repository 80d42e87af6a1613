package dev.runbook.compile.vocabulary;

import java.util.Map;
import java.util.Optional;

/** Maps words of other tools to the equivalent words of this language. */
public final class ForeignWords {
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("timeout", "the time all attempts may take is 'budget', that of one is 'attempt'"),
            Map.entry("deadline", "the time something may take is 'budget'"),
            Map.entry("retries", "write retry 3, every: 5.seconds"),
            Map.entry("delay", "the wait between attempts is every: in retry 3, every: 5.seconds"),
            Map.entry("until", "write verify('…') { every 5.seconds; …; expect { … } }"),
            Map.entry("wait", "write verify('…') { every 5.seconds; …; expect { … } }"),
            Map.entry("sleep", "write verify('…') { every 5.seconds; …; expect { … } }"),
            Map.entry("command", "a script is run by 'shell'"),
            Map.entry("sh", "a script is run by 'shell'"),
            Map.entry("bash", "a script is run by 'shell'"),
            Map.entry("exec", "a script is run by 'shell'"),
            Map.entry("script", "a script is run by 'shell'"),
            Map.entry("remote", "a script on hosts is run by 'ssh'"),
            Map.entry("query", "statements are run by 'sql'"),
            Map.entry("curl", "a request is sent by http { get '…' }"),
            Map.entry("url", "a request is sent by http { get '…' }"),
            Map.entry("request", "a request is sent by http { get '…' }"),
            Map.entry("check", "what only looks is a 'verify'"),
            Map.entry("assert", "conditions are written in expect { … }"),
            Map.entry("rescue", "failures are handled in onFailure { … }"),
            Map.entry("onError", "failures are handled in onFailure { … }"),
            Map.entry("rollback", "failures are handled in onFailure { … }, a step is undone in undo { … }"),
            Map.entry("ignoreErrors", "write onFailure { carryOn() }"),
            Map.entry("continueOnError", "write onFailure { carryOn() }"),
            Map.entry("stage", "a group of steps is a 'phase'"),
            Map.entry("group", "a group of steps is a 'phase'"),
            Map.entry("task", "one action is a 'step'"),
            Map.entry("parameter", "a parameter is declared by param 'name', 'what it is for'"),
            Map.entry("message", "what a notify says is 'text' or 'template'"),
            Map.entry("success", "the event is 'succeeded'"),
            Map.entry("failure", "the event is 'failed'"),
            Map.entry("error", "the event is 'failed'"),
            Map.entry("hosts", "a group of hosts goes by name: on: 'web'"),
            Map.entry("env", "variables are an option of the action: shell '…', env: [NAME: 'value']"),
            Map.entry("user", "the user is an option of the action: shell '…', user: 'postgres'"));

    /** The word whose block is used to read the block of a foreign word. */
    private static final Map<String, String> BLOCKS = Map.of(
            "task", "step",
            "stage", "phase",
            "group", "phase",
            "check", "verify",
            "rescue", "onFailure",
            "onError", "onFailure");

    private ForeignWords() {}

    /** Returns the word of this language that opens the same kind of block. */
    public static Optional<String> meant(String word) {
        return Optional.ofNullable(BLOCKS.get(word));
    }

    public static Optional<String> cure(String word) {
        return Optional.ofNullable(OURS.get(word));
    }
}
