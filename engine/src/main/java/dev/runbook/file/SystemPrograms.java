package dev.runbook.file;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds programs of this machine in the system's folders whatever PATH says: cron's lacks some of them. */
public final class SystemPrograms {
    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");

    private SystemPrograms() {}

    /** The path of a program the engine itself calls; the system's folders come before those of PATH. */
    public static Optional<String> find(String name) {
        return in(Stream.concat(FOLDERS.stream(), ownPath()), name);
    }

    /** The same, or the name alone for the system to look for. */
    public static String orName(String name) {
        return find(name).orElse(name);
    }

    /** The path of a program an author names: from these folders, then PATH, then the system's folders. */
    public static Optional<String> named(String name, List<Path> before) {
        Stream<String> folders = Stream.concat(before.stream().map(Path::toString), ownPath());
        return in(Stream.concat(folders, FOLDERS.stream()), name);
    }

    /** Whether a file is there and may be run. */
    public static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** A PATH with the system's folders that it lacks at its end. */
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
