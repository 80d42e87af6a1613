package dev.runbook.compile.syntax;

import dev.runbook.compile.source.Mistake;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.GroovyCodeVisitor;
import org.codehaus.groovy.ast.expr.ArrayExpression;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureListExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.FieldExpression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.MethodReferenceExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.SpreadMapExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.UnaryPlusExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BreakStatement;
import org.codehaus.groovy.ast.stmt.CaseStatement;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ContinueStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.codehaus.groovy.ast.stmt.SynchronizedStatement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;
import org.codehaus.groovy.ast.stmt.WhileStatement;
import org.codehaus.groovy.classgen.BytecodeExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Rejects Groovy constructs that are not in the runbook language, each with the word to use instead.
 *
 * <p>The class implements {@link GroovyCodeVisitor} directly and extends no support class: a construct added by a later
 * Groovy version breaks the build instead of being accepted unnoticed.
 */
abstract class RefusedSyntax implements GroovyCodeVisitor {
    private static final String FOR = "write for (name in list) { }";
    private static final String BLOCK = "write a block: { name -> … }";

    private final SourceUnit source;

    RefusedSyntax(SourceUnit source) {
        this.source = source;
    }

    final void refuse(ASTNode node, String what, String... cures) {
        report(node, "a runbook cannot contain " + what, cures);
    }

    final void report(ASTNode node, String message, String... cures) {
        new Mistake(node, message, cures).reportTo(source);
    }

    final void noAnnotations(AnnotatedNode node) {
        noAnnotations(node.getAnnotations());
    }

    final void noAnnotations(List<AnnotationNode> annotations) {
        annotations.stream()
                .filter(annotation -> annotation.getLineNumber() > 0) // the JDK's own have no line
                .forEach(annotation -> refuse(annotation, "an annotation"));
    }

    @Override
    public void visitWhileLoop(WhileStatement loop) {
        refuse(loop, "'while'", FOR);
    }

    @Override
    public void visitDoWhileLoop(DoWhileStatement loop) {
        refuse(loop, "'do … while'", FOR);
    }

    @Override
    public void visitTryCatchFinally(TryCatchStatement statement) {
        refuse(statement, "'try'", "say what to do about a failure in onFailure { }");
    }

    @Override
    public void visitCatchStatement(CatchStatement statement) {
        refuse(statement, "'catch'", "say what to do about a failure in onFailure { }");
    }

    @Override
    public void visitThrowStatement(ThrowStatement statement) {
        refuse(statement, "'throw'", "a step fails by its action or its expect { }");
    }

    @Override
    public void visitAssertStatement(AssertStatement statement) {
        refuse(statement, "'assert'", "write the condition in expect { }");
    }

    @Override
    public void visitReturnStatement(ReturnStatement statement) {
        refuse(statement, "'return'");
    }

    @Override
    public void visitSynchronizedStatement(SynchronizedStatement statement) {
        refuse(statement, "'synchronized'");
    }

    @Override
    public void visitSwitch(SwitchStatement statement) {
        refuse(statement, "'switch'", "write if (…) { } else { }");
    }

    @Override
    public void visitCaseStatement(CaseStatement statement) {
        refuse(statement, "'case'");
    }

    @Override
    public void visitBreakStatement(BreakStatement statement) {
        refuse(statement, "'break'");
    }

    @Override
    public void visitContinueStatement(ContinueStatement statement) {
        refuse(statement, "'continue'", "write if (…) { } around the rest of the loop");
    }

    @Override
    public void visitStaticMethodCallExpression(StaticMethodCallExpression call) {
        refuse(call, "a static call");
    }

    @Override
    public void visitConstructorCallExpression(ConstructorCallExpression call) {
        refuse(call, "'new'");
    }

    @Override
    public void visitPrefixExpression(PrefixExpression expression) {
        refuse(expression, "'" + expression.getOperation().getText() + "'", "write 'n = n + 1'");
    }

    @Override
    public void visitPostfixExpression(PostfixExpression expression) {
        refuse(expression, "'" + expression.getOperation().getText() + "'", "write 'n = n + 1'");
    }

    @Override
    public void visitLambdaExpression(LambdaExpression lambda) {
        refuse(lambda, "a lambda", BLOCK);
    }

    @Override
    public void visitAttributeExpression(AttributeExpression attribute) {
        refuse(attribute, "'.@'");
    }

    @Override
    public void visitFieldExpression(FieldExpression field) {
        refuse(field, "a field");
    }

    @Override
    public void visitMethodPointerExpression(MethodPointerExpression pointer) {
        refuse(pointer, "'.&'", BLOCK);
    }

    @Override
    public void visitMethodReferenceExpression(MethodReferenceExpression reference) {
        refuse(reference, "'::'", BLOCK);
    }

    @Override
    public void visitClassExpression(ClassExpression expression) {
        refuse(expression, "a class");
    }

    @Override
    public void visitArrayExpression(ArrayExpression array) {
        refuse(array, "an array", "write a list: ['a', 'b']");
    }

    @Override
    public void visitSpreadExpression(SpreadExpression spread) {
        refuse(spread, "'*' before a list");
    }

    @Override
    public void visitSpreadMapExpression(SpreadMapExpression spread) {
        refuse(spread, "'*:'");
    }

    @Override
    public void visitUnaryPlusExpression(UnaryPlusExpression plus) {
        refuse(plus, "a '+' sign");
    }

    @Override
    public void visitCastExpression(CastExpression cast) {
        refuse(cast, "a cast", "for a number write .toInteger()");
    }

    @Override
    public void visitClosureListExpression(ClosureListExpression list) {
        refuse(list, "this kind of loop", FOR);
    }

    @Override
    public void visitBytecodeExpression(BytecodeExpression expression) {
        refuse(expression, "bytecode");
    }
}
