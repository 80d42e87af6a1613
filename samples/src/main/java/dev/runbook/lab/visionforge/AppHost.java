package dev.runbook.lab.visionforge;

import dev.runbook.EngineException;
import dev.runbook.lab.Command;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.Scripts;
import dev.runbook.lab.visionforge.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The application host {@code app1}: the checkout in {@code visionforge} below its user's home, and {@code node} and
 * {@code npm} on its PATH. The application is one process, whose number is in {@code visionforge.pid}.
 */
record AppHost(LabHome home) {
    static final String USER = "visionforge";

    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(30);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final String NPM = """
            #!/bin/sh
            # The lab's stand-in for npm: what VisionForge's plan uses of it.
            [ -f package.json ] || { echo "npm ERR! no package.json in $(pwd)" >&2; exit 254; }
            case "$1 $2" in
                'start ') exec node src/server.js ;;
                'install '|'ci ') mkdir -p node_modules && cp package.json node_modules/.package-lock.json && echo 'up to date' ;;
                'run migration:check') exec node src/migration/migration-check.js ;;
                * ) echo "npm: '$*' is not in this stand-in; it has: start, install, ci, run migration:check" >&2; exit
                * 1 ;;
            esac
            """;

    /** Returns the home of the host's user. */
    Path disk() {
        return home.folder().resolve("app1");
    }

    Path checkout() {
        return disk().resolve("visionforge");
    }

    Path backups() {
        return checkout().resolve("backups");
    }

    private Path processFile() {
        return checkout().resolve("visionforge.pid");
    }

    void writePrograms() throws IOException {
        Scripts.java(home.bin().resolve("node"), Node.class);
        Path npm = Files.writeString(home.bin().resolve("npm"), NPM);
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
    }

    /** Returns the environment of every command on the host. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PATH", home.bin() + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOME", disk().toString());
        variables.put("USER", USER);
        variables.put("LOGNAME", USER);
        variables.put("SHELL", "/bin/sh");
        variables.put("LANG", "C.UTF-8");
        variables.put("PGHOST", home.address());
        variables.put("PGPORT", Integer.toString(VisionForgePort.POSTGRESQL.number()));
        variables.put("PGDATABASE", VisionForgeDatabase.NAME);
        variables.put("PGUSER", VisionForgeDatabase.USER);
        variables.put("PGPASSFILE", disk().resolve(".pgpass").toString());
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put(home.mark().getKey(), home.mark().getValue());
        return variables;
    }

    /** Runs a script in the checkout, as a command over SSH would; returns its output. */
    String run(String script) {
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        variables().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("sh", "-ec", "cd visionforge\n" + script));
        return Command.run(LONGEST_COMMAND, disk(), command);
    }

    /**
     * Runs one of the checkout's programs in this process; returns whether it exited with 0.
     *
     * @throws EngineException when it reported an error
     */
    boolean node(String... arguments) {
        return Node.succeeds(checkout(), variables(), arguments);
    }

    /** Starts the application in its own session. Does not wait for it. */
    void startApplication() {
        run("""
                mkdir -p logs
                setsid npm start >>logs/application.log 2>&1 </dev/null &
                echo $! >visionforge.pid""");
    }

    /** Returns the application's process; empty when it does not run. */
    Optional<ProcessHandle> application() {
        try {
            return ProcessHandle.of(
                            Long.parseLong(Files.readString(processFile()).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Kills the application and waits for its end. */
    void killApplication() {
        application().ifPresent(process -> {
            process.destroyForcibly();
            try {
                process.onExit().get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException hanging) {
                throw new EngineException("the application does not end", hanging);
            }
        });
    }
}
