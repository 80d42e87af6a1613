package dev.runbook.compile;

import dev.runbook.dsl.ActionWord;
import dev.runbook.dsl.ExpectBlock;
import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Refuses a name of a value that means a word as well: Groovy would take the value without a remark. A word is reserved
 * only where it can be used, so a value may have its name elsewhere.
 */
final class NameClashes extends BlockWalk {
    private static final String RENAME = "give the value another name";

    private final SourceUnit source;
    private final Set<ASTNode> reported = new HashSet<>();

    NameClashes(SourceUnit source) {
        super(source);
        this.source = source;
    }

    @Override
    void declared(Name name) {
        if (!name.element() && name.block() != null && Vocabulary.isRead(name.block(), name.text())) {
            String where = Vocabulary.nameOf(name.block().getName());
            report(name, "'" + name.text() + "' is a word in " + where + " and cannot name a value there");
        }
    }

    @Override
    public Expression transform(Expression expression) {
        if (expression instanceof VariableExpression variable && isReadHere(variable.getName())) {
            named(variable.getName())
                    .filter(name -> name.depth() < scopeOf(variable.getName()))
                    .ifPresent(name -> clash(name, variable));
        }
        return super.transform(expression);
    }

    @Override
    Expression word(MethodCallExpression call) {
        String word = call.getMethodAsString();
        if (block().filter(here -> Vocabulary.isCalled(here, word)).isPresent()) {
            named(word).ifPresent(name -> clash(name, call));
        }
        return super.word(call);
    }

    private boolean isReadHere(String name) {
        return isReadInBlock(name) || isLeft(name);
    }

    /** A condition reads only what the action of its task leaves. */
    private boolean isReadInBlock(String name) {
        return block().filter(here -> Vocabulary.isRead(here, name)).isPresent()
                && (!inConditions()
                        || Vocabulary.isRead(ExpectBlock.class.getSuperclass(), name)
                        || actions().isEmpty()
                        || ActionWord.leftBy(actions()).contains(name));
    }

    private boolean inConditions() {
        return block().filter(ExpectBlock.class::equals).isPresent();
    }

    private boolean isLeft(String name) {
        return handling()
                .filter(one -> ActionWord.leftBy(one.actions()).contains(name))
                .isPresent();
    }

    /** How many blocks are around the block in which a word of this name can be read. */
    private int scopeOf(String name) {
        return isReadInBlock(name) ? depth() : handling().orElseThrow().depth();
    }

    private void clash(Name name, ASTNode use) {
        report(
                name,
                "'" + name.text() + "' names a value here, and is a word where it is used in line "
                        + use.getLineNumber());
    }

    private void report(Name name, String message) {
        if (reported.add(name.at())) {
            new Mistake(name.at(), message, RENAME).reportTo(source);
        }
    }
}
