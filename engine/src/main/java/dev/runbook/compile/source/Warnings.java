package dev.runbook.compile.source;

import dev.runbook.dsl.NamePosition;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.Expression;

/**
 * Collects the lint warnings for one file. A comment {@code // known: …} on the line, or on the line before its word,
 * suppresses a warning.
 */
public final class Warnings {
    public static final String SAY_SO = "if this is intended, say why: // known: WHY, on this line or before the word";

    private static final Pattern KNOWN = Pattern.compile("(?://|#)\\s*known:\\s*\\S");

    private final NodeText source;
    private final List<NamePosition> found;

    /** @param found receives the warnings */
    public Warnings(NodeText source, List<NamePosition> found) {
        this.source = source;
        this.found = found;
    }

    /** @param word the word whose line, or the line before it, may hold the comment that suppresses the warning */
    public void add(ASTNode at, Expression word, String message, String... cures) {
        boolean known = IntStream.of(at.getLineNumber(), word.getLineNumber(), word.getLineNumber() - 1)
                .filter(line -> line > 0)
                .anyMatch(line -> KNOWN.matcher(source.line(line)).find());
        if (!known && at.getLineNumber() > 0) {
            found.add(new NamePosition(
                    NamePosition.WARNING,
                    message + "\n" + String.join("\n", cures),
                    at.getLineNumber(),
                    at.getColumnNumber(),
                    Math.max(1, at.getLastColumnNumber() - at.getColumnNumber())));
        }
    }
}
