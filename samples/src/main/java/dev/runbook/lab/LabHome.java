package dev.runbook.lab;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder one lab lives in, and its address. Readable by its owner only. */
public record LabHome(String lab, Path folder, String address) {
    /** Names another folder than {@code ~/.local/state/runbook/lab} for all labs. */
    public static final String HOME_VARIABLE = "RUNBOOK_LAB_HOME";
    /** Names another loopback address than 127.0.0.1. */
    public static final String ADDRESS_VARIABLE = "RUNBOOK_LAB_ADDRESS";

    /** @param variables the process' environment */
    public static LabHome of(String lab, Map<String, String> variables) {
        String named = variables.getOrDefault(HOME_VARIABLE, "");
        Path all = named.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state", "runbook", "lab")
                : Path.of(named).toAbsolutePath();
        String address = variables.getOrDefault(ADDRESS_VARIABLE, "");
        if (!address.isEmpty() && !address.matches("127(\\.\\d{1,3}){3}")) {
            throw new AuthorException(
                    ADDRESS_VARIABLE + "=" + address + " is no loopback address; use one like 127.0.0.2");
        }
        return new LabHome(lab, all.resolve(lab), address.isEmpty() ? "127.0.0.1" : address);
    }

    /** What all labs of this user share: unpacked server programs. */
    public Path shared() {
        return folder.resolveSibling("programs");
    }

    public Path bin() {
        return folder.resolve("bin");
    }

    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    public Path log() {
        return folder.resolve("lab.log");
    }

    /** Who runs this lab; there only while it runs. */
    public Path processFile() {
        return folder.resolve("lab.pid");
    }

    /** Why the last start failed, in one line. */
    public Path failure() {
        return folder.resolve("failure");
    }

    /** The client's key and the known hosts. */
    public Path ssh() {
        return folder.resolve("ssh");
    }

    /** Passwords of the database's users, a file each. */
    public Path passwords() {
        return folder.resolve("passwords");
    }

    /** The disk of the database host. */
    public Path db1() {
        return folder.resolve("db1");
    }

    /** What the webhook receivers got. */
    public Path messages() {
        return folder.resolve("messages");
    }

    /** What a later {@code mend} needs. */
    public Path saved() {
        return folder.resolve("saved");
    }

    /** A variable in the environment of every process of this lab, by which one that was left behind is found. */
    public Map.Entry<String, String> mark() {
        return Map.entry("RUNBOOK_LAB_PROCESS_OF", folder.toString());
    }

    /** Makes the folder, empty and for its owner only. */
    public void makeAnew() throws IOException {
        delete();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Path part : List.of(bin(), ssh(), passwords(), db1(), messages(), saved())) {
            Files.createDirectory(part);
        }
    }

    /** Removes the folder with everything in it. */
    public void delete() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
