package dev.runbook.journal;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What a run leaves is its owner's alone: output may hold what no mask knows. */
final class Permissions {
    private Permissions() {}

    static FileAttribute<?> file() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    static FileAttribute<?> folder() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }
}
