package dev.runbook.lab.sdm;

import dev.runbook.EngineException;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.ssh.SshHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine of a user: a home folder with the installed application, reached over SSH. Its service manager is a
 * script in the machine's own bin folder.
 */
final class Machine implements AutoCloseable {
    static final String USER = "sdm";

    private static final long LONGEST_SERVICE_CALL_SECONDS = 40;

    private final LabHome home;
    private final MachineKind kind;
    private SshHost host;

    Machine(LabHome home, MachineKind kind) {
        this.home = home;
        this.kind = kind;
    }

    MachineKind kind() {
        return kind;
    }

    /** Installs version 2.0 beside a backup of 1.2.1, starts it, and lets users log in over SSH. */
    void start() {
        try {
            Files.createDirectories(bin());
            Files.createDirectories(keys());
            MachinePrograms.write(bin(), kind);
            installAll();
            host = SshHost.start(kind.port().at(home), USER, keys(), disk(), variables());
        } catch (IOException failure) {
            throw new UncheckedIOException(kind.machine() + " does not start", failure);
        }
    }

    /** Removes everything from the disk and installs version 2.0 again. */
    void reinstall() throws IOException {
        service("stop");
        try (Stream<Path> tree = Files.walk(disk())) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        installAll();
    }

    private void installAll() throws IOException {
        Files.createDirectories(disk().resolve(kind.temporary()));
        Files.createDirectories(log().getParent());
        install(new Release(Release.NEW, Set.of()), program());
        install(new Release(Release.OLD, Set.of()), oldProgram());
        folder().create();
        service("start");
    }

    /** Loses the backup of the program of version 1.2.1. */
    void loseOldVersion() throws IOException {
        Files.move(oldProgram(), oldProgram().resolveSibling("lost"));
    }

    private void install(Release release, Path folder) throws IOException {
        Files.createDirectories(folder);
        release.write(folder);
        MachinePrograms.writeApplication(folder, kind.executable(), program());
    }

    /** Builds defects into an installed version, and starts it again if it runs. */
    void setDefects(String version, Set<Release.Defect> defects) throws IOException {
        for (Path folder : new Path[] {program(), oldProgram()}) {
            if (Files.exists(folder) && Release.read(folder).version().equals(version)) {
                new Release(version, defects).write(folder);
                if (folder.equals(program())) {
                    service("stop");
                    service("start");
                }
            }
        }
    }

    Path disk() {
        return home.folder().resolve("machines").resolve(kind.machine());
    }

    ApplicationFolder folder() {
        return new ApplicationFolder(disk().resolve(kind.configuration()));
    }

    /** Returns the folder of the installed program. */
    Path program() {
        return disk().resolve(kind.program());
    }

    /** Returns the backup of the program of version 1.2.1. */
    Path oldProgram() {
        return program().resolve("backup/v" + Release.OLD);
    }

    Path log() {
        return disk().resolve(kind.log());
    }

    private Path bin() {
        return home.bin().resolve(kind.machine());
    }

    private Path keys() {
        return home.ssh().resolve(kind.machine());
    }

    /** Returns whether the application is up. */
    boolean running() throws IOException {
        return call("status") == 0;
    }

    /** Starts or stops the application; it may fail to start, as its log then tells. */
    void service(String command) throws IOException {
        call(command);
    }

    private int call(String command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", bin().resolve("service").toString(), command).directory(disk().toFile());
        builder.environment().clear();
        builder.environment().putAll(variables());
        Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(LONGEST_SERVICE_CALL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new EngineException(kind.machine() + ": 'service " + command + "' does not end");
            }
            return process.exitValue();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while the application was asked to " + command, closing);
        }
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PATH", bin() + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOME", disk().toString());
        variables.put("USER", USER);
        variables.put("LOGNAME", USER);
        variables.put("SHELL", "/bin/sh");
        variables.put("LANG", "C.UTF-8");
        variables.put("SDM_APP", program().toString());
        variables.put("SDM_PROGRAM", program().resolve(kind.executable()).toString());
        variables.put("SDM_CONFIG", folder().folder().toString());
        variables.put("SDM_LOG", log().toString());
        variables.put("SDM_READY", disk().resolve(".service/ready").toString());
        variables.put("SDM_PLATFORMS", SdmPort.PLATFORMS.url(home));
        if (kind == MachineKind.WINDOWS) {
            variables.put("APPDATA", "C:\\Users\\sdm\\AppData\\Roaming");
            variables.put("LOCALAPPDATA", "C:\\Users\\sdm\\AppData\\Local");
        }
        variables.put(home.mark().getKey(), home.mark().getValue());
        return variables;
    }

    @Override
    public void close() throws IOException {
        if (host != null) {
            host.close();
        }
        if (Files.isDirectory(disk())) {
            service("stop");
        }
    }
}
