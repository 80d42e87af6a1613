package dev.runbook.journal;

import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The answers that people have left for a run, one file each, in the order they were left. */
public final class AnswerNotes {
    private static final String SUFFIX = ".json";

    private record Left(Path file, FileTime at) {}

    private final Path folder;

    AnswerNotes(Path folder) {
        this.folder = folder;
    }

    /** @throws JournalException when the note cannot be written */
    public void leave(AnswerNote note) {
        try {
            PrivateFiles.folders(folder);
            PrivateFiles.replace(folder.resolve(note.id() + SUFFIX), note.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw new JournalException("cannot write to " + folder + ": " + FileReason.of(refused), refused);
        }
    }

    /** Removes and returns the notes. */
    public List<AnswerNote> take() {
        List<AnswerNote> notes = new ArrayList<>();
        for (Left left : left()) {
            try {
                String text = Files.readString(left.file());
                Files.delete(left.file());
                AnswerNote.of(text).ifPresent(notes::add);
            } catch (IOException goneOrUnreadable) {
                // whoever left it sees that nothing was recorded
            }
        }
        return notes;
    }

    private List<Left> left() {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<Left> left = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    left.add(new Left(file, Files.getLastModifiedTime(file)));
                }
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        left.sort(Comparator.comparing(Left::at));
        return left;
    }
}
