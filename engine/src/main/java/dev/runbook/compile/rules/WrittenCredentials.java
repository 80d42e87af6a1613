package dev.runbook.compile.rules;

import dev.runbook.compile.source.PositionedText;
import dev.runbook.environment.UrlCredentials;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;

/** Rejects passwords and tokens written into a URL, in any text of a runbook. */
final class WrittenCredentials extends CodeVisitorSupport {
    private final VocabularyChecker checker;

    WrittenCredentials(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitGStringExpression(GStringExpression text) {
        check(text);
        text.getValues().forEach(value -> value.visit(this));
    }

    @Override
    public void visitConstantExpression(ConstantExpression constant) {
        if (constant.getValue() instanceof String) {
            check(constant);
        }
    }

    private void check(Expression text) {
        UrlCredentials.writtenIn(String.join("\0", PositionedText.parts(text)))
                .ifPresent(found -> checker.report(
                        text,
                        "a URL here holds '" + found
                                + "' with its text, which plan would show and the journal would keep",
                        "declare it under secrets: in the environment file, and write ${secret('NAME')} in its place;"
                                + " http sends it by basic, bearer or header"));
    }
}
