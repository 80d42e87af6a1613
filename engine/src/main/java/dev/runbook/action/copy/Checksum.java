package dev.runbook.action.copy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A checksum of rows: the sum of the SHA-256 hashes of all rows, which does not depend on their order, because the
 * order differs between databases. Two sides with the same rows have the same checksum.
 */
final class Checksum {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

    private final MessageDigest digest;
    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    Checksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    void add(Object... row) {
        for (Object value : row) {
            digest.update((byte) (value == null ? 0 : 1));
            if (value != null) {
                byte[] bytes = value instanceof ByteBuffer buffer
                        ? CopiedValue.bytes(buffer)
                        : CopiedValue.text(value).getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
        }
        sum = sum.add(new BigInteger(1, Arrays.copyOf(digest.digest(), 16))).mod(MODULUS);
        rows++;
    }

    long rows() {
        return rows;
    }

    String text() {
        return String.format("%032x", sum);
    }
}
