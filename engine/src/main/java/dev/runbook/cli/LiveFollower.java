package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.JournalTail;
import dev.runbook.journal.OutputTail;
import dev.runbook.journal.RunFolder;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a run by what it leaves on disk, until it ends; reads only, so the run does not notice. */
final class LiveFollower implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);
    /** A run that tells nothing for so long may have no engine any more. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** What a running step prints. */
    @FunctionalInterface
    interface Lines {
        void printed(String step, String source, String line);
    }

    private final RunFolder folder;
    private final Clock clock;
    private final JournalTail journal;
    private final Map<String, OutputTail> outputs = new LinkedHashMap<>();

    private LiveFollower(RunFolder folder, Clock clock, JournalTail journal) {
        this.folder = folder;
        this.clock = clock;
        this.journal = journal;
    }

    static LiveFollower of(RunFolder folder, Clock clock) {
        return new LiveFollower(folder, clock, folder.follow());
    }

    /**
     * From the first record to the last.
     *
     * @param most how long at most; without end if empty
     * @return the run's end; empty when its engine died before, or the time was over
     */
    Optional<Event.RunFinished> follow(Consumer<Entry> records, Lines lines, Optional<Duration> most) {
        long began = clock.nanos();
        long heard = began;
        Optional<Event.RunFinished> end = Optional.empty();
        while (true) {
            boolean silent = SILENCE.minusNanos(clock.nanos() - heard).isNegative();
            boolean gone = silent && !folder.live(); // asked first: whatever it told before it went is then read
            List<Entry> more = journal.more();
            for (Entry entry : more) {
                take(entry, lines);
                records.accept(entry);
                end = entry.event() instanceof Event.RunFinished last ? Optional.of(last) : Optional.empty();
            }
            look(lines);
            if (!more.isEmpty()) {
                heard = clock.nanos();
            }
            if (end.isPresent() || (gone && more.isEmpty())) {
                return end;
            }
            if (most.filter(time -> time.minusNanos(clock.nanos() - began).isNegative())
                    .isPresent()) {
                return Optional.empty();
            }
            pause();
        }
    }

    private void take(Entry entry, Lines lines) {
        if (entry.event() instanceof Event.AttemptStarted attempt) {
            folder.followOutput(attempt.output()).ifPresent(output -> outputs.put(attempt.step(), output));
        } else if (entry.event() instanceof Event.AttemptFinished attempt) {
            Optional.ofNullable(outputs.remove(attempt.step()))
                    .ifPresent(output -> output.more((source, line) -> lines.printed(attempt.step(), source, line)));
        }
    }

    private void look(Lines lines) {
        outputs.forEach((step, output) -> output.more((source, line) -> lines.printed(step, source, line)));
    }

    private void pause() {
        try {
            clock.sleep(EVERY);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new EngineException("following run " + folder.id() + " was interrupted", stopped);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
