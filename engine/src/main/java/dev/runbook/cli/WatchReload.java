package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.environment.Environment;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.watch.TriggerWatch;
import dev.runbook.watch.Watcher;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Makes a watch use its files as they are now, when they have changed. They are read and checked on a thread beside the
 * watch, which continues meanwhile; what has mistakes does not take effect. Used by the thread of the watch, except
 * {@link #force}.
 */
final class WatchReload implements AutoCloseable {
    private static final String CONTINUES = ". The watch continues with what it had read before";

    private record InProgress(CompletableFuture<WatchedFiles> read, Set<Path> changed) {}

    private final CliContext context;
    private final Path top;
    private final Optional<String> option;
    private final TriggerSession session;
    private final Watcher watcher;
    private final ChangedFiles changed;
    private final AtomicBoolean forced = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread reader = new Thread(task, "read-again");
        reader.setDaemon(true);
        return reader;
    });
    private Optional<InProgress> reading = Optional.empty();

    /**
     * @param top the folder or file that is watched
     * @param option the environment as the command line named it
     * @param changed the files as they were before the watch read them
     */
    WatchReload(
            CliContext context,
            Path top,
            Optional<String> option,
            TriggerSession session,
            Watcher watcher,
            ChangedFiles changed) {
        this.context = context;
        this.top = top;
        this.option = option;
        this.session = session;
        this.watcher = watcher;
        this.changed = changed;
    }

    /** Makes the watch read everything again, the environment included. May be called on any thread. */
    void force() {
        forced.set(true);
    }

    /** Looks for changes now and then, between two evaluations. */
    void look() {
        if (reading.isEmpty()) {
            begin();
        } else if (reading.get().read().isDone()) {
            InProgress done = reading.get();
            reading = Optional.empty();
            apply(done.read().join(), done.changed());
            changed.complete();
        }
    }

    /** Returns whether files are being read. */
    boolean reads() {
        return reading.isPresent();
    }

    private void begin() {
        boolean everything = forced.getAndSet(false);
        if (changed.settled() || everything) {
            Set<Path> files = changed.begin();
            Environment before = session.environment();
            boolean environmentToo = everything
                    || before.file()
                            .filter(file -> files.contains(absolute(file)))
                            .isPresent();
            reading = Optional.of(new InProgress(
                    CompletableFuture.supplyAsync(
                            () -> WatchedFiles.read(context, top, option, before, environmentToo), thread),
                    files));
        }
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private void apply(WatchedFiles read, Set<Path> files) {
        String mistakes = mistakes(read);
        if (!mistakes.isEmpty()) {
            session.problem(mistakes + CONTINUES);
            return;
        }
        try {
            read.environment().ifPresent(session::use);
            for (Map.Entry<Path, WatchedFiles.Content> file : read.files().entrySet()) {
                apply(file.getKey(), file.getValue(), files.contains(file.getKey()));
            }
            for (ReadTriggers gone : session.withoutFiles(read.files().keySet())) {
                reread(gone, true);
            }
            read.environment().ifPresent(environment -> {
                watcher.measureWith(session.measurer());
                session.report("environment '" + environment.name() + "' has been read again");
            });
        } catch (EngineException unwritable) {
            changed.retry();
            session.problem(unwritable.getMessage() + CONTINUES);
        }
    }

    /** Returns the mistakes that keep all files from taking effect: with another environment, those of one file do. */
    private String mistakes(WatchedFiles read) {
        if (!read.mistake().isEmpty() || read.environment().isEmpty()) {
            return read.mistake();
        }
        return read.files().entrySet().stream()
                .filter(file -> session.watches(file.getKey()))
                .map(file -> file.getValue().mistake())
                .filter(mistake -> !mistake.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private void apply(Path file, WatchedFiles.Content content, boolean hasChanged) {
        boolean watched = session.watches(file);
        if (content.triggers().isEmpty()) {
            session.problem(content.mistake() + (watched ? CONTINUES : ". The file is not watched"));
        } else if (watched) {
            reread(content.triggers().get(), hasChanged);
        } else if (content.triggers().get().set().size() > 0) {
            add(content.triggers().get());
        }
    }

    private void reread(ReadTriggers triggers, boolean hasChanged) {
        TriggerWatch before = session.watch(triggers.set().file());
        TriggerWatch now = session.reread(before, triggers);
        watcher.replace(Optional.of(before), now);
        if (hasChanged || !now.changes().isEmpty()) {
            session.report(now.set().id() + " has been read again: "
                    + (now.changes().isEmpty() ? "no trigger has changed" : now.changes()));
        }
    }

    private void add(ReadTriggers triggers) {
        try {
            TriggerWatch added = session.add(triggers);
            watcher.replace(Optional.empty(), added);
            session.report("also watching " + added.set().id());
        } catch (NotStartedException watchedElsewhere) {
            session.problem(watchedElsewhere.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
