package dev.runbook.notify;

import dev.runbook.time.Clock;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;

/** Appends messages to a file, for drills and for machines without a network. */
final class FileRoute implements Route {
    private final Path file;
    private final Clock clock;

    FileRoute(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized void send(Notice notice) throws IOException {
        String head = "--- " + clock.wall().truncatedTo(ChronoUnit.SECONDS) + " to " + notice.channel()
                + (notice.when().isEmpty() ? "" : " (" + notice.when() + ")");
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(
                    file, head + "\n" + notice.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException refused) {
            throw new IOException("cannot write " + file + ": " + FileReason.of(refused), refused);
        }
    }
}
