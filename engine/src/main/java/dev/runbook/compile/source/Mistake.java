package dev.runbook.compile.source;

import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.SyntaxException;

/** A mistake in our own wording, passed through Groovy's error collector. */
public final class Mistake extends SyntaxException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> cures;

    public Mistake(ASTNode at, String message, String... cures) {
        super(message, at.getLineNumber(), at.getColumnNumber(), at.getLastLineNumber(), at.getLastColumnNumber());
        this.cures = List.of(cures);
    }

    public List<String> cures() {
        return cures;
    }

    /** Reports the mistake without the collector's limit of ten. */
    public void reportTo(SourceUnit source) {
        source.getErrorCollector().addErrorAndContinue(this, source);
    }
}
