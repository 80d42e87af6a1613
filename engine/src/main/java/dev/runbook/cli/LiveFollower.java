package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalTail;
import dev.runbook.journal.OutputTail;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Follows a run by reading its files until it ends. Read-only, so the run is not affected. */
final class LiveFollower implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);
    /** A run without output for this long may have lost its engine. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** Receives the lines that a running step prints, each with its time since the start of the run. */
    @FunctionalInterface
    interface Lines {
        void printed(String step, String source, String line, Duration at);
    }

    /** The output of an attempt, with the start of that attempt. */
    private record Following(long beganNanos, OutputTail output) {}

    private record Printed(long atNanos, String step, OutputTail.Line line) {}

    private final RunFolder folder;
    private final Clock clock;
    private final JournalTail journal;
    private final Map<String, Following> outputs = new LinkedHashMap<>();

    private LiveFollower(RunFolder folder, Clock clock, JournalTail journal) {
        this.folder = folder;
        this.clock = clock;
        this.journal = journal;
    }

    static LiveFollower of(RunFolder folder, Clock clock) {
        return new LiveFollower(folder, clock, folder.follow());
    }

    /**
     * Follows the run from the first record to the last.
     *
     * @param over whether the caller wants no more records
     * @return the run's end; empty when its engine died before, or {@code over} was true
     */
    Optional<RunFinished> follow(Consumer<Entry> records, Lines lines, BooleanSupplier over) {
        long heard = clock.nanos();
        RunModel model = new RunModel();
        while (true) {
            boolean silent = SILENCE.minusNanos(clock.nanos() - heard).isNegative();
            boolean gone = silent && !folder.live(); // checked first, so that everything the engine wrote is read
            List<Entry> more = journal.more();
            for (Entry entry : more) {
                look(lines, entry.sinceStartNanos());
                model.apply(entry).dispatchTo(new Outputs(entry.sinceStartNanos(), lines));
                records.accept(entry);
            }
            look(lines, Long.MAX_VALUE);
            if (!more.isEmpty()) {
                heard = clock.nanos();
            }
            if (model.end().isPresent() || (gone && more.isEmpty())) {
                return model.end();
            }
            if (over.getAsBoolean()) {
                return Optional.empty();
            }
            pause();
        }
    }

    /** Follows the output of each attempt. */
    private final class Outputs implements RunObserver {
        private final long nanos;
        private final Lines lines;

        Outputs(long nanos, Lines lines) {
            this.nanos = nanos;
            this.lines = lines;
        }

        @Override
        public void attemptStarted(AttemptStarted attempt) {
            folder.followOutput(attempt.output())
                    .ifPresent(output -> outputs.put(attempt.step(), new Following(nanos, output)));
        }

        @Override
        public void attemptEnded(StepView step, AttemptFinished attempt) {
            if (outputs.containsKey(attempt.step())) {
                List<Printed> last = new ArrayList<>();
                more(attempt.step(), outputs.remove(attempt.step()), Long.MAX_VALUE, last);
                print(last, lines);
            }
        }
    }

    /**
     * Reads the output printed until a time, in its original order, so that a viewer who attaches late reads it as it
     * happened.
     */
    private void look(Lines lines, long untilNanos) {
        List<Printed> printed = new ArrayList<>();
        outputs.forEach((step, following) -> more(step, following, untilNanos, printed));
        print(printed, lines);
    }

    private static void more(String step, Following following, long untilNanos, List<Printed> to) {
        long untilMs = TimeUnit.NANOSECONDS.toMillis(untilNanos - following.beganNanos());
        following
                .output()
                .more(
                        untilMs,
                        line -> to.add(new Printed(
                                following.beganNanos() + TimeUnit.MILLISECONDS.toNanos(line.atMs()), step, line)));
    }

    private static void print(List<Printed> printed, Lines lines) {
        printed.stream()
                .sorted(Comparator.comparingLong(Printed::atNanos))
                .forEach(one -> lines.printed(
                        one.step(), one.line().source(), one.line().text(), Duration.ofNanos(one.atNanos())));
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
