package dev.runbook.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a file or folder could have been changed by another user, by the rules OpenSSH applies to key files:
 * the owner is neither this user nor root, others have write permission, or others can replace it in a parent folder.
 * File systems without Unix owners are always trusted.
 */
public final class FileTrust {
    private static final int GROUP_AND_OTHERS = 0077;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private FileTrust() {}

    /**
     * Checks a file that only its owner should be able to write: compiled classes, journals, locks. Symbolic links are
     * not trusted.
     */
    public static Optional<String> problemOfPrivate(Path path) {
        return problem(path, GROUP_WRITE | OTHERS_WRITE, true);
    }

    /** Checks a file that a team may share, such as a checkout of runbooks: group write permission is accepted. */
    public static Optional<String> problemOfShared(Path path) {
        return problem(path, OTHERS_WRITE, false);
    }

    /** Checks a file that only its owner may read: a private key. Symbolic links are followed. */
    public static Optional<String> problemOfKey(Path path) {
        return problem(path, GROUP_AND_OTHERS, false);
    }

    private static Optional<String> problem(Path path, int forbidden, boolean refuseLink) {
        try {
            if (refuseLink && Files.isSymbolicLink(path)) {
                return Optional.of("it is a symbolic link");
            }
            Path real = path.toRealPath();
            if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return Optional.empty();
            }
            Set<Integer> trusted = trustedOwners();
            Map<String, Object> attributes = attributes(real);
            if (!trusted.contains((int) attributes.get("uid"))) {
                return Optional.of("it belongs to user '" + Files.getOwner(real).getName() + "'");
            }
            if (((int) attributes.get("mode") & forbidden) != 0) {
                return Optional.of(
                        "other users may " + (forbidden == GROUP_AND_OTHERS ? "read or " : "") + "write to it");
            }
            return replaceable(real, trusted);
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of("its owner and mode cannot be read");
        }
    }

    /**
     * Checks whether other users can replace the file. The owner of a parent folder always can, also in a sticky
     * folder; the other users cannot in a sticky folder, such as the one for temporary files.
     */
    private static Optional<String> replaceable(Path real, Set<Integer> trusted) throws IOException {
        for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
            Map<String, Object> attributes = attributes(folder);
            if (!trusted.contains((int) attributes.get("uid"))) {
                return Optional.of("its folder " + folder + " belongs to user '"
                        + Files.getOwner(folder).getName() + "'");
            }
            int mode = (int) attributes.get("mode");
            if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                return Optional.of("other users may write to the folder " + folder);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns this user, root and, when running as root, the user of sudo. */
    private static Set<Integer> trustedOwners() throws IOException {
        int self = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        String sudo = System.getenv().getOrDefault("SUDO_UID", "");
        return self == ROOT && sudo.matches("\\d{1,9}")
                ? Set.copyOf(List.of(ROOT, Integer.parseInt(sudo)))
                : Set.copyOf(List.of(ROOT, self));
    }
}
