package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.action.FileFinding;
import dev.runbook.action.shell.syntax.Bashism;
import dev.runbook.action.shell.syntax.ShellText;
import dev.runbook.text.ByteOrderMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a script's file for what would fail in a run, or have another meaning there: bytes that are not text, Windows
 * line ends, a first line without a usable interpreter, and bash-only syntax in a script for {@code sh}. Executes
 * nothing.
 */
final class ScriptLint {
    /** Larger files are generated; only their encoding and first line are checked. */
    private static final int WRITTEN_BY_HAND = 1024 * 1024;

    private static final Pattern KNOWN = Pattern.compile("#\\s*known:\\s*\\S");

    /** Finds a first line after blanks, blank lines and comments. */
    private static final Pattern MISPLACED = Pattern.compile("\\A(?:[ \\t]*(?:#(?!!)[^\\n]*)?\\n){0,9}[ \\t]*(#!)");

    private final ScriptFile file;
    private final boolean posix;
    private final List<FileFinding> findings = new ArrayList<>();

    private ScriptLint(ScriptFile file, boolean posix) {
        this.file = file;
        this.posix = posix;
    }

    /**
     * Lists the flaws of a file in the order of its lines; none for a file that does not exist, which its caller
     * reports.
     *
     * @param posix whether its first line names its interpreter; PowerShell scripts do not use it
     */
    static List<FileFinding> of(Path path, boolean posix) {
        if (!Files.isRegularFile(path)) {
            return List.of();
        }
        ScriptFile file;
        try {
            file = ScriptFile.read(path);
        } catch (InvalidScriptException invalid) {
            return List.of(new FileFinding(
                    path, true, invalid.line(), invalid.column(), 1, "", invalid.problem(), List.of(invalid.cure())));
        } catch (AuthorException unreadable) {
            return List.of(new FileFinding(path, true, 1, 0, 1, "", unreadable.getMessage(), List.of()));
        }
        ScriptLint lint = new ScriptLint(file, posix);
        lint.all();
        lint.findings.sort(Comparator.comparingInt(FileFinding::line).thenComparingInt(FileFinding::column));
        return lint.findings;
    }

    private void all() {
        if (!posix) {
            return; // Windows writes marks and CRLF, and PowerShell expects them
        }
        encoding();
        interpreter();
        if (file.interpreter().isPosixOnly() && file.text().length() <= WRITTEN_BY_HAND) {
            for (Bashism bashism : ShellText.exactly(List.of(file.text())).bashisms()) {
                warn(
                        bashism.offset(),
                        bashism.text(),
                        bashism.problem(),
                        bashism.cure(),
                        "or name bash in the first line: #!/bin/bash",
                        "if this is intended, say why: # known: WHY, on this line");
            }
        }
    }

    private void encoding() {
        Optional<ByteOrderMark> mark = file.mark();
        if (mark.isPresent()) {
            warn(
                    0,
                    "",
                    "the file begins with a byte order mark, which the engine ignores and other programs do not"
                            + copied(),
                    "save it as UTF-8 without a byte order mark");
        }
        file.firstCrLf()
                .ifPresent(offset -> warn(
                        offset,
                        "",
                        "this line ends with CRLF, which the engine reads as LF and other programs do not" + copied(),
                        "save it with LF line ends; in .gitattributes: *.sh text eol=lf"));
    }

    /** Returns what else differs for an interpreter that opens the file itself. */
    private String copied() {
        return file.interpreter().isSh()
                ? ""
                : "; the script is run from a copy, so $(dirname \"$0\") is not its folder";
    }

    private void interpreter() {
        String text = file.text();
        Matcher misplaced = MISPLACED.matcher(text);
        if (misplaced.find() && misplaced.start(1) > 0) {
            warn(
                    misplaced.start(1),
                    "#!",
                    "'#!' names an interpreter only at the very beginning of a file, so sh runs this script",
                    "make it the first two characters of the file");
            return;
        }
        file.interpreter().problem().ifPresent(problem -> warn(0, firstLine(), problem.message(), problem.cure()));
    }

    private String firstLine() {
        return file.text().lines().findFirst().orElse("");
    }

    private void warn(int offset, String marked, String message, String... cures) {
        String text = file.text();
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        int end = text.indexOf('\n', offset);
        String line = text.substring(start, end < 0 ? text.length() : end);
        if (KNOWN.matcher(line).find()) {
            return;
        }
        findings.add(new FileFinding(
                file.path(),
                false,
                1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count(),
                text.codePointCount(start, offset) + 1,
                Math.max(1, marked.codePointCount(0, marked.length())),
                line,
                message,
                List.of(cures)));
    }
}
