package dev.runbook.compile;

import dev.runbook.action.shell.ShellText;
import dev.runbook.dsl.Literal;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;

/** Refuses a value in a shell, SQL or URL text where it could not arrive as one, and shows the line mended. */
final class TextGaps extends CodeVisitorSupport {
    private final VocabularyChecker checker;

    TextGaps(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        Optional<Method> word = Optional.ofNullable(checker.targetOf(call)).flatMap(WordArguments::methodOf);
        if (word.isPresent() && call.getArguments() instanceof TupleExpression given) {
            Parameter[] parameters = word.get().getParameters();
            for (int i = 0;
                    i < Math.min(parameters.length, given.getExpressions().size());
                    i++) {
                Literal literal = parameters[i].getAnnotation(Literal.class);
                if (literal != null && given.getExpression(i) instanceof GStringExpression text) {
                    check(literal.value(), text);
                }
            }
        }
        super.visitMethodCallExpression(call);
    }

    private void check(Literal.Language language, GStringExpression text) {
        List<String> parts =
                text.getStrings().stream().map(part -> (String) part.getValue()).toList();
        switch (language) {
            case SHELL -> checkShell(parts, text);
            default -> {}
        }
    }

    private void checkShell(List<String> parts, GStringExpression text) {
        List<ShellText.Gap> gaps = ShellText.of(parts).gaps();
        for (int i = 0; i < gaps.size(); i++) {
            ShellText.Place place = gaps.get(i).place();
            if (!place.allowed()) {
                Expression value = text.getValue(i);
                NodeText source = RunbookParser.textOf(checker.source());
                String[] cures = place == ShellText.Place.SINGLE_QUOTES
                        ? new String[] {place.cure(), "write: " + MendedLine.of(source, value, text)}
                        : new String[] {place.cure()};
                checker.report(value, place.problem(), cures);
            }
        }
    }
}
