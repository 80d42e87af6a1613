package dev.runbook.value;

/**
 * Replaces a value that exceeded the limit of an attempt. The complete value is in the attempt's output.
 *
 * @param kind the type of value
 * @param count the number of rows or messages; 0 for a text
 * @param size the complete size; of rows, their size in memory
 * @param kept the limit of the attempt
 */
public record Truncated(Kind kind, long count, ByteSize size, ByteSize kept) implements UnavailableValue {
    /** The highest limit that can be set for a value. */
    public static final ByteSize MOST = ByteSize.ofMegabytes(64);

    /** The type of a truncated value, and how to get less of it. */
    public enum Kind {
        PRINTED("print less (grep, tail -n 100)"),
        ANSWERED("ask for less"),
        ROWS("select fewer rows; rowCount has their number"),
        CELL("select a part of it (left, substring)"),
        MESSAGES("let the server say less");

        private final String less;

        Kind(String less) {
            this.less = less;
        }
    }

    public static Truncated text(Kind kind, long bytes, long kept) {
        return new Truncated(kind, 0, new ByteSize(bytes), new ByteSize(kept));
    }

    @Override
    public String reason(String name) {
        return name + " has " + amount() + ", and only " + kept + " of it are kept, so it cannot be used as a whole: "
                + cure();
    }

    private String amount() {
        return switch (kind) {
            case ROWS -> count + " rows (" + size + ")";
            case MESSAGES -> count + " messages (" + size + ")";
            default -> size.toString();
        };
    }

    private String cure() {
        long megabytes = 1;
        while (ByteSize.ofMegabytes(megabytes).bytes() < size.bytes()) {
            megabytes *= 2;
        }
        String more = megabytes * 1_000_000 <= MOST.bytes()
                ? ", or write 'keep " + megabytes + (megabytes == 1 ? ".megabyte'" : ".megabytes'")
                : "";
        return kind.less + more;
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "‹" + amount() + ", not kept›";
    }
}
