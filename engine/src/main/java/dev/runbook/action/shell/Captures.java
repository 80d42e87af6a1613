package dev.runbook.action.shell;

import dev.runbook.action.Output;
import dev.runbook.json.JsonReader;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.text.TextLines;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Captures both streams of a command: forwards them as they arrive, and keeps them up to a limit for conditions.
 * Thread-safe.
 */
public final class Captures implements StreamSink {
    private final Output output;
    private final String source;
    private final Capture out;
    private final Capture err;
    private final boolean ofWindows;

    /**
     * @param source the host, for commands on several; else empty
     * @param limit the number of bytes to keep of each stream
     */
    public Captures(Output output, String source, int limit) {
        this(output, source, limit, false);
    }

    private Captures(Output output, String source, int limit, boolean ofWindows) {
        this.ofWindows = ofWindows;
        this.output = output;
        this.source = source;
        this.out = new Capture("stdout", limit);
        this.err = new Capture("stderr", limit);
    }

    /** Creates the captures of a command on Windows, whose values have line feeds as line ends like any other. */
    public static Captures ofWindows(Output output, String source, int limit) {
        return new Captures(output, source, limit, true);
    }

    @Override
    public void write(Output.Stream stream, byte[] bytes, int offset, int length) {
        output.write(source, stream, bytes, offset, length);
        (stream == Output.Stream.OUT ? out : err).write(bytes, offset, length);
    }

    /** Forwards output that conditions do not read. */
    void show(Output.Stream stream, byte[] bytes) {
        output.write(source, stream, bytes, 0, bytes.length);
    }

    /**
     * Returns {@code stdout} and {@code stderr} without their last newline, {@code lines}, and {@code json} if stdout
     * is JSON.
     */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        Object printed = value(out);
        Object stdout = withoutLastNewline(printed);
        values.put("stdout", stdout);
        values.put("stderr", withoutLastNewline(value(err)));
        if (printed instanceof String text) {
            values.put("lines", new TextLines(text));
            JsonReader.read(text).ifPresent(json -> values.put("json", json));
        } else {
            values.put("lines", stdout);
            values.put("json", stdout);
        }
        return values;
    }

    private Object value(Capture stream) {
        Object value = stream.value();
        return ofWindows && value instanceof String text ? text.replace("\r\n", "\n") : value;
    }

    /**
     * Returns the last non-blank line without terminal escape sequences, of standard error if there is one, else of
     * standard output; for the cause of a failure.
     */
    public String lastWords() {
        String words = lastLine(err.end());
        return words.isEmpty() ? lastLine(out.end()) : words;
    }

    private static String lastLine(String text) {
        String trimmed = text.stripTrailing();
        String line = trimmed.substring(trimmed.lastIndexOf('\n') + 1);
        line = TerminalSanitizer.output(line.substring(line.lastIndexOf('\r') + 1))
                .strip();
        return line.length() > 200 ? line.substring(0, 199) + "…" : line;
    }

    private static Object withoutLastNewline(Object printed) {
        if (!(printed instanceof String text)) {
            return printed;
        }
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
