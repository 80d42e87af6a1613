package dev.runbook.action.shell;

import dev.runbook.action.Output;
import dev.runbook.text.ByteOrderMark;
import dev.runbook.value.JsonReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Both streams of one command: handed on as they come, and kept in bounds for conditions. Thread-safe. */
public final class Captures {
    private final Output output;
    private final String source;
    private final Capture out;
    private final Capture err;

    /**
     * @param source the host, for commands on several; else empty
     * @param limit bytes to keep of standard output; of standard error a quarter
     */
    public Captures(Output output, String source, int limit) {
        this.output = output;
        this.source = source;
        this.out = new Capture(limit);
        this.err = new Capture(limit / 4);
    }

    public void write(Output.Stream stream, byte[] bytes, int offset, int length) {
        output.write(source, stream, bytes, offset, length);
        (stream == Output.Stream.OUT ? out : err).write(bytes, offset, length);
    }

    /** {@code stdout} and {@code stderr} without their last newline, {@code lines}, and {@code json} where it is some. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        String stdout = ByteOrderMark.strip(withoutLastNewline(out.text()));
        values.put("stdout", stdout);
        values.put("stderr", withoutLastNewline(err.text()));
        values.put("lines", new TextLines(stdout));
        if (out.dropped() == 0) {
            JsonReader.read(stdout).ifPresent(json -> values.put("json", json));
        }
        return values;
    }

    /** The last line that says something, standard error's before standard output's; for the cause of a failure. */
    public String lastWords() {
        String words = lastLine(err.text());
        return words.isEmpty() ? lastLine(out.text()) : words;
    }

    private static String lastLine(String text) {
        String trimmed = text.stripTrailing();
        String line = trimmed.substring(trimmed.lastIndexOf('\n') + 1);
        line = line.substring(line.lastIndexOf('\r') + 1).strip();
        return line.length() > 200 ? line.substring(0, 199) + "…" : line;
    }

    private static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
