package dev.runbook.action.shell;

import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Creates the outcome of a command. */
public final class ShellOutcome {
    /** The names of the values that a command provides for conditions, handlers and later steps. */
    public static final Set<String> LEAVES = Set.of("exitCode", "stdout", "stderr", "lines", "json");

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "HUP"),
            Map.entry(2, "INT"),
            Map.entry(3, "QUIT"),
            Map.entry(4, "ILL, an illegal instruction"),
            Map.entry(6, "ABRT, it aborted itself"),
            Map.entry(7, "BUS, a bus error"),
            Map.entry(8, "FPE, an arithmetic error"),
            Map.entry(9, "KILL, by a user or out of memory"),
            Map.entry(11, "SEGV, a crash"),
            Map.entry(13, "PIPE, its reader had ended"),
            Map.entry(14, "ALRM"),
            Map.entry(15, "TERM"),
            Map.entry(24, "XCPU, its limit of processor time"),
            Map.entry(25, "XFSZ, its limit of file size"));

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int HIGHEST_SIGNAL = 64;

    private ShellOutcome() {}

    /**
     * Returns the outcome of a command that the engine did not stop. Conditions judge it whatever its exit code; if it
     * was not found, not executable or killed, only conditions that name the exit code do.
     */
    public static Outcome of(int exitCode, Captures captures) {
        Map<String, Object> values = values(exitCode, captures);
        if (exitCode == 0) {
            return Outcome.ok(values);
        }
        String lastWords = captures.lastWords();
        String cause = words(exitCode) + (lastWords.isEmpty() ? "" : ": " + lastWords);
        return hasRun(exitCode) ? Outcome.answered(Result.FAILED, values, cause) : Outcome.notRun(values, cause);
    }

    /** Returns the outcome of a command of Windows, whose exit codes name no signal and no shell's own error. */
    public static Outcome ofWindows(int exitCode, Captures captures) {
        Map<String, Object> values = values(exitCode, captures);
        String lastWords = captures.lastWords();
        String hexadecimal =
                exitCode < -1 ? " (0x" + HexFormat.of().withUpperCase().toHexDigits(exitCode) + ")" : "";
        return exitCode == 0
                ? Outcome.ok(values)
                : Outcome.answered(
                        Result.FAILED,
                        values,
                        "exit code " + exitCode + hexadecimal + (lastWords.isEmpty() ? "" : ": " + lastWords));
    }

    /** Returns whether the command was found, executable and not killed, as far as its exit code shows. */
    private static boolean hasRun(int exitCode) {
        return exitCode != NOT_EXECUTABLE && exitCode != NOT_FOUND && signal(exitCode) == 0;
    }

    /** Returns the signal that ended a command; 0 for none. */
    private static int signal(int exitCode) {
        int signal = exitCode - 128;
        return signal > 0 && signal <= HIGHEST_SIGNAL ? signal : 0;
    }

    /**
     * Returns the outcome of a script that {@code who} did not run, whatever the exit code: conditions cannot judge it.
     *
     * @param cure added to the cause; may be empty
     */
    public static Outcome notRun(String who, int exitCode, Captures captures, String cure) {
        String lastWords = captures.lastWords();
        return Outcome.failed(who + " did not run the script: " + words(exitCode)
                + (lastWords.isEmpty() ? "" : ": " + lastWords) + cure);
    }

    /**
     * Returns the outcome of a command that the engine stopped; its output is kept.
     *
     * @param lastWords its last line before the stop, since the stop may cause further output
     */
    public static Outcome stopped(
            CancellationToken.Reason reason, Captures captures, String lastWords, StopProof proof) {
        String said = lastWords.isEmpty() ? "it had printed nothing" : "its last line: " + lastWords;
        String cause = proof.confirmed() ? said : "not stopped, still running: " + String.join("; ", proof.survivors());
        return Outcome.stopped(reason, captures.values(), cause, proof);
    }

    private static Map<String, Object> values(int exitCode, Captures captures) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("exitCode", exitCode);
        values.putAll(captures.values());
        return values;
    }

    /** Describes an exit code as a shell defines it: {@code exit code 127, a command was not found}. */
    static String words(int exitCode) {
        if (exitCode == NOT_EXECUTABLE) {
            return "exit code 126, a command could not be executed";
        }
        if (exitCode == NOT_FOUND) {
            return "exit code 127, a command was not found";
        }
        int signal = signal(exitCode);
        if (SIGNALS.containsKey(signal)) {
            return "killed by signal " + signal + " (" + SIGNALS.get(signal) + ")";
        }
        return signal > 0 ? "killed by signal " + signal : "exit code " + exitCode;
    }
}
