package dev.runbook.cli.doctor;

import dev.runbook.value.EnumWord;

/**
 * The result of one check.
 *
 * @param subject what was checked: {@code secret 'TOKEN'}
 * @param detail what was found; one line, masked
 */
public record Finding(Result result, String subject, String detail) {
    /** Whether what was checked will work. */
    public enum Result {
        OK,
        FAILED,
        /** It could not be tried here. */
        SKIPPED;

        public String word() {
            return EnumWord.of(this);
        }
    }

    public static Finding ok(String subject, String detail) {
        return new Finding(Result.OK, subject, detail);
    }

    public static Finding failed(String subject, String detail) {
        return new Finding(Result.FAILED, subject, detail);
    }

    static Finding skipped(String subject, String detail) {
        return new Finding(Result.SKIPPED, subject, detail);
    }

    public boolean failed() {
        return result == Result.FAILED;
    }
}
