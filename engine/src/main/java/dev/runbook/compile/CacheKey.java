package dev.runbook.compile;

import groovy.lang.Closure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Computes the cache key of a compiled runbook from everything it depends on: its text, the builds of the engine and of
 * Groovy, the class file version.
 */
final class CacheKey {
    private static final String TARGET = "17";
    private static final String BUILD = build();

    private CacheKey() {}

    static String of(String text) {
        return HexFormat.of().formatHex(digest(BUILD + "\n" + text));
    }

    private static byte[] digest(String content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String build() {
        return String.join("|", TARGET, fingerprint(CacheKey.class), fingerprint(Closure.class));
    }

    /** Fingerprints the origin of a class: a rebuilt jar or folder yields a different fingerprint. */
    private static String fingerprint(Class<?> type) {
        try {
            Path place = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                Path classes = place.resolve("dev/runbook");
                try (Stream<Path> files = Files.walk(Files.isDirectory(classes) ? classes : place)) {
                    return place + "@"
                            + files.mapToLong(CacheKey::changed).max().orElse(0);
                }
            }
            return place + "@" + changed(place) + "+" + Files.size(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long changed(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class)
                    .lastModifiedTime()
                    .toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
