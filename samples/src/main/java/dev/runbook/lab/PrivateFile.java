package dev.runbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Creates files that only their owner can read, such as those with a password. */
public final class PrivateFile {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFile() {}

    /** Writes the file, replacing an earlier one. */
    public static Path write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        return Files.writeString(Files.createFile(file, OWNER_ONLY), text);
    }

    /** Generates a random password: two hexadecimal digits per byte. */
    public static String newPassword(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
