package dev.runbook.journal;

import dev.runbook.AuthorException;
import dev.runbook.time.Clock;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The folder of one run: {@code journal}, {@code runbook/} (what ran), {@code output/}, {@code transcript.html}. */
public final class RunFolder {
    static final String JOURNAL = "journal";
    static final String SIGNATURE = "signature.json";

    private static final int LONGEST_NAME = 60;

    private final Path path;

    RunFolder(Path path) {
        this.path = path;
    }

    public String id() {
        return path.getFileName().toString();
    }

    /** Returns when the run was created, from its id. */
    public Instant createdAt() {
        return RunStore.createdAt(id());
    }

    /** Returns the path; its content is private to this package. */
    Path path() {
        return path;
    }

    /** Creates the journal of a fresh run. */
    public FileJournal create(Clock clock) {
        return open(clock, Optional.empty(), Duration.ZERO);
    }

    /**
     * Opens the journal of a resumed run after its last good record; a torn tail is cut off.
     *
     * @param away how long ago that record was written: this time counts
     * @throws JournalException when the journal is damaged or empty, or another engine process still executes the run
     */
    public FileJournal reopen(JournalText text, Clock clock, Duration away) {
        if (text.tail() == JournalText.Tail.DAMAGED || text.entries().isEmpty()) {
            throw new JournalException("run " + id() + " cannot be resumed: "
                    + (text.entries().isEmpty() ? "it recorded nothing" : text.damage()));
        }
        return open(clock, Optional.of(text), away);
    }

    private FileJournal open(Clock clock, Optional<JournalText> past, Duration away) {
        Optional<LockFile> hold = Optional.empty();
        boolean opened = false;
        try {
            hold = LockFile.takeFromLookers(hold());
            if (hold.isEmpty()) {
                throw new JournalException("run " + id() + " is still being executed by another engine");
            }
            FileJournal journal =
                    past.isPresent() ? after(past.get(), clock, hold.get(), away) : fresh(clock, hold.get());
            opened = true;
            return journal;
        } catch (IOException refused) {
            throw new JournalException(
                    "cannot write the journal " + journal() + ": " + FileReason.of(refused) + "; nothing was done",
                    refused);
        } finally {
            if (!opened) {
                hold.ifPresent(LockFile::close);
            }
        }
    }

    private FileJournal fresh(Clock clock, LockFile hold) throws IOException {
        PrivateFiles.create(journal()).close();
        PrivateFiles.sync(path);
        return new FileJournal(
                Disk.of(PrivateFiles.plain(journal())),
                journal().toString(),
                clock,
                hold,
                Optional.empty(),
                Duration.ZERO);
    }

    private FileJournal after(JournalText text, Clock clock, LockFile hold, Duration away) throws IOException {
        if (read().entries().size() != text.entries().size()) {
            throw new AuthorException(
                    "another engine has continued run " + id() + " in the meantime: see runbook show " + id());
        }
        try (RandomAccessFile file =
                new RandomAccessFile(PrivateFiles.plain(journal()).toFile(), "rw")) {
            if (file.length() > text.goodBytes()) {
                file.setLength(text.goodBytes());
                file.getFD().sync();
            }
        }
        Entry last = text.entries().get(text.entries().size() - 1);
        return new FileJournal(
                Disk.of(PrivateFiles.plain(journal())), journal().toString(), clock, hold, Optional.of(last), away);
    }

    /** Returns whether an engine process executes this run now. */
    public boolean live() {
        return LockFile.held(hold());
    }

    /** @throws JournalException when there is no journal or it cannot be read */
    public JournalText read() {
        return JournalReader.read(journal());
    }

    /** Returns the run's lifecycle state, from its journal and whether an engine process executes it. */
    public RunLifecycle lifecycle() {
        boolean live = live(); // before the journal, so that a run that ends meanwhile counts as ended
        return RunLifecycle.of(id(), read(), live);
    }

    /** Returns the same for a journal that has been read. */
    public RunLifecycle lifecycle(JournalText text) {
        return RunLifecycle.of(id(), text, live());
    }

    /**
     * Returns what the journal shows without parsing all of its records.
     *
     * @throws JournalException when there is no journal or it cannot be read
     */
    public JournalScan scan() {
        return JournalReader.scan(journal());
    }

    /** Returns the first and the last record, without verifying the chain between them: enough for a list of runs. */
    public JournalEnds ends() {
        return JournalEnds.read(journal());
    }

    /** Returns the folder in which {@link #keep} keeps the texts of the run's start, for people. */
    public Path keptRunbook() {
        return path.resolve(KeptFiles.folder(1));
    }

    /**
     * Keeps the files a run uses, before it begins.
     *
     * @param texts by relative path
     */
    public void keep(Map<String, String> texts) {
        new KeptFiles(path).keep(KeptFiles.folder(1), texts);
    }

    /** Keeps the files that changed, before the run continues after {@code past}. */
    public void keepChanged(JournalText past, Map<String, String> texts) {
        new KeptFiles(path).keep(KeptFiles.nextFolder(past.entries()), texts);
    }

    /**
     * Checks that the journal, kept texts and outputs are as they were written; {@code head} as in
     * {@link JournalCheck#of}.
     */
    public JournalCheck check(String head) {
        JournalText text = read();
        JournalCheck check = JournalCheck.of(text, head, new FolderCheck(path, text.entries()));
        return signed() ? check.withUnreadSignature() : check;
    }

    /** Checks as {@link #check(String)}, and that the run's end was signed with this key's private half. */
    public JournalCheck check(String head, VerifyingKey key) {
        JournalText text = read();
        JournalCheck check = JournalCheck.of(text, head, new FolderCheck(path, text.entries()));
        return check.whole() ? check.signed(signature(), key, id(), text) : check;
    }

    private boolean signed() {
        return Files.exists(path.resolve(SIGNATURE), LinkOption.NOFOLLOW_LINKS);
    }

    /** Stores the signature of a run's last record; an earlier one is replaced. */
    public void sign(SigningKey key, Entry end) {
        write(SIGNATURE, JournalSignature.by(key, id(), end.hash()).text());
    }

    private Optional<JournalSignature> signature() {
        try {
            return signed()
                    ? Optional.of(JournalSignature.of(Files.readString(PrivateFiles.plain(path.resolve(SIGNATURE)))))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(JournalSignature.of(""));
        }
    }

    /** Returns the file name for an attempt's output, derived from the step and number as far as a file name allows. */
    public String outputName(String step, int number) {
        String plain =
                step.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shortened = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
        return "output/" + shortened + "-" + Integer.toHexString(step.hashCode()) + "-" + number + ".log";
    }

    public OutputFile output(String name) {
        Path file = path.resolve(name);
        try {
            PrivateFiles.folders(file.getParent());
            if (Files.exists(file)) { // a resumed run reuses the number of an interrupted attempt
                Files.move(file, Path.of(file + ".cut"), StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(OutputFile.index(file));
            }
            return new OutputFile(file);
        } catch (IOException refused) {
            throw new JournalException("cannot write the output file " + file + ": " + FileReason.of(refused), refused);
        }
    }

    /**
     * Returns the output of an attempt; empty if it is not kept.
     *
     * @param name as the journal names it
     */
    public OutputText outputText(String name) {
        Path file = path.resolve(name).normalize();
        return file.startsWith(path.resolve("output")) ? OutputText.read(file) : OutputText.none();
    }

    /** Writes a file of the folder completely or not at all. */
    public void write(String name, String text) {
        try {
            PrivateFiles.replace(path.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw new JournalException("cannot write " + path.resolve(name) + ": " + FileReason.of(refused), refused);
        }
    }

    /**
     * Follows the run while it executes, from its first record on; for anyone who may read it.
     *
     * @throws JournalException when there is no journal or it cannot be read
     */
    public JournalTail follow() {
        return JournalTail.of(journal());
    }

    /** Follows the output of an attempt; {@code name} as the journal has it. Empty if it is not kept. */
    public Optional<OutputTail> followOutput(String name) {
        Path file = path.resolve(name).normalize();
        return file.startsWith(path.resolve("output")) ? Optional.of(new OutputTail(file)) : Optional.empty();
    }

    /** Asks the engine process that executes the run to stop it; a later note replaces an earlier one. */
    public void leave(AbortNote note) {
        write("abort", note.text());
    }

    /** Removes and returns the note, if there is one. */
    public Optional<AbortNote> takeAbortNote() {
        Path note = path.resolve("abort");
        if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            AbortNote read = AbortNote.of(Files.readString(note));
            Files.delete(note);
            return Optional.of(read);
        } catch (IOException goneOrUnreadable) {
            return Optional.empty();
        }
    }

    /** Returns the answers left for the engine process that executes the run. */
    public AnswerNotes answers() {
        return new AnswerNotes(path.resolve("answers"));
    }

    private Path journal() {
        return path.resolve(JOURNAL);
    }

    private Path hold() {
        return path.resolve("engine.lock");
    }
}
