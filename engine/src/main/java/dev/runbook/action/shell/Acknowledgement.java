package dev.runbook.action.shell;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The marks with which a shell acknowledges that it has read a whole script, and reports how the script ended. An exit
 * code alone proves neither: a forced command, a login shell such as {@code nologin} or a wrapper may exit with 0
 * without having run anything.
 *
 * <p>The marks are random and are sent in halves, so that a program that only echoes its input acknowledges nothing.
 */
public final class Acknowledgement {
    static final String PREFIX = "[runbook:";

    /** The maximum length of a mark: the prefix, an id, two numbers of 20 digits, a line end. */
    static final int LONGEST = 80;

    /**
     * Reads the inode numbers of standard output and error: from the kernel where possible, without another process.
     */
    private static final String INODES = "RB_o= RB_e= RB_k= RB_v=;{ "
            + "while read -r RB_k RB_v;do case $RB_k in ino:)RB_o=$RB_v;;esac;done </proc/$$/fdinfo/1;"
            + "while read -r RB_k RB_v;do case $RB_k in ino:)RB_e=$RB_v;;esac;done </proc/$$/fdinfo/3;"
            + "[ -n \"$RB_e\" ]||for RB_k in $(ls -iL /proc/$$/fd/1 /proc/$$/fd/3);do "
            + "case $RB_k in */1)RB_o=$RB_v;;*/3)RB_e=$RB_v;;esac;RB_v=$RB_k;done; } 3>&2 2>/dev/null;";

    private static final String FORGET = "unset RB_o RB_e RB_k RB_v;";

    private final String first = half();
    private final String second = half();
    private final Pattern startMark = Pattern.compile("\\[runbook:" + first + second + "(?::(\\d*):(\\d*))?]\\r?\\n");
    private final Pattern endMark = Pattern.compile("\\[runbook:" + second + first + ":(\\d{1,3})]\\r?\\n");
    private final boolean withInodes;

    private Acknowledgement(boolean withInodes) {
        this.withInodes = withInodes;
    }

    /** Creates the marks of a local shell, whose output goes through the engine's pipes. */
    static Acknowledgement local() {
        return new Acknowledgement(false);
    }

    /**
     * Creates the marks of a shell on a host; they identify the pipes of its output, so that these can be found there
     * again.
     */
    public static Acknowledgement remote() {
        return new Acknowledgement(true);
    }

    private static String half() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** Returns shell commands, on one line, that print the mark for a script that was read. */
    public String start() {
        return withInodes
                ? INODES + "printf '[runbook:%s%s:%s:%s]\\n' " + first + " " + second + " \"$RB_o\" \"$RB_e\";" + FORGET
                : "printf '[runbook:%s%s]\\n' " + first + " " + second + ";";
    }

    /**
     * Returns shell commands after which an interpreter prints that mark: the variables {@code RB_MARK_1} and {@code
     * RB_MARK_2}.
     */
    String startByAnother() {
        String first = "export RB_MARK_1='" + PREFIX + this.first + "' RB_MARK_2=" + second;
        return withInodes ? INODES + first + ":\"$RB_o:$RB_e]\";" + FORGET : first + "];";
    }

    /** Returns the first part of that mark for an interpreter that reports two numbers in it. */
    String firstPart() {
        return PREFIX + first;
    }

    /**
     * Returns the second part of that mark, up to the first number; a colon separates the numbers, a bracket ends it.
     */
    String secondPart() {
        return second + ":";
    }

    /**
     * Returns a shell command that prints the mark for a script that ended; it contains no single quote, because it is
     * used inside single quotes.
     *
     * @param exitCode the variable that holds the script's exit code
     */
    public String end(String exitCode) {
        return "printf \"[runbook:%s%s:%s]\\n\" " + second + " " + first + " \"$" + exitCode + "\"";
    }

    /**
     * Parses the numbers from the mark for a script that was read: inode numbers, or what else the interpreter reports
     * of itself. Empty when the text is not that mark.
     */
    Optional<List<String>> numbers(String text) {
        Matcher mark = startMark.matcher(text);
        return mark.matches()
                ? Optional.of(Stream.of(mark.group(1), mark.group(2))
                        .filter(number -> number != null && !number.isEmpty())
                        .distinct()
                        .toList())
                : Optional.empty();
    }

    /** Parses the exit code from the mark for a script that ended; empty when the text is not that mark. */
    OptionalInt exitCode(String text) {
        Matcher mark = endMark.matcher(text);
        return mark.matches() ? OptionalInt.of(Integer.parseInt(mark.group(1))) : OptionalInt.empty();
    }
}
