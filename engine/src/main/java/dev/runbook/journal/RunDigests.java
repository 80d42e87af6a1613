package dev.runbook.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The digests of ended runs, one file for a runbook in an environment, so that a start reads one small file however
 * many runs are kept. Only a copy of the journals: a missing file is rebuilt from them, a run whose folder is gone no
 * longer counts, and what cannot be written is omitted.
 */
public final class RunDigests {
    /** Read from the end of a file first; more only when it has too few runs. */
    private static final int WINDOW = 1 << 16;

    /** A larger file is reduced to the newest runs that take a quarter of it. */
    private static final int MOST_BYTES = 1 << 21;

    private static final int MOST_KEPT = 1_000;

    /** How many runs are searched, once, for a runbook without a file. */
    private static final int MOST_SEARCHED = 300;

    private static final int LONGEST_NAME = 60;

    private final Path folder;
    private final RunStore runs;
    private final Function<List<Entry>, Optional<RunDigest>> digest;

    /** @param digest derives the digest of a run from its records; empty for one that has not ended */
    RunDigests(Path folder, RunStore runs, Function<List<Entry>, Optional<RunDigest>> digest) {
        this.folder = folder;
        this.runs = runs;
        this.digest = digest;
    }

    /** Stores the digest of a run that has ended; a resumed run replaces its earlier digest. */
    public void keep(String runbook, String environment, RunDigest digest) {
        Path file = file(runbook, environment);
        try {
            PrivateFiles.folders(folder);
            if (!Files.exists(file)) {
                made(runbook, environment); // includes this run: it has ended
                return;
            }
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
                out.write(ByteBuffer.wrap(bytes(List.of(digest))));
            }
            if (Files.size(file) > MOST_BYTES) {
                shorten(file);
            }
        } catch (IOException | JournalException refused) {
            log("keeping the digest of " + digest.run(), refused);
        }
    }

    /** Returns the newest runs of a runbook in an environment, newest first; none if nothing can be read. */
    public List<RunDigest> newest(String runbook, String environment, int most) {
        Path file = file(runbook, environment);
        try {
            List<RunDigest> all = Files.exists(file) ? read(file, most) : made(runbook, environment);
            return all.stream()
                    .filter(digest -> runs.keeps(digest.run()))
                    .limit(most)
                    .toList();
        } catch (IOException | JournalException unreadable) {
            log("reading " + file, unreadable);
            return List.of();
        }
    }

    /** Rebuilds the digests from the kept journals. */
    private List<RunDigest> made(String runbook, String environment) throws IOException {
        List<RunDigest> digests = new ArrayList<>();
        List<RunFolder> kept = runs.list();
        for (RunFolder run : kept.subList(0, Math.min(MOST_SEARCHED, kept.size()))) {
            if (digests.size() < RunDigest.MOST && of(run, runbook, environment)) {
                digest.apply(run.read().entries()).ifPresent(digests::add);
            }
        }
        if (!kept.isEmpty()) {
            PrivateFiles.folders(folder);
            List<RunDigest> oldestFirst = new ArrayList<>(digests);
            Collections.reverse(oldestFirst);
            PrivateFiles.replace(file(runbook, environment), bytes(oldestFirst));
        }
        return digests;
    }

    private static boolean of(RunFolder run, String runbook, String environment) {
        try {
            return run.ends()
                    .started()
                    .filter(started -> started.runbook().id().equals(runbook)
                            && started.environment().name().equals(environment))
                    .isPresent();
        } catch (JournalException unreadable) {
            return false;
        }
    }

    private static void shorten(Path file) throws IOException {
        List<RunDigest> kept = new ArrayList<>();
        int bytes = 0;
        for (RunDigest digest : read(file, Integer.MAX_VALUE)) {
            bytes += bytes(List.of(digest)).length;
            if (kept.isEmpty() || (bytes < MOST_BYTES / 4 && kept.size() < RunDigest.MOST)) {
                kept.add(digest);
            } else if (!digest.failurePaths().isEmpty() && kept.size() < MOST_KEPT) {
                kept.add(digest.withoutSteps()); // the last use of a failure path is needed for longer
            }
        }
        Collections.reverse(kept);
        PrivateFiles.replace(file, bytes(kept));
    }

    /**
     * Returns digests newest first: at least {@code most} if the file has that many, or its last {@link #MOST_BYTES}.
     */
    private static List<RunDigest> read(Path file, int most) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(PrivateFiles.plain(file).toFile(), "r")) {
            long length = in.length();
            long window = WINDOW;
            while (true) {
                byte[] bytes = new byte[(int) Math.min(length, window)];
                in.seek(length - bytes.length);
                in.readFully(bytes);
                List<RunDigest> digests = newestFirst(DigestText.read(new String(bytes, StandardCharsets.UTF_8)));
                if (digests.size() >= most || window >= length || window >= MOST_BYTES) {
                    return digests;
                }
                window *= 4;
            }
        }
    }

    private static List<RunDigest> newestFirst(List<RunDigest> inOrder) {
        Map<String, RunDigest> byRun = new LinkedHashMap<>();
        inOrder.forEach(digest -> {
            byRun.remove(digest.run());
            byRun.put(digest.run(), digest);
        });
        List<RunDigest> digests = new ArrayList<>(byRun.values());
        Collections.reverse(digests);
        return digests;
    }

    private static byte[] bytes(List<RunDigest> digests) {
        StringBuilder text = new StringBuilder();
        digests.forEach(digest -> DigestText.write(digest, text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Path file(String runbook, String environment) {
        String name = runbook + " in " + environment;
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return folder.resolve(plain.substring(0, Math.min(plain.length(), LONGEST_NAME)) + "-"
                + Integer.toHexString(name.hashCode()));
    }

    private static void log(String what, Exception why) {
        System.getLogger(RunDigests.class.getName()).log(System.Logger.Level.DEBUG, what, why);
    }
}
