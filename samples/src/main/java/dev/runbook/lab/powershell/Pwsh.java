package dev.runbook.lab.powershell;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program {@code pwsh} of a Windows machine in the lab. As PowerShell does with the engine's bootstrap, it reads
 * the script and its values from standard input, prints the engine's mark, and runs the script; an error ends it with
 * exit code 1.
 */
public final class Pwsh {
    private Pwsh() {}

    public static void main(String[] arguments) throws IOException {
        String input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.exit(run(input, System.getenv(), System.out, System.err));
    }

    /**
     * @param input the script and its values, each with a letter for its type, as base64 with dots between them
     * @return the exit code
     */
    static int run(String input, Map<String, String> variables, PrintStream out, PrintStream err) {
        out.println(variables.getOrDefault("RB_MARK_1", "") + variables.getOrDefault("RB_MARK_2", ""));
        out.flush();
        Map<String, String> environment = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        environment.putAll(variables);
        environment.remove("RB_MARK_1");
        environment.remove("RB_MARK_2");
        Session session = new Session(Path.of(variables.get("HOME")), environment);
        String[] tokens = input.strip().split("\\.");
        for (int i = 1; i < tokens.length; i++) {
            session.set("RB_" + i, value(tokens[i]));
        }
        List<Object> printed = new ArrayList<>();
        try {
            new ScriptParser(text(tokens[0])).parse().run(session, printed);
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

    private static Object value(String token) {
        String text = text(token);
        return switch (token.charAt(0)) {
            case 'n' -> new BigDecimal(text);
            case 'b' -> text.equals("true");
            default -> text;
        };
    }

    private static String text(String token) {
        return new String(Base64.getDecoder().decode(token.substring(1)), StandardCharsets.UTF_8);
    }
}
