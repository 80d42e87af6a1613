package dev.runbook.lab.powershell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program {@code powershell.exe} of a Windows machine in the lab. As PowerShell does with the engine's bootstrap,
 * it reads the script and its values from standard input, prints the engine's mark, and runs the script; an error ends
 * it with exit code 1. The script with which the engine ends a command is not in the part of the language that the lab
 * knows; it is carried out by {@link ProcessTree}.
 */
public final class Pwsh {
    private static final String ENDS_A_COMMAND = "Win32_Process";

    private Pwsh() {}

    public static void main(String[] arguments) throws IOException {
        String input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.exit(run(EngineInput.of(input), System.getenv(), System.out, System.err));
    }

    /** Returns the exit code. */
    static int run(EngineInput input, Map<String, String> variables, PrintStream out, PrintStream err) {
        Map<String, String> environment = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        environment.putAll(variables);
        environment.putAll(input.environment());
        Session session = new Session(Path.of(variables.get("HOME")), environment);
        input.folder().ifPresent(folder -> session.moveTo(session.path(folder)));
        out.println(input.mark() + ProcessHandle.current().pid() + ":" + ProcessTree.began() + "]");
        out.flush();
        if (input.script().contains(ENDS_A_COMMAND)) {
            ProcessTree.end(((Number) input.values().get(0)).longValue(), out);
            return 0;
        }
        for (int i = 0; i < input.values().size(); i++) {
            session.set("RB_" + (i + 1), input.values().get(i));
        }
        List<Object> printed = new ArrayList<>();
        try {
            new ScriptParser(input.script()).parse().run(session, printed);
        } catch (ExitException end) {
            print(printed, out);
            return end.code();
        } catch (PowerShellException failure) {
            print(printed, out);
            err.println(failure.getMessage());
            return 1;
        }
        print(printed, out);
        return (int) Values.number(session.variable("LASTEXITCODE"));
    }

    private static void print(List<Object> values, PrintStream out) {
        values.forEach(value -> out.println(Values.text(value)));
        out.flush();
    }
}
