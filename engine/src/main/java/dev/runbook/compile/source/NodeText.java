package dev.runbook.compile.source;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.control.SourceUnit;

/** Returns the source text of the nodes of a parsed runbook. */
public record NodeText(SourceText source) {
    /** Returns the text a source unit was parsed from. */
    public static NodeText of(SourceUnit source) {
        return source.getAST().getNodeMetaData(NodeText.class);
    }

    /** Returns the source text of a node, in one line. */
    public String of(ASTNode node) {
        ASTNode start = start(node);
        return source.between(
                start.getLineNumber(), start.getColumnNumber(), node.getLastLineNumber(), node.getLastColumnNumber());
    }

    /** Returns the position of a name without the preceding dot, which the parser includes within {@code "$a.b"}. */
    public static ASTNode behindDot(SourceUnit unit, ASTNode name) {
        NodeText text = of(unit);
        if (!text.begins(name, ".")) {
            return name;
        }
        ASTNode place = new ASTNode();
        place.setSourcePosition(name);
        place.setColumnNumber(name.getColumnNumber() + 1);
        return place;
    }

    /** Returns the start of a node: the parser makes {@code a.b} begin at its dot when a block follows. */
    public static ASTNode start(ASTNode node) {
        ASTNode first = null;
        if (node instanceof PropertyExpression property) {
            first = property.getObjectExpression();
        } else if (node instanceof MethodCallExpression call && !call.isImplicitThis()) {
            first = call.getObjectExpression();
        } else if (node instanceof BinaryExpression binary) {
            first = binary.getLeftExpression();
        }
        return first == null || first.getLineNumber() < 1 || before(node, first) ? node : start(first);
    }

    /** Returns whether one node begins before another. */
    private static boolean before(ASTNode node, ASTNode other) {
        return node.getLineNumber() < other.getLineNumber()
                || (node.getLineNumber() == other.getLineNumber() && node.getColumnNumber() < other.getColumnNumber());
    }

    /** Returns whether the source text of a node begins with a prefix. */
    public boolean begins(ASTNode node, String prefix) {
        return source.from(node.getLineNumber(), node.getColumnNumber()).startsWith(prefix);
    }

    /** Returns the text of the node's line before the node. */
    public String before(ASTNode node) {
        return source.before(node.getLineNumber(), node.getColumnNumber());
    }

    public String line(int number) {
        return source.line(number);
    }
}
