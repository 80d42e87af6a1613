package dev.runbook.action.ssh;

import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Bootstrap;
import dev.runbook.action.shell.Marker;
import java.time.Duration;

/**
 * The command lines sent to a host. They contain no text of the author and no value, which follow on standard input.
 * Each is a single {@code exec} with one quoted text, so that any login shell can parse it.
 */
final class RemoteShell {
    /** Added to the engine's own time limit, so that the host ends the work only if the engine is dead. */
    private static final Duration FENCE_MARGIN = Duration.ofSeconds(30);

    private static final String EVALUATE =
            "sh -c \"" + Bootstrap.EVALUATE_INPUT.replace("\"", "\\\"").replace("$", "\\$") + "\"";

    /**
     * The outer shell. It ends the script after a time limit, reports the script's exit code at the end of both
     * streams, and converts a death by signal into an exit code; its own messages are discarded. BusyBox's {@code
     * timeout} leaves a process behind that holds the output open, so where {@code timeout} and {@code sh} are the same
     * program, or {@code timeout} does not exist, a loop is used instead.
     */
    private static final String OUTER = """
            exec 3>&2 2>/dev/null; trap : HUP INT TERM
            t=$(command -v timeout)
            case $t in /*) [ "$t" -ef "$(command -v sh)" ] && t=;; *) t=;; esac
            if [ "$t" ]; then t="timeout -k 5 SECONDS"; k=
            else (exec >/dev/null 3>&-; n=0; while [ $n -lt SECONDS ]; do sleep 2; n=$((n + 2)); done
            trap "" TERM; kill -s TERM 0; sleep 5; kill -s KILL 0) & k=$!; fi
            (exec 2>&3 3>&-; export MARKER; exec $t EVALUATE NAME)
            c=$?; [ "$k" ] && kill $k; REPORT; REPORT >&3; exit $c""";

    private RemoteShell() {}

    /** Returns the command that only reads a script and runs it. */
    static String plain() {
        return "exec sh -c '" + Bootstrap.EVALUATE_INPUT + "'";
    }

    /**
     * Returns the command that reads a script, runs it under the marker of an attempt, and ends it after {@code fence},
     * so that nothing runs forever if the engine dies.
     *
     * @param name the script's {@code $0}
     */
    static String fenced(String attempt, Duration fence, Acknowledgement marks, String name) {
        String script = OUTER.replace("SECONDS", Long.toString(fence.toSeconds()))
                .replace("MARKER", Marker.VARIABLE + "=\"" + Marker.encoded(attempt) + "\"")
                .replace("EVALUATE", EVALUATE)
                .replace("NAME", name.replaceAll("[^A-Za-z0-9._-]", "_"))
                .replace("REPORT", marks.end("c"));
        return "exec sh -c '" + script.replace("; \n", ";").replace("\n", "; ") + "'";
    }

    /** Returns after what time the host itself ends a command with this much time left. */
    static Duration fence(Duration remaining, Duration grace) {
        return remaining.plus(grace).plus(FENCE_MARGIN);
    }
}
