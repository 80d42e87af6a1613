package dev.runbook.terminal;

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
import java.util.function.Supplier;

/**
 * The engine's input and output. A terminal that has gone away (a closed pipe, a lost session) is not an error: only
 * what is written there is lost.
 *
 * @param columns the width of the terminal
 * @param hidden prompts for text that must not be shown
 * @param size asks for the size now, which a person may have changed; empty if unknown
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        BufferedReader in,
        Set<String> terminals,
        int columns,
        boolean colours,
        HiddenInput hidden,
        Supplier<Optional<TerminalSize>> size) {
    private static final int USUAL_COLUMNS = 100;

    /** Prompts without showing the answer. */
    @FunctionalInterface
    public interface HiddenInput {
        /** Returns the answer; empty if it would be shown, or at the end of the input. */
        Optional<String> ask(String question);
    }

    /** Creates a terminal without hidden input. */
    public Terminal(
            PrintStream out, PrintStream err, BufferedReader in, Set<String> terminals, int columns, boolean colours) {
        this(out, err, in, terminals, columns, colours, question -> Optional.empty(), Optional::empty);
    }

    /**
     * Returns the terminal of this process, as described by the launcher: {@code runbook.tty} names which of in, out,
     * err are terminals.
     */
    public static Terminal ofProcess(Map<String, String> variables) {
        Set<String> terminals = Set.of(System.getProperty("runbook.tty", "").split(","));
        return new Terminal(
                stream(FileDescriptor.out, PipeReader.ofStandardOutput()),
                stream(FileDescriptor.err, () -> false),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                terminals,
                columnsProperty(),
                terminals.contains("out")
                        && variables.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(variables.get("TERM")),
                terminals.contains("in") && terminals.contains("out")
                        ? Terminal::askConsole
                        : question -> Optional.empty(),
                terminals.contains("out") ? TerminalSize::query : Optional::empty);
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

    private static int columnsProperty() {
        try {
            int columns = Integer.parseInt(System.getProperty("runbook.columns", ""));
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (NumberFormatException unknown) {
            return USUAL_COLUMNS;
        }
    }

    public Terminal withoutColours() {
        return new Terminal(out, err, in, terminals, columns, false, hidden, size);
    }

    /** Returns whether the reader of the output has gone. */
    public boolean gone() {
        return out instanceof WatchedStream watched && watched.gone();
    }

    /** Why some output was lost; empty also if the reader has gone, which is not an error. */
    public Optional<IOException> lost() {
        return out instanceof WatchedStream watched ? watched.lost() : Optional.empty();
    }

    /** Returns whether a person sees the output as it is written. */
    public boolean shows() {
        return terminals.contains("out");
    }

    /** Returns whether a person can answer a prompt. */
    public boolean asks() {
        return terminals.contains("in") && terminals.contains("err");
    }

    public ColorPalette palette() {
        return colours ? ColorPalette.COLOURED : ColorPalette.PLAIN;
    }

    /** Prompts without showing the answer; empty if that is not possible, or at the end of the input. */
    public Optional<String> askHidden(String question) {
        return asks() ? hidden.ask(question) : Optional.empty();
    }

    /** Prompts and returns the answer; empty at the end of the input. */
    public Optional<String> ask(String question) {
        err.print(question);
        err.flush();
        try {
            return Optional.ofNullable(in.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
