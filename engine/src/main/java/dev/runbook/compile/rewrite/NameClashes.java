package dev.runbook.compile.rewrite;

import dev.runbook.compile.source.Mistake;
import dev.runbook.compile.vocabulary.Vocabulary;
import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Rejects a variable name that is also a word: Groovy would silently use the variable. A word is reserved only where it
 * can be used, so a variable may have that name elsewhere.
 */
public final class NameClashes extends BlockVisitor {
    static final String RENAME = "give the value another name";

    private final SourceUnit source;
    private final Set<ASTNode> reported = new HashSet<>();

    public NameClashes(SourceUnit source) {
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
        if (expression instanceof VariableExpression variable && isWord(variable.getName())) {
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

    /** How many blocks enclose the block in which a word of this name can be read. */
    private int scopeOf(String name) {
        return isWordOfBlock(name) ? depth() : handling().orElseThrow().depth();
    }

    private void clash(Name name, ASTNode use) {
        report(name, message(name.text(), use));
    }

    /** Returns the message for a variable name used where it is a word. */
    static String message(String name, ASTNode use) {
        return "'" + name + "' names a value here, and is a word where it is used in line " + use.getLineNumber();
    }

    private void report(Name name, String message) {
        if (reported.add(name.at())) {
            new Mistake(name.at(), message, RENAME).reportTo(source);
        }
    }
}
