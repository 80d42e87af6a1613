package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.run.RunListener;
import dev.runbook.terminal.Terminal;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Shows a run in progress. The run only queues its events here and continues: a stopped, slow or closed terminal delays
 * nothing, because a separate console thread does the writing.
 */
public final class Console implements RunListener, AutoCloseable {
    private static final int MOST_LINES_WAITING = 5_000;
    /** After more than so many lines at once, which nobody can read, the console waits: the run needs the processor. */
    private static final int UNREADABLE = 200;

    private static final long REFRESH_MS = 200;
    private static final long PATIENCE_MS = 2_000;

    private final Screen screen;
    private final BlockingQueue<Consumer<Screen>> news = new LinkedBlockingQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::write, "console");
    private volatile boolean over;

    private Console(Screen screen) {
        this.screen = screen;
        writer.setDaemon(true);
        writer.start();
    }

    /** Creates a console that redraws in place on a terminal, and prints line by line elsewhere. */
    public static Console on(Terminal terminal, Clock clock) {
        return on(terminal, clock, false);
    }

    /** Creates a console for a viewer who attaches to a run in progress. */
    public static Console late(Terminal terminal, Clock clock) {
        return on(terminal, clock, true);
    }

    private static Console on(Terminal terminal, Clock clock, boolean late) {
        return new Console(
                terminal.shows() ? new LiveScreen(terminal, clock, late) : new PlainScreen(terminal, clock, late));
    }

    @Override
    public void recorded(Entry entry) {
        news.add(to -> to.recorded(entry));
    }

    @Override
    public void known(Entry entry) {
        news.add(to -> to.known(entry));
    }

    @Override
    public void printed(String step, String source, String line) {
        printed(to -> to.printed(step, source, line, Optional.empty()));
    }

    @Override
    public void printed(String step, String source, String line, Duration at) {
        printed(to -> to.printed(step, source, line, Optional.of(at)));
    }

    private void printed(Consumer<Screen> line) {
        if (news.size() > MOST_LINES_WAITING) {
            dropped.incrementAndGet();
        } else {
            news.add(line);
        }
    }

    /** Shows a message that is not yet an event of a run. */
    public void message(String line) {
        news.add(to -> to.message(line));
    }

    /** Handles that a person has ended a line on the terminal. */
    public void typed() {
        news.add(Screen::typed);
    }

    private void write() {
        try {
            while (!over || !news.isEmpty()) {
                Consumer<Screen> first = news.poll(REFRESH_MS, TimeUnit.MILLISECONDS);
                int shown = 0;
                if (first != null) {
                    first.accept(screen);
                    shown = showWaiting();
                }
                screen.refresh();
                if (shown > UNREADABLE && !over) {
                    Thread.sleep(REFRESH_MS);
                }
            }
            screen.end();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how much it has shown. */
    private int showWaiting() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            screen.dropped(lost);
        }
        int waiting = news.size();
        for (int left = waiting; left > 0; left--) {
            news.remove().accept(screen);
        }
        return waiting;
    }

    /** Shows the remaining output, but does not wait for a blocked terminal. */
    @Override
    public void close() {
        over = true;
        news.add(to -> {}); // wakes the writer
        try {
            writer.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
