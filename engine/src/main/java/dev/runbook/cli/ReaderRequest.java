package dev.runbook.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One command line for the {@link ReaderProcess}.
 *
 * @param arguments the arguments of {@code runbook}
 * @param columns the width of the terminal
 * @param colours whether the terminal shows colours
 */
record ReaderRequest(List<String> arguments, int columns, boolean colours) {
    private static final int MOST_ARGUMENTS = 10_000;

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(arguments.size());
        for (String argument : arguments) {
            ReaderAnswer.writeText(out, argument);
        }
        out.writeInt(columns);
        out.writeBoolean(colours);
        out.flush();
    }

    static ReaderRequest readFrom(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new IOException("not a request");
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(ReaderAnswer.readText(in));
        }
        return new ReaderRequest(arguments, in.readInt(), in.readBoolean());
    }
}
