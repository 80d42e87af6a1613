package dev.runbook.compile;

import dev.runbook.dsl.NamePosition;
import dev.runbook.file.FileTrust;
import dev.runbook.time.Clock;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Caches compiled runbooks on disk, one file per entry, so that a second start compiles nothing. A missing or damaged
 * entry, or one of another build, is not an error: the runbook is compiled again. Safe for several processes at once.
 */
public final class ClassCache {
    private static final int FORMAT = 0x52420001;

    private static final Duration KEPT = Duration.ofDays(60);

    private final Optional<Path> folder;

    private ClassCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Creates a cache in {@code folder}. The folder is created on first use, accessible to its owner only. */
    public static ClassCache in(Path folder) {
        return new ClassCache(Optional.of(folder));
    }

    /** Creates a cache that stores nothing. */
    public static ClassCache none() {
        return new ClassCache(Optional.empty());
    }

    Optional<CompiledRunbook> find(String text) {
        return folder.filter(ClassCache::trusted)
                .map(place -> place.resolve(CacheKey.of(text)))
                .filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS))
                .flatMap(ClassCache::read);
    }

    /**
     * Returns whether no other user can write to the place: classes written by another user would run that user's code.
     */
    private static boolean trusted(Path place) {
        return FileTrust.problemOfPrivate(place).isEmpty();
    }

    void keep(String text, CompiledRunbook compiled) {
        if (folder.isEmpty() || !trusted(folder.get())) {
            return;
        }
        try {
            Path place = folder.get();
            if (!Files.isDirectory(place)) {
                createForOwner(place);
            }
            Path entry = Files.createTempFile(place, "new-", null); // readable by its owner only
            try {
                Files.write(entry, bytes(compiled));
                Files.move(
                        entry,
                        place.resolve(CacheKey.of(text)),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(entry); // half an entry would only waste space on a full disk
            }
            forgetOld(place);
        } catch (IOException | UnsupportedOperationException e) {
            // a cache that cannot be written only makes the next start slower
        }
    }

    /** Deletes entries of old texts and old builds, which are no longer used. */
    private static void forgetOld(Path place) throws IOException {
        Instant old = Clock.system().wall().minus(KEPT);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (Files.getLastModifiedTime(entry).toInstant().isBefore(old)) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    private static void createForOwner(Path place) throws IOException {
        if (place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(place);
        }
    }

    private static byte[] bytes(CompiledRunbook compiled) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(content)) {
            out.writeInt(FORMAT);
            out.writeInt(compiled.classes().size());
            for (Map.Entry<String, byte[]> type : compiled.classes().entrySet()) {
                out.writeUTF(type.getKey());
                out.writeInt(type.getValue().length);
                out.write(type.getValue());
            }
            out.writeInt(compiled.written().size());
            for (NamePosition written : compiled.written()) {
                out.writeUTF(written.kind());
                byte[] text = written.text().getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
                out.writeInt(written.line());
                out.writeInt(written.column());
                out.writeInt(written.length());
            }
            CRC32 sum = new CRC32();
            sum.update(content.toByteArray());
            out.writeLong(sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return content.toByteArray();
    }

    private static Optional<CompiledRunbook> read(Path entry) {
        try (CheckedInputStream checked =
                        new CheckedInputStream(new BufferedInputStream(Files.newInputStream(entry)), new CRC32());
                DataInputStream in = new DataInputStream(checked)) {
            long most = Files.size(entry);
            if (in.readInt() != FORMAT) {
                return Optional.empty();
            }
            Map<String, byte[]> classes = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                classes.put(in.readUTF(), block(in, most));
            }
            List<NamePosition> written = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                String kind = in.readUTF();
                String text = new String(block(in, most), StandardCharsets.UTF_8);
                written.add(new NamePosition(kind, text, in.readInt(), in.readInt(), in.readInt()));
            }
            long sum = checked.getChecksum().getValue();
            return in.readLong() == sum ? Optional.of(new CompiledRunbook(classes, written)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] block(DataInputStream in, long most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("damaged");
        }
        return in.readNBytes(length);
    }
}
