package dev.runbook.lab.visionforge.node;

import dev.runbook.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The lab's stand-in for {@code node}: runs the programs of VisionForge's checkout by the paths that the plan uses. A
 * checkout without the script cannot be run, as with Node.js.
 */
public final class Node {
    /** The exit code of a command line that the program does not understand. */
    static final int USAGE = 2;

    /**
     * What a program may use.
     *
     * @param folder the working folder: the checkout
     * @param variables the environment, with the variables of libpq
     */
    record Context(Path folder, Map<String, String> variables, PrintStream out, PrintStream err) {
        DatabaseAccess database() {
            return new DatabaseAccess(variables);
        }
    }

    /** One of the programs. */
    @FunctionalInterface
    private interface Program {
        int run(List<String> arguments, Context context) throws IOException, SQLException, InterruptedException;
    }

    private static final Map<String, Program> PROGRAMS = Map.of(
            "src/server.js", (arguments, context) -> Server.serve(context),
            "src/migration/backup.js", BackupCommand::run,
            "src/migration/data-validator.js", (arguments, context) -> DataValidator.run(context),
            "src/migration/migration-check.js", (arguments, context) -> MigrationCheck.run(context));

    private Node() {}

    public static void main(String[] arguments) {
        Context context = new Context(Path.of("").toAbsolutePath(), System.getenv(), System.out, System.err);
        System.exit(run(List.of(arguments), context));
    }

    /**
     * Runs a program in this process, which is faster than a separate one.
     *
     * @return whether it succeeded
     * @throws EngineException with its error output, when it printed any
     */
    public static boolean succeeds(Path folder, Map<String, String> variables, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        int exit = run(List.of(arguments), new Context(folder, variables, nowhere, errors));
        if (err.size() > 0) {
            throw new EngineException("node " + String.join(" ", arguments) + ": "
                    + err.toString(StandardCharsets.UTF_8).strip());
        }
        return exit == 0;
    }

    static int run(List<String> arguments, Context context) {
        String script = arguments.isEmpty() ? "" : arguments.get(0);
        Program program = PROGRAMS.get(script);
        if (program == null || !Files.isRegularFile(context.folder().resolve(script))) {
            context.err()
                    .println("Error: Cannot find module '" + context.folder().resolve(script) + "'");
            return 1;
        }
        try {
            return program.run(arguments.subList(1, arguments.size()), context);
        } catch (IOException | SQLException failure) {
            context.err().println("Error: " + failure.getMessage());
            return 1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
