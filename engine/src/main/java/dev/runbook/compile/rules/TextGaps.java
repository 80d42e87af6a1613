package dev.runbook.compile.rules;

import dev.runbook.AuthorException;
import dev.runbook.action.http.UrlPlace;
import dev.runbook.action.http.UrlText;
import dev.runbook.action.prometheus.PromQlText;
import dev.runbook.action.shell.syntax.PowerShellText;
import dev.runbook.action.shell.syntax.ShellPlace;
import dev.runbook.action.shell.syntax.ShellText;
import dev.runbook.action.sql.script.SqlIdentifier;
import dev.runbook.action.sql.script.SqlLiteral;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.compile.source.CorrectedLine;
import dev.runbook.compile.source.NodeText;
import dev.runbook.dsl.BaseUrl;
import dev.runbook.dsl.Literal;
import dev.runbook.value.GapPlace;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/**
 * Rejects a value in a shell, PowerShell, SQL, URL or PromQL text where it could not be passed as one value, and shows
 * the corrected line.
 */
final class TextGaps extends CodeVisitorSupport {
    private static final ClassNode SQL_IDENTIFIER = ClassHelper.make(SqlIdentifier.class);
    private static final ClassNode SQL_LITERAL = ClassHelper.make(SqlLiteral.class);
    private static final ClassNode BASE_URL = ClassHelper.make(BaseUrl.class);

    private final VocabularyChecker checker;

    TextGaps(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        WordArguments.each(checker, call, (parameter, argument) -> {
            Literal literal = parameter.getAnnotation(Literal.class);
            if (literal != null
                    && literal.value() == Literal.Language.URL
                    && argument instanceof ConstantExpression fixed) {
                checkUrl(UrlText.of(List.of(String.valueOf(fixed.getValue()))), fixed);
            }
            if (literal != null && argument instanceof GStringExpression text) {
                check(literal.value(), text);
            }
        });
        super.visitMethodCallExpression(call);
    }

    private void check(Literal.Language language, GStringExpression text) {
        List<String> parts =
                text.getStrings().stream().map(part -> (String) part.getValue()).toList();
        if (language != Literal.Language.SQL) {
            text.getValues().stream()
                    .filter(this::isSql)
                    .forEach(value -> checker.report(value, "identifier(…) and literal(…) can be used only in sql"));
        }
        switch (language) {
            case SHELL -> checkShell(parts, text);
            case POWERSHELL -> checkGaps(PowerShellText.of(parts).gaps(), text);
            case SQL -> checkGaps(SqlText.of(parts).gaps(), text);
            case URL -> checkUrl(UrlText.of(parts), text);
            case PROMQL -> checkGaps(PromQlText.of(parts).gaps(), text);
            case MESSAGE -> {
                // a message accepts any value anywhere; its channel escapes it
            }
        }
    }

    private boolean isSql(Expression value) {
        ClassNode type = checker.typeOf(value);
        return type.equals(SQL_IDENTIFIER) || type.equals(SQL_LITERAL);
    }

    private void checkShell(List<String> parts, GStringExpression text) {
        try {
            checkShellGaps(ShellText.of(parts).gaps(), text);
        } catch (AuthorException e) {
            checker.report(text, e.getMessage());
        }
    }

    private void checkShellGaps(List<ShellText.Gap> gaps, GStringExpression text) {
        for (int i = 0; i < gaps.size(); i++) {
            ShellPlace place = gaps.get(i).place();
            Expression value = text.getValue(i);
            if (place == ShellPlace.SINGLE_QUOTES) {
                NodeText source = NodeText.of(checker.source());
                checker.report(value, place.problem(), place.cure(), "write: " + CorrectedLine.of(source, value, text));
            } else {
                check(place, value);
            }
        }
    }

    private void checkGaps(List<? extends GapPlace> gaps, GStringExpression text) {
        for (int i = 0; i < gaps.size(); i++) {
            check(gaps.get(i), text.getValue(i));
        }
    }

    private void check(GapPlace place, Expression value) {
        if (!place.allowed()) {
            checker.report(value, place.problem(), place.cure());
        }
    }

    private void checkUrl(UrlText url, Expression written) {
        url.problem().ifPresent(problem -> checker.report(written, problem));
    }

    private void checkUrl(UrlText url, GStringExpression text) {
        checkUrl(url, (Expression) text);
        for (int i = 0; i < url.gaps().size(); i++) {
            UrlPlace place = url.gaps().get(i);
            Expression value = text.getValue(i);
            boolean service = checker.typeOf(value).equals(BASE_URL);
            check(place, value);
            if (place == UrlPlace.BASE && !service) {
                check(UrlPlace.SCHEME, value);
            } else if (place.allowed() && place != UrlPlace.BASE && service) {
                checker.report(value, "service('…') is allowed only at the beginning of a URL");
            }
        }
    }
}
