package dev.runbook.cli.console;

import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSize;
import dev.runbook.time.Clock;
import java.time.Duration;

/** The size of the screen, which a person may change while people are asked. */
final class ScreenSize {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int USUAL_ROWS = 24;

    private final Terminal terminal;
    private final Clock clock;
    private long next = Long.MIN_VALUE;
    private TerminalSize size;

    ScreenSize(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.size = new TerminalSize(USUAL_ROWS, terminal.columns());
    }

    int rows() {
        return size.rows();
    }

    int columns() {
        return size.columns();
    }

    /**
     * Asks the terminal again if that is due; returns whether the size has changed.
     *
     * @param needed whether anything is shown that depends on it
     */
    boolean update(boolean needed) {
        if (!needed || clock.elapsingNanos() < next) {
            return false;
        }
        next = clock.elapsingNanos() + EVERY.toNanos();
        TerminalSize before = size;
        size = terminal.size().get().orElse(size);
        return !size.equals(before);
    }
}
