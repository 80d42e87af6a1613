package dev.runbook.value;

/** A number of bytes, written {@code 16.megabytes} in a runbook; a megabyte is a million bytes. */
public record ByteSize(long bytes) {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    public static ByteSize ofKilobytes(long number) {
        return new ByteSize(Math.multiplyExact(number, 1_000L));
    }

    public static ByteSize ofMegabytes(long number) {
        return new ByteSize(Math.multiplyExact(number, 1_000_000L));
    }

    /** Formats the size for people: {@code 1.3 MB}. */
    @Override
    public String toString() {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1_000 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        long tenths = Math.round(value * 10);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " " + UNITS[unit];
    }
}
