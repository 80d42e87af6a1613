package dev.runbook.cli;

import dev.runbook.transcript.ColorPalette;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Where the engine reads and writes. A terminal that has gone away (a closed pipe, a lost session) is no error: what is
 * written there is lost, and nothing else.
 *
 * @param columns how wide the terminal is
 * @param hidden asks for what must not be shown
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        BufferedReader in,
        Set<String> terminals,
        int columns,
        boolean colours,
        HiddenInput hidden) {
    private static final int USUAL_COLUMNS = 100;

    /** Asks without showing the answer. */
    @FunctionalInterface
    public interface HiddenInput {
        /** The answer; none where it would be shown, or at the end of the input. */
        Optional<String> ask(String question);
    }

    /** A terminal on which nothing can be typed unseen. */
    public Terminal(
            PrintStream out, PrintStream err, BufferedReader in, Set<String> terminals, int columns, boolean colours) {
        this(out, err, in, terminals, columns, colours, question -> Optional.empty());
    }

    /** The process's own, as the launcher describes it: {@code runbook.tty} names which of in, out, err are terminals. */
    static Terminal ofProcess(Map<String, String> variables) {
        Set<String> terminals = Set.of(System.getProperty("runbook.tty", "").split(","));
        return new Terminal(
                stream(FileDescriptor.out, PipeReader.ofStandardOutput()),
                stream(FileDescriptor.err, () -> false),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                terminals,
                columnsTold(),
                terminals.contains("out")
                        && variables.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(variables.get("TERM")),
                terminals.contains("in") && terminals.contains("out")
                        ? Terminal::askConsole
                        : question -> Optional.empty());
    }

    private static Optional<String> askConsole(String question) {
        Console console = System.console();
        return Optional.ofNullable(console)
                .map(present -> present.readPassword("%s", question))
                .map(String::new);
    }

    private static PrintStream stream(FileDescriptor descriptor, BooleanSupplier unread) {
        return new WatchedStream(new FileOutputStream(descriptor), unread);
    }

    private static int columnsTold() {
        try {
            int columns = Integer.parseInt(System.getProperty("runbook.columns", ""));
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (NumberFormatException unknown) {
            return USUAL_COLUMNS;
        }
    }

    Terminal withoutColours() {
        return new Terminal(out, err, in, terminals, columns, false, hidden);
    }

    /** Whether whoever read what is printed has gone. */
    boolean gone() {
        return out instanceof WatchedStream watched && watched.gone();
    }

    /** Why something that was printed did not get where it was to go; a reader that has gone is no such reason. */
    Optional<IOException> lost() {
        return out instanceof WatchedStream watched ? watched.lost() : Optional.empty();
    }

    /** Whether somebody sees what is written as it comes. */
    public boolean shows() {
        return terminals.contains("out");
    }

    /** Whether somebody can be asked. */
    public boolean asks() {
        return terminals.contains("in") && terminals.contains("err");
    }

    public ColorPalette ink() {
        return colours ? ColorPalette.COLOURED : ColorPalette.PLAIN;
    }

    /** Puts a question whose answer the terminal does not show; none where that cannot be, or at the end of the input. */
    Optional<String> askHidden(String question) {
        return asks() ? hidden.ask(question) : Optional.empty();
    }

    /** Puts a question; the answer, or none at the end of the input. */
    Optional<String> ask(String question) {
        err.print(question);
        err.flush();
        try {
            return Optional.ofNullable(in.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
