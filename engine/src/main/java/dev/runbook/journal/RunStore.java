package dev.runbook.journal;

import dev.runbook.AuthorException;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The place where runs are stored: a folder per run under {@code runs/}, and the locks beside them. */
public final class RunStore {
    /** Sortable by time, readable as a time, and short enough to type. */
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final Pattern NAME = Pattern.compile("\\d{8}-\\d{6}-[a-z2-9]{2}");

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Path home;

    public RunStore(Path home) {
        this.home = home;
    }

    /**
     * {@code RUNBOOK_HOME}, else {@code $XDG_STATE_HOME/runbook}, else for root the system's state folder, else the
     * user's.
     */
    public static RunStore standard(Map<String, String> environment, String user, Path userHome) {
        Optional<Path> asked = set(environment, "RUNBOOK_HOME").map(Path::of);
        Optional<Path> xdg = set(environment, "XDG_STATE_HOME").map(folder -> Path.of(folder, "runbook"));
        Path own = user.equals("root") ? Path.of("/var/lib/runbook") : userHome.resolve(".local/state/runbook");
        return new RunStore(asked.or(() -> xdg).orElse(own).toAbsolutePath());
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    public Path home() {
        return home;
    }

    public Path locks() {
        return home.resolve("locks");
    }

    /** Returns the digests of ended runs. */
    public RunDigests digests(Function<List<Entry>, Optional<RunDigest>> digest) {
        return new RunDigests(home.resolve("digests"), this, digest);
    }

    /** Returns whether the run with that id is still kept. */
    boolean keeps(String run) {
        return NAME.matcher(run).matches() && Files.isDirectory(runs().resolve(run));
    }

    static Instant createdAt(String id) {
        return ID.parse(id.substring(0, id.lastIndexOf('-')), Instant::from);
    }

    /** Creates the folder of a new run. */
    public RunFolder create(Instant now) {
        SecureRandom random = new SecureRandom();
        try {
            PrivateFiles.folders(runs());
            while (true) {
                String id = ID.format(now) + "-" + LETTERS.charAt(random.nextInt(LETTERS.length()))
                        + LETTERS.charAt(random.nextInt(LETTERS.length()));
                try {
                    Path folder = runs().resolve(id);
                    PrivateFiles.newFolder(folder);
                    PrivateFiles.sync(runs());
                    return new RunFolder(folder);
                } catch (FileAlreadyExistsException taken) {
                    // another run in the same second drew the same letters
                }
            }
        } catch (IOException refused) {
            throw new JournalException(
                    "cannot make a folder for the run under " + runs() + ": " + FileReason.of(refused)
                            + "; nothing was started; RUNBOOK_HOME chooses another place",
                    refused);
        }
    }

    /**
     * Returns all runs, newest first. A folder with another kind of name, or without a journal, is ignored.
     *
     * @throws JournalException when the folder of the runs cannot be read
     */
    public List<RunFolder> list() {
        if (Files.isRegularFile(home)) { // JDKs differ in how they treat a path through it
            throw unlisted(new NotDirectoryException(home.toString()));
        }
        if (Files.notExists(runs())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs())) {
            return folders.filter(RunStore::holdsRun)
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .map(RunFolder::new)
                    .toList();
        } catch (IOException unreadable) {
            throw unlisted(unreadable);
        }
    }

    private JournalException unlisted(IOException why) {
        return new JournalException("cannot list the runs in " + runs() + ": " + FileReason.of(why), why);
    }

    /** Returns an inaccessible folder counts as a run: reading it reports why it cannot be read. */
    private static boolean holdsRun(Path folder) {
        return NAME.matcher(folder.getFileName().toString()).matches()
                && !Files.notExists(folder.resolve(RunFolder.JOURNAL), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Finds a run by its id, by a unique part of it, or by {@code last}.
     *
     * @throws AuthorException when there is none, or more than one
     */
    public RunFolder find(String asked) {
        List<RunFolder> all = list();
        if (all.stream().noneMatch(run -> run.id().equals(asked)) && keeps(asked)) {
            throw new AuthorException("run " + asked + " has no journal, so nothing is known about it");
        }
        if (all.isEmpty()) {
            throw new AuthorException("no runs in " + home + " yet");
        }
        if (asked.equals("last")) {
            return all.get(0);
        }
        List<RunFolder> fitting =
                all.stream().filter(run -> run.id().contains(asked)).toList();
        Optional<RunFolder> exact =
                all.stream().filter(run -> run.id().equals(asked)).findFirst();
        if (exact.isEmpty() && fitting.size() != 1) {
            throw new AuthorException(
                    fitting.isEmpty()
                            ? "no run '" + asked + "' in " + home + "; the last one is "
                                    + all.get(0).id() + " (runbook history lists them)"
                            : "'" + asked + "' may be " + fitting.size() + " runs, among them "
                                    + fitting.get(0).id() + " and "
                                    + fitting.get(1).id());
        }
        return exact.orElseGet(() -> fitting.get(0));
    }

    private Path runs() {
        return home.resolve("runs");
    }
}
