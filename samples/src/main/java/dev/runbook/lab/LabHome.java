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
 * The folder one lab lives in, and its loopback address. Readable by its owner only. A mark file says that a lab made the
 * folder: without it nothing in there is believed, and nothing is removed.
 */
public record LabHome(String lab, Path folder, String address) {

    /**
     * @param variables the process's environment variables
     * @throws AuthorException when they name an address that is not a loopback address
     */
    public static LabHome of(String lab, Map<String, String> variables) {
        LabLocation location = LabLocation.of(variables);
        return new LabHome(lab, location.home().resolve(lab), location.address());
    }

    /** Unpacked server programs, which all labs in the same place share. */
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

    /** The token that orders to the lab carry. */
    public Path token() {
        return folder.resolve("control-token");
    }

    /** A variable in the environment of every process of this lab. */
    public Map.Entry<String, String> mark() {
        return Map.entry("RUNBOOK_LAB_PROCESS_OF", folder.toString());
    }

    private Path markFile() {
        return folder.resolve(".runbook-lab");
    }

    /** Whether a lab of this user made the folder. */
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
     * Makes the folder, for its owner only, in place of that of an earlier lab.
     *
     * @throws AuthorException when something else is there
     */
    public void create() throws IOException {
        delete();
        Files.createDirectories(folder.getParent());
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(markFile(), "made by: runbook lab start " + lab + "\n");
        for (Path part : List.of(bin(), ssh(), passwords(), db1(), messages(), saved())) {
            Files.createDirectory(part);
        }
        PrivateFile.write(token(), PrivateFile.newPassword(32));
    }

    /**
     * Removes the folder with everything in it.
     *
     * @return false when there is none
     * @throws AuthorException when something is there that no lab of this user made
     */
    public boolean delete() throws IOException {
        if (!Files.exists(folder, NOFOLLOW_LINKS)) {
            return false;
        }
        if (!exists()) {
            throw new AuthorException(folder + " was not made by a lab of this user (no "
                    + markFile().getFileName()
                    + " of this user in it), so it is not touched; remove it yourself, or set "
                    + LabLocation.HOME_VARIABLE + " to another folder");
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                // The mark goes last: a removal that is cut off can be repeated.
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
