package dev.runbook.action.ssh;

import dev.runbook.action.shell.Bootstrap;
import dev.runbook.action.shell.Marker;
import java.time.Duration;

/**
 * The command lines sent to a host. They hold nothing of the author's and no value: those follow on standard input. Every
 * one is a single {@code exec}, so that any login shell can read it.
 */
final class RemoteShell {
    /** Beyond the engine's own stop, so that only a dead engine leaves the work to the host. */
    private static final Duration FENCE_MARGIN = Duration.ofSeconds(30);

    private static final String EVALUATE =
            "sh -c \"" + Bootstrap.EVALUATE_INPUT.replace("\"", "\\\"").replace("$", "\\$") + "\"";

    private RemoteShell() {}

    /** Reads a script and runs it, no more. */
    static String plain() {
        return "exec sh -c '" + Bootstrap.EVALUATE_INPUT + "'";
    }

    /**
     * Reads a script and runs it under the marker of an attempt, in a process group of its own, and ends it by itself after {@code
     * fence}: should the engine die, nothing of it stays for good.
     */
    static String fenced(String attempt, Duration fence) {
        String marker = Marker.VARIABLE + "=\"" + Marker.encoded(attempt) + "\"";
        String script = "if command -v timeout >/dev/null; then exec timeout -k 5 " + fence.toSeconds() + " " + EVALUATE
                + "; else exec " + EVALUATE + "; fi";
        // the shell that stays in between turns a death by signal into an exit code; its own word on it goes nowhere
        return "exec sh -c 'exec 3>&2 2>/dev/null; (exec 2>&3 3>&-; export " + marker + "; " + script + "); exit $?'";
    }

    /** When the host itself ends a command whose attempt may last so long. */
    static Duration fence(Duration remaining, Duration grace) {
        return remaining.plus(grace).plus(FENCE_MARGIN);
    }
}
