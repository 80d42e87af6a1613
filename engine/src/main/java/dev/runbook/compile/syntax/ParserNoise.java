package dev.runbook.compile.syntax;

import java.io.PrintStream;
import java.util.function.Supplier;

/** Suppresses the parser's own output on standard error: it prints a line about characters it does not know. */
public final class ParserNoise {
    private static final String REMARK = "unknown recognition error type";

    private ParserNoise() {}

    public static synchronized <T> T without(Supplier<T> parsing) {
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
