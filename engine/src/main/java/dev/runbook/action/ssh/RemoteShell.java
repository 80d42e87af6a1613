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
     * Reads a script and runs it under {@code marker}, in a process group of its own, and ends it by itself after {@code
     * fence}: should the engine die, nothing of it stays for good.
     */
    static String fenced(String marker, Duration fence) {
        String marked = Marker.VARIABLE + "=\"" + Marker.encoded(marker) + "\" ";
        // the trailing exit keeps a shell in between, which turns a death by signal into an exit code
        return "exec sh -c 'if command -v timeout >/dev/null 2>&1; then " + marked + "timeout -k 5 " + fence.toSeconds()
                + " " + EVALUATE + "; else " + marked + EVALUATE + "; fi; exit $?'";
    }

    /** When the host itself ends a command whose attempt may last so long. */
    static Duration fence(Duration remaining, Duration grace) {
        return remaining.plus(grace).plus(FENCE_MARGIN);
    }
}
