package dev.runbook.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the command that starts the {@link ReaderProcess}: a JVM with a small heap, without the libraries that connect
 * to servers, and only with environment variables that name locations.
 */
final class ReaderCommand {
    /** The largest heap, in MB. */
    static final int HEAP = 256;

    /** The libraries needed to read a runbook. Drivers, clients, pools and the lab are excluded. */
    private static final Pattern LIBRARIES =
            Pattern.compile("(runbook-engine|groovy|jackson-core|picocli|re2j|slf4j-api|snakeyaml)-\\d.*\\.jar");

    /** C1 and the serial collector: a reader lives for seconds. */
    private static final List<String> BOUNDS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx" + HEAP + "m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+ExitOnOutOfMemoryError");

    private ReaderCommand() {}

    static ProcessBuilder builder(Map<String, String> variables) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        option("runbook.reader.cache").ifPresent(command::add);
        option("runbook.reader.options")
                .map(options -> options.split(" "))
                .ifPresent(all -> command.addAll(List.of(all)));
        command.addAll(BOUNDS);
        command.add("-Drunbook.repository=" + System.getProperty("runbook.repository", ""));
        command.add("-cp");
        command.add(option("runbook.reader.path").orElseGet(ReaderCommand::classPath));
        command.add(ReaderMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(CliContext.shared(variables));
        return builder;
    }

    /** Returns a setting of the launcher; empty if the engine was started without the launcher. */
    private static Optional<String> option(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
    }

    /**
     * Returns the class path without the libraries that reading does not need; the jar it starts with may name the
     * others.
     */
    private static String classPath() {
        String own = Path.of(ReaderCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        return Stream.concat(
                        Stream.of(own),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .flatMap(ReaderCommand::withNamed)
                                .filter(entry -> LIBRARIES
                                        .matcher(Path.of(entry).getFileName().toString())
                                        .matches()))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> withNamed(String entry) {
        if (!entry.endsWith("runbook.jar")) {
            return Stream.of(entry);
        }
        try (JarFile jar = new JarFile(entry)) {
            String named = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return Arrays.stream(named.split(" "))
                    .map(name -> Path.of(entry).resolveSibling(name).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
