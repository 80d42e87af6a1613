package dev.runbook.metrics;

import dev.runbook.EngineException;
import dev.runbook.value.FileReason;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file for node_exporter's textfile collector. Replaced in one piece, so that a collection finds the old or the new
 * text; every user may read it.
 */
public final class Textfile {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path file;

    private Textfile(Path file) {
        this.file = file;
    }

    /** Returns the file for the runs of an environment. */
    public static Textfile ofRuns(Path folder, String environment) {
        return new Textfile(folder.resolve("runbook-" + plain(environment) + ".prom"));
    }

    /** Returns the file for the triggers of one file in an environment. */
    public static Textfile ofTriggers(Path folder, String environment, String triggers) {
        return new Textfile(folder.resolve("runbook-" + plain(environment) + "-triggers-" + plain(triggers) + ".prom"));
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9-]", "_");
    }

    /** Returns the text in the format of Prometheus. */
    static byte[] text(Points points) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, points.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        return text.toByteArray();
    }

    /** @throws EngineException when the file cannot be replaced; the old one stays then */
    public void write(Points points) {
        Path temporary = file.resolveSibling( // node_exporter reads only files that end in .prom
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.deleteIfExists(temporary);
            FileAttribute<?> readable =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
            try (FileChannel channel = FileChannel.open(temporary, NEW, readable);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(text(points));
            }
            Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(PosixFilePermissions.fromString("rw-r--r--")); // whatever the umask
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new EngineException("cannot write the metrics to " + file + ": " + FileReason.of(refused), refused);
        } finally {
            discard(temporary);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException stays) {
            System.getLogger(Textfile.class.getName()).log(System.Logger.Level.DEBUG, "deleting " + temporary, stays);
        }
    }
}
