package dev.runbook.lab;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.runbook.AuthorException;
import dev.runbook.environment.LabLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of one lab, and its loopback address. Readable by its owner only. A mark file records that a lab created
 * the folder: without it, nothing in the folder is trusted or removed.
 */
public record LabHome(Estate estate, Path folder, String address) {

    /**
     * @param variables the process's environment variables
     * @throws AuthorException when there is no such lab, or they name an address that is not a loopback address
     */
    public static LabHome of(String lab, Map<String, String> variables) {
        Estate estate = Estates.named(lab);
        LabLocation location = LabLocation.of(variables);
        return new LabHome(estate, location.home().resolve(lab), location.address());
    }

    /** Returns the name of the lab. */
    public String lab() {
        return estate.name();
    }

    /** Returns the unpacked server programs, which all labs in the same location share. */
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

    /** Returns the process file; it exists only while the lab runs. */
    public Path processFile() {
        return folder.resolve("lab.pid");
    }

    /** Returns the file with the reason why the last start failed, in one line. */
    public Path failure() {
        return folder.resolve("failure");
    }

    /** Returns the folder of the client's key and the known hosts. */
    public Path ssh() {
        return folder.resolve("ssh");
    }

    /** Returns the folder with a password file for each database user. */
    public Path passwords() {
        return folder.resolve("passwords");
    }

    /** Returns the folder of received webhook messages. */
    public Path messages() {
        return folder.resolve("messages");
    }

    /** Returns the folder of received mail, a folder an address. */
    public Path mail() {
        return folder.resolve("mail");
    }

    /** Returns the folder of the data that a later {@code mend} needs. */
    public Path saved() {
        return folder.resolve("saved");
    }

    /** Returns the file with the token of requests to the lab. */
    public Path token() {
        return folder.resolve("control-token");
    }

    /** Returns a variable in the environment of every process of this lab. */
    public Map.Entry<String, String> mark() {
        return Map.entry("RUNBOOK_LAB_PROCESS_OF", folder.toString());
    }

    private Path markFile() {
        return folder.resolve(".runbook-lab");
    }

    /** Returns whether a lab of this user created the folder. */
    public boolean exists() {
        try {
            return Files.isDirectory(folder, NOFOLLOW_LINKS)
                    && Files.isRegularFile(markFile(), NOFOLLOW_LINKS)
                    && Owner.isThisUser(folder)
                    && Owner.isThisUser(markFile());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * Creates the folder, for its owner only, and replaces that of an earlier lab.
     *
     * @throws AuthorException when something else is there
     */
    public void create() throws IOException {
        delete();
        Files.createDirectories(folder.getParent());
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(markFile(), "made by: runbook lab start " + lab() + "\n");
        for (Path part : List.of(bin(), ssh(), passwords(), messages(), mail(), saved())) {
            Files.createDirectory(part);
        }
        PrivateFile.write(token(), PrivateFile.newPassword(32));
    }

    /**
     * Deletes the folder with its content.
     *
     * @return false when it does not exist
     * @throws AuthorException when it contains something that no lab of this user created
     */
    public boolean delete() throws IOException {
        if (!Files.exists(folder, NOFOLLOW_LINKS)) {
            return false;
        }
        if (!exists()) {
            throw new AuthorException(folder + " was not created by a lab of this user (no "
                    + markFile().getFileName()
                    + " of this user in it), so it is left unchanged; remove it yourself, or set "
                    + LabLocation.HOME_VARIABLE + " to another folder");
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                // Delete the mark last, so that an interrupted removal can be repeated.
                if (!path.equals(markFile()) && !path.equals(folder)) {
                    Files.deleteIfExists(path);
                }
            }
        }
        Files.deleteIfExists(markFile());
        Files.deleteIfExists(folder);
        return true;
    }
}
