package dev.runbook.file;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds programs on this machine, also in system folders that are not on PATH: cron's PATH lacks some of them. */
public final class SystemPrograms {
    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");

    private SystemPrograms() {}

    /** Finds a program that the engine itself calls; system folders take precedence over PATH. */
    public static Optional<String> find(String name) {
        return in(Stream.concat(FOLDERS.stream(), ownPath()), name);
    }

    /** Returns the path of a program that the engine calls, or its bare name if it is not found. */
    public static String orName(String name) {
        return find(name).orElse(name);
    }

    /** Finds a program that an author names: in the given folders, then on PATH, then in the system folders. */
    public static Optional<String> named(String name, List<Path> before) {
        Stream<String> folders = Stream.concat(before.stream().map(Path::toString), ownPath());
        return in(Stream.concat(folders, FOLDERS.stream()), name);
    }

    /** Returns whether the path is an executable file. */
    public static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Appends the missing system folders to a PATH. */
    public static String completed(String path) {
        List<String> given = Arrays.asList(path.split(File.pathSeparator));
        return Stream.concat(
                        Stream.of(path).filter(own -> !own.isEmpty()),
                        FOLDERS.stream().filter(folder -> !given.contains(folder)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> ownPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator));
    }

    private static Optional<String> in(Stream<String> folders, String name) {
        return folders.filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(SystemPrograms::isProgram)
                .map(Path::toString)
                .findFirst();
    }
}
