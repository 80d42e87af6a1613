package dev.runbook.value;

/**
 * Takes the place of a value that was longer than an attempt keeps. All of it is in the attempt's output.
 *
 * @param kind what it is made of
 * @param count how many rows or messages there were; 0 for a text
 * @param size all of it, of rows as they count in memory
 * @param kept how much the attempt was to keep
 */
public record Truncated(Kind kind, long count, ByteSize size, ByteSize kept) implements UnavailableValue {
    /** The most an attempt can be told to keep of one value. */
    public static final ByteSize MOST = ByteSize.ofMegabytes(64);

    /** What a value is made of, and how to get less of it. */
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

    /** For people who see it beside other values. */
    @Override
    public String toString() {
        return "‹" + amount() + ", not kept›";
    }
}
