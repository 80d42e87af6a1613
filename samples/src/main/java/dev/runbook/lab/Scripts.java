package dev.runbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the small programs of the lab's {@code bin} folder. */
public final class Scripts {
    private Scripts() {}

    /** Writes a script that runs a command with the script's arguments. */
    public static void passOn(Path script, List<String> command) throws IOException {
        passOn(script, Map.of(), command);
    }

    /**
     * @param variables set for the command, overriding its environment
     */
    public static void passOn(Path script, Map<String, String> variables, List<String> command) throws IOException {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(quoted(value))
                .append('\n'));
        String words = command.stream().map(Scripts::quoted).collect(Collectors.joining(" "));
        Files.writeString(script, text.append("exec ").append(words).append(" \"$@\"\n"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Writes a script that runs a Java program of the lab. */
    public static void java(Path script, Class<?> program) throws IOException {
        passOn(script, javaCommand(program, List.of()));
    }

    /** Returns the command line that runs a class of the lab on this JVM's class path. */
    public static List<String> javaCommand(Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-Dfile.encoding=UTF-8",
                // The libraries log several debug lines per request, which are not needed here.
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-Dslf4j.internal.verbosity=WARN",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        return command;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
