package dev.runbook.compile.rewrite;

import dev.runbook.dsl.IterationCounter;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Token;

/**
 * Gives each loop iteration its own variable. Groovy shares one variable among all iterations, so a block evaluated
 * later would see the last iteration's value. Also counts iterations, so that no file can keep {@code check} busy
 * forever.
 */
public final class FreshLoopVariables extends CodeVisitorSupport {
    private static final ClassNode ROUNDS = ClassHelper.make(IterationCounter.class);

    public void rewrite(ModuleNode module) {
        module.getStatementBlock().visit(this);
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        List<Statement> statements = block.getStatements();
        statements.replaceAll(FreshLoopVariables::fresh);
        super.visitBlockStatement(block);
    }

    @Override
    public void visitIfElse(IfStatement statement) {
        statement.setIfBlock(fresh(statement.getIfBlock()));
        statement.setElseBlock(fresh(statement.getElseBlock()));
        super.visitIfElse(statement);
    }

    private static Statement fresh(Statement statement) {
        return statement instanceof ForStatement loop ? fresh(loop) : statement;
    }

    private static ForStatement fresh(ForStatement loop) {
        Parameter written = loop.getValueVariable();
        Parameter shared = new Parameter(written.getType(), written.getName() + "$round");
        shared.setSourcePosition(written);

        VariableExpression own = new VariableExpression(written.getName(), written.getType());
        own.setSourcePosition(written);
        VariableExpression value = new VariableExpression(shared.getName());
        value.setSourcePosition(written);
        Token becomes = Token.newSymbol("=", written.getLineNumber(), written.getColumnNumber());
        DeclarationExpression declaration = new DeclarationExpression(own, becomes, value);
        declaration.setSourcePosition(written);

        BlockStatement body = new BlockStatement();
        body.setSourcePosition(loop.getLoopBlock());
        body.addStatement(
                new ExpressionStatement(new StaticMethodCallExpression(ROUNDS, "next", new ArgumentListExpression())));
        body.addStatement(new ExpressionStatement(declaration));
        body.addStatement(loop.getLoopBlock());

        ForStatement fresh = new ForStatement(shared, loop.getCollectionExpression(), body);
        fresh.setSourcePosition(loop);
        return fresh;
    }
}
