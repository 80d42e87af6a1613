package dev.runbook.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the output of an attempt and over its index of sources and times: the hash of the two hashes. */
final class OutputHash {
    private static final int PIECE = 64 << 10;

    private final MessageDigest output = sha256();
    private final MessageDigest index = sha256();

    /** Returns the hash of an output file as it is on disk. */
    static String of(Path file) throws IOException {
        OutputHash hash = new OutputHash();
        read(file, hash.output);
        read(OutputFile.index(file), hash.index);
        return hash.hex();
    }

    void output(byte[] data, int offset, int length) {
        output.update(data, offset, length);
    }

    void index(byte[] data) {
        index.update(data);
    }

    /** Returns the hash in hex; may be called again after further data. */
    String hex() {
        try {
            MessageDigest both = sha256();
            both.update(((MessageDigest) output.clone()).digest());
            both.update(((MessageDigest) index.clone()).digest());
            return HexFormat.of().formatHex(both.digest());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void read(Path file, MessageDigest into) throws IOException {
        byte[] piece = new byte[PIECE];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                into.update(piece, 0, read);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
