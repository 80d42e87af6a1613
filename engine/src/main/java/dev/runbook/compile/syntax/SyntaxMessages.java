package dev.runbook.compile.syntax;

import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.SourceText;
import dev.runbook.plan.Place;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.syntax.SyntaxException;

/**
 * Formulates messages for syntax errors. The parser reports only where it gave up; {@link OpenBrackets} finds what was
 * left open before.
 */
public final class SyntaxMessages {
    private static final Pattern UNEXPECTED =
            Pattern.compile("Unexpected (?:input|character): '(.*)'.*", Pattern.DOTALL);

    private SyntaxMessages() {}

    public static Collection<Diagnostic> explain(SourceText text, List<SyntaxException> parser) {
        List<Diagnostic> open = new OpenBrackets(text).mistakes();
        if (!open.isEmpty()) {
            return open;
        }
        return parser.stream().map(error -> reworded(text, error)).toList();
    }

    private static Diagnostic reworded(SourceText text, SyntaxException error) {
        String raw = error.getOriginalMessage();
        Matcher unexpected = UNEXPECTED.matcher(raw);
        int line = Math.max(1, error.getStartLine());
        int column = Math.max(1, error.getStartColumn());
        if (raw.startsWith("The LHS of an assignment")) {
            return new Diagnostic(
                    new Place(text.file(), line, column),
                    1,
                    "only a name can be assigned to",
                    text.line(line),
                    List.of("to compare, write '=='"));
        }
        if (!unexpected.matches()) {
            String first = raw.lines().findFirst().orElse("").replaceAll("\\s*@ line.*", "");
            return new Diagnostic(new Place(text.file(), line, column), 1, first, text.line(line), List.of());
        }
        String[] dump = unexpected.group(1).split("\\\\n|\\R");
        String seen = dump[dump.length - 1].strip();
        String token = seen.length() > 30 ? seen.substring(seen.length() - 30) : seen;
        String here = text.from(line, column);
        Matcher word = Pattern.compile("\\w+|.", Pattern.DOTALL).matcher(here);
        String found = word.lookingAt() ? word.group() : token;
        if (isUnusualSpace(found.codePointAt(0))) {
            return new Diagnostic(
                    new Place(text.file(), line, column),
                    1,
                    "the character " + HiddenCharacters.named(found.codePointAt(0))
                            + " looks like a space and is not one",
                    text.line(line),
                    List.of("replace it with a space"));
        }
        return new Diagnostic(
                new Place(text.file(), line, column),
                Math.max(1, found.codePointCount(0, found.length())),
                found.isBlank() ? "the line ends too early" : "'" + found + "' does not belong here",
                text.line(line),
                cures(text.line(line), text.before(line, column).stripTrailing(), here));
    }

    private static boolean isUnusualSpace(int point) {
        return point != ' ' && Character.getType(point) == Character.SPACE_SEPARATOR;
    }

    private static List<String> cures(String line, String before, String here) {
        if (here.startsWith("#")) {
            return List.of("a comment begins with //");
        }
        if (before.matches(".*\\b\\d+") && here.matches("[a-z].*")) {
            return List.of("a time is written 5.minutes");
        }
        if (before.matches(".*['\"\\w)]") && here.matches("\\w+ *:.*|\\w+")) {
            return List.of("is a comma missing before it?");
        }
        if (line.indexOf('\u2018') >= 0
                || line.indexOf('\u2019') >= 0
                || line.indexOf('\u201c') >= 0
                || line.indexOf('\u201d') >= 0) {
            return List.of("these are typographic quotes: write ' or \"");
        }
        if (before.matches(".*\\w+ +['\"][^'\"]*['\"]") && here.startsWith("{")) {
            return List.of("a name before a block is written in brackets: step('…') { }");
        }
        return List.of();
    }
}
