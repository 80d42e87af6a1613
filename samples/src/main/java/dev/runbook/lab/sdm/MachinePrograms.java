package dev.runbook.lab.sdm;

import dev.runbook.lab.Scripts;
import dev.runbook.lab.powershell.Pwsh;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the programs of a machine: its service manager, and the tools that runbooks call. */
final class MachinePrograms {
    private MachinePrograms() {}

    /**
     * @param bin the machine's folder of programs, which is first in its PATH
     */
    static void write(Path bin, MachineKind kind) throws IOException {
        script(bin, "service", "service.sh");
        script(bin, "sudo", "sudo.sh");
        switch (kind) {
            case WINDOWS -> Scripts.java(bin.resolve("powershell.exe"), Pwsh.class);
            case LINUX -> script(bin, "systemctl", "systemctl.sh");
            case MACOS -> {
                script(bin, "launchctl", "launchctl.sh");
                script(bin, "uname", "uname-darwin.sh");
            }
        }
        if (installed("pgrep").isEmpty()) {
            script(bin, "pgrep", "pgrep.sh");
        }
        if (installed("sqlite3").isEmpty()) {
            Scripts.java(bin.resolve("sqlite3"), Sqlite3.class);
        }
    }

    /**
     * Writes the program of the application. The link to the JVM gives its process a command line that begins with the
     * folder where it is installed, like that of an ordinary program.
     *
     * @param folder where the program is written
     * @param name of its file
     * @param installed the folder that it runs in after it has been copied there
     */
    static void writeApplication(Path folder, String name, Path installed) throws IOException {
        List<String> java = Scripts.javaCommand(Application.class, List.of(installed.toString()));
        Files.createSymbolicLink(folder.resolve("runtime"), Path.of(java.get(0)));
        Scripts.passOn(
                folder.resolve(name),
                Stream.concat(
                                Stream.of(installed.resolve("runtime").toString()),
                                java.stream().skip(1))
                        .toList());
    }

    private static Optional<Path> installed(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void script(Path bin, String name, String resource) throws IOException {
        try (InputStream text = MachinePrograms.class.getResourceAsStream(resource)) {
            Path file = Files.writeString(bin.resolve(name), new String(text.readAllBytes(), StandardCharsets.UTF_8));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
