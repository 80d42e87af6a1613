package dev.runbook.compile.rules;

import dev.runbook.dsl.NamePosition;
import dev.runbook.dsl.Names;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/**
 * Records the positions of target, step and group names in the file, so that problems found during planning point at
 * them.
 */
public final class NamePositions extends CodeVisitorSupport {
    private final VocabularyChecker checker;
    private final List<NamePosition> found = new ArrayList<>();

    NamePositions(VocabularyChecker checker) {
        this.checker = checker;
        checker.source().getAST().putNodeMetaData(NamePositions.class, found);
    }

    /** Records lint findings too. */
    List<NamePosition> found() {
        return found;
    }

    /** Returns the recorded names of a compiled module. */
    @SuppressWarnings("unchecked")
    public static List<NamePosition> of(ModuleNode module) {
        List<NamePosition> found = module.getNodeMetaData(NamePositions.class);
        return found == null ? List.of() : List.copyOf(found);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        WordArguments.each(checker, call, (parameter, argument) -> {
            Names names = parameter.getAnnotation(Names.class);
            if (names != null) {
                note(names, argument);
            }
        });
        super.visitMethodCallExpression(call);
    }

    private void note(Names names, Expression argument) {
        if (argument instanceof MapExpression options) {
            for (MapEntryExpression option : options.getMapEntryExpressions()) {
                String name = option.getKeyExpression().getText();
                if (List.of(names.option()).contains(name)) {
                    note(names.value(), option.getValueExpression());
                } else if (name.equals(names.among()) && option.getValueExpression() instanceof ListExpression among) {
                    among.getExpressions().forEach(one -> note(names.value(), one));
                }
            }
        } else {
            note(names.value(), argument);
        }
    }

    private void note(String kind, Expression name) {
        if (name instanceof ConstantExpression constant && constant.getValue() instanceof String text) {
            found.add(new NamePosition(
                    kind,
                    text,
                    constant.getLineNumber(),
                    constant.getColumnNumber(),
                    Math.max(1, constant.getLastColumnNumber() - constant.getColumnNumber())));
        }
    }
}
