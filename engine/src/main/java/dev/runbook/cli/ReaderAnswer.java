package dev.runbook.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The outcome of a command line in the {@link ReaderProcess}.
 *
 * @param out its standard output
 * @param err its standard error
 */
record ReaderAnswer(int exit, String out, String err) {
    private static final int LONGEST = 256 * 1024 * 1024;

    void writeTo(DataOutputStream to) throws IOException {
        to.writeInt(exit);
        writeText(to, out);
        writeText(to, err);
        to.flush();
    }

    static ReaderAnswer readFrom(DataInputStream from) throws IOException {
        return new ReaderAnswer(from.readInt(), readText(from), readText(from));
    }

    static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads a text, which the other process may have crafted to do harm. */
    static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("not a text");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the text is truncated");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
