package dev.runbook.compile.rules;

import dev.runbook.compile.source.ErroneousType;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/** The places of a file that already have a message, so that consequential errors are not reported. */
final class KnownMistakes {
    private final Set<ASTNode> places = new HashSet<>();
    private final IdentityHashMap<Variable, Expression> declared = new IdentityHashMap<>();

    /** Records the initial value of each declared name: a name for a wrong expression is wrong itself. */
    void readDeclarations(ASTNode code) {
        code.visit(new CodeVisitorSupport() {
            @Override
            public void visitDeclarationExpression(DeclarationExpression declaration) {
                if (declaration.getLeftExpression() instanceof VariableExpression name) {
                    declared.put(name, declaration.getRightExpression());
                }
                super.visitDeclarationExpression(declaration);
            }
        });
    }

    void add(ASTNode place) {
        places.add(place);
    }

    boolean contains(ASTNode place) {
        return places.contains(place);
    }

    /** Returns whether a known mistake begins at a place. */
    boolean beginAt(ASTNode place) {
        return place.getLineNumber() > 0
                && places.stream()
                        .anyMatch(known -> known.getLineNumber() == place.getLineNumber()
                                && known.getColumnNumber() == place.getColumnNumber());
    }

    /** Returns whether a node is inside a known mistake. */
    boolean surround(ASTNode node) {
        return places.stream().anyMatch(mistake -> within(node, mistake));
    }

    /** Returns whether a node contains a mistake, so that its type is meaningless. */
    boolean areIn(ASTNode node) {
        return isTyped(node) || places.stream().anyMatch(mistake -> within(mistake, node)) || namesOne(node);
    }

    private static boolean isTyped(ASTNode node) {
        return node instanceof Expression expression
                && ErroneousType.TYPE.equals(expression.getNodeMetaData(StaticTypesMarker.INFERRED_TYPE));
    }

    private boolean namesOne(ASTNode node) {
        if (places.isEmpty()) {
            return false;
        }
        boolean[] found = {false};
        node.visit(new CodeVisitorSupport() {
            @Override
            public void visitVariableExpression(VariableExpression name) {
                Expression value = declared.get(name.getAccessedVariable());
                found[0] |= value != null && value != node && areIn(value);
            }
        });
        return found[0];
    }

    private static boolean within(ASTNode inner, ASTNode outer) {
        return position(inner.getLineNumber(), inner.getColumnNumber())
                        >= position(outer.getLineNumber(), outer.getColumnNumber())
                && position(inner.getLastLineNumber(), inner.getLastColumnNumber())
                        <= position(outer.getLastLineNumber(), outer.getLastColumnNumber());
    }

    private static long position(int line, int column) {
        return line * 100_000L + column;
    }
}
