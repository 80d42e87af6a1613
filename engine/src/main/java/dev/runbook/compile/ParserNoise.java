package dev.runbook.compile;

import java.io.PrintStream;
import java.util.function.Supplier;

/** Keeps the parser's own remarks off standard error: it prints one about characters it does not know. */
final class ParserNoise {
    private static final String REMARK = "unknown recognition error type";

    private ParserNoise() {}

    static synchronized <T> T without(Supplier<T> parsing) {
        PrintStream error = System.err;
        System.setErr(new PrintStream(error, true) {
            @Override
            public void println(String line) {
                if (line == null || !line.startsWith(REMARK)) {
                    super.println(line);
                }
            }
        });
        try {
            return parsing.get();
        } finally {
            System.setErr(error);
        }
    }
}
