package dev.runbook.action.ssh;

import dev.runbook.action.shell.Acknowledgement;
import dev.runbook.action.shell.Bootstrap;
import dev.runbook.action.shell.Marker;
import java.time.Duration;

/**
 * The command lines sent to a host. They hold nothing of the author's and no value: those follow on standard input. Every
 * one is a single {@code exec} with one quoted text, so that any login shell can read it.
 */
final class RemoteShell {
    /** Beyond the engine's own stop, so that only a dead engine leaves the work to the host. */
    private static final Duration FENCE_MARGIN = Duration.ofSeconds(30);

    private static final String EVALUATE =
            "sh -c \"" + Bootstrap.EVALUATE_INPUT.replace("\"", "\\\"").replace("$", "\\$") + "\"";

    /**
     * The outer shell. It ends the script by itself after a time, reports the script's exit code at the end of both
     * streams, and turns a death by signal into such a code; its own messages go nowhere. BusyBox's {@code timeout} leaves a process behind that holds the
     * output open, so where {@code timeout} and {@code sh} are one program, and where there is none, a loop does its work.
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

    /** Reads a script and runs it, no more. */
    static String plain() {
        return "exec sh -c '" + Bootstrap.EVALUATE_INPUT + "'";
    }

    /**
     * Reads a script and runs it under the marker of an attempt, and ends it by itself after {@code fence}: should the
     * engine die, nothing of it stays for good.
     *
     * @param name what the script finds as {@code $0}
     */
    static String fenced(String attempt, Duration fence, Acknowledgement marks, String name) {
        String script = OUTER.replace("SECONDS", Long.toString(fence.toSeconds()))
                .replace("MARKER", Marker.VARIABLE + "=\"" + Marker.encoded(attempt) + "\"")
                .replace("EVALUATE", EVALUATE)
                .replace("NAME", name.replaceAll("[^A-Za-z0-9._-]", "_"))
                .replace("REPORT", marks.end("c"));
        return "exec sh -c '" + script.replace("; \n", ";").replace("\n", "; ") + "'";
    }

    /** When the host itself ends a command whose attempt may last so long. */
    static Duration fence(Duration remaining, Duration grace) {
        return remaining.plus(grace).plus(FENCE_MARGIN);
    }
}
