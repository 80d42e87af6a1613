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
 * <p>The marks are random and are sent in halves, so that a program that only repeats its input acknowledges nothing.
 */
public final class Acknowledgement {
    static final String PREFIX = "[runbook:";

    /** What no mark is longer than: the prefix, an id, two inode numbers of 20 digits, a line end. */
    static final int LONGEST = 80;

    /** Finds out the inode numbers of standard output and error: where the kernel says them, without another process. */
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

    /** Marks for a shell whose output comes through pipes of the engine's own. */
    static Acknowledgement local() {
        return new Acknowledgement(false);
    }

    /** Marks for a shell on a host; they say which pipes its output comes through, so that these can be found there again. */
    public static Acknowledgement remote() {
        return new Acknowledgement(true);
    }

    private static String half() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** Shell commands, in one line, that print the mark of a script that was read. */
    public String start() {
        return withInodes
                ? INODES + "printf '[runbook:%s%s:%s:%s]\\n' " + first + " " + second + " \"$RB_o\" \"$RB_e\";" + FORGET
                : "printf '[runbook:%s%s]\\n' " + first + " " + second + ";";
    }

    /** Shell commands after which an interpreter prints that mark: the variables {@code RB_MARK_1} and {@code RB_MARK_2}. */
    String startByAnother() {
        String first = "export RB_MARK_1='" + PREFIX + this.first + "' RB_MARK_2=" + second;
        return withInodes ? INODES + first + ":\"$RB_o:$RB_e]\";" + FORGET : first + "];";
    }

    /**
     * A shell command that prints the mark of a script that ended; it holds no single quote, since it stands in some.
     *
     * @param exitCode the variable that holds the script's exit code
     */
    public String end(String exitCode) {
        return "printf \"[runbook:%s%s:%s]\\n\" " + second + " " + first + " \"$" + exitCode + "\"";
    }

    /** The inode numbers that a mark of a script that was read tells; empty when the text is not that mark. */
    Optional<List<String>> inodes(String text) {
        Matcher mark = startMark.matcher(text);
        return mark.matches()
                ? Optional.of(Stream.of(mark.group(1), mark.group(2))
                        .filter(inode -> inode != null && !inode.isEmpty())
                        .distinct()
                        .toList())
                : Optional.empty();
    }

    /** The exit code that a mark of a script that ended tells; empty when the text is not that mark. */
    OptionalInt exitCode(String text) {
        Matcher mark = endMark.matcher(text);
        return mark.matches() ? OptionalInt.of(Integer.parseInt(mark.group(1))) : OptionalInt.empty();
    }
}
