package dev.runbook.compile.syntax;

import dev.runbook.compile.source.NodeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BitwiseNegationExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.ElvisOperatorExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;

/**
 * Defines the part of Groovy's grammar that is the runbook language. Runs inside the parser, so an annotation, an
 * import or a class is rejected before any compiler phase can act on it. {@link RefusedSyntax} lists what is not
 * allowed.
 */
public final class SyntaxRules extends RefusedSyntax {
    private static final Set<Integer> OPERATORS = Set.of(
            Types.ASSIGN,
            Types.PLUS,
            Types.MINUS,
            Types.MULTIPLY,
            Types.DIVIDE,
            Types.REMAINDER,
            Types.COMPARE_EQUAL,
            Types.COMPARE_NOT_EQUAL,
            Types.COMPARE_LESS_THAN,
            Types.COMPARE_LESS_THAN_EQUAL,
            Types.COMPARE_GREATER_THAN,
            Types.COMPARE_GREATER_THAN_EQUAL,
            Types.LOGICAL_AND,
            Types.LOGICAL_OR,
            Types.MATCH_REGEX,
            Types.KEYWORD_IN,
            Types.COMPARE_NOT_IN,
            Types.LEFT_SQUARE_BRACKET);

    private static final int MOST_DIGITS = 100;
    private static final int MOST_BITS = 332;

    private final NodeText text;
    private final CommonMistakes slips;

    public SyntaxRules(SourceUnit source, NodeText text) {
        super(source);
        this.text = text;
        this.slips = new CommonMistakes(this, text);
    }

    /** Reports everything in the module that a runbook may not contain. */
    public void check(ModuleNode module) {
        if (new FileRules(this, text).check(module)) {
            module.getStatementBlock().visit(this);
        }
    }

    private void type(ClassNode type) {
        if (type == null) {
            return;
        }
        noAnnotations(type.getTypeAnnotations());
        noAnnotations(type.getAnnotations());
        if (type.isArray()) {
            refuse(type, "an array");
        }
        if (type.getGenericsTypes() != null) {
            refuse(type, "type arguments", "a name needs no type: write def name = …");
        }
    }

    // statements

    @Override
    public void visitBlockStatement(BlockStatement block) {
        slips.label(block);
        block.getStatements().forEach(statement -> statement.visit(this));
    }

    @Override
    public void visitExpressionStatement(ExpressionStatement statement) {
        slips.label(statement);
        statement.getExpression().visit(this);
    }

    @Override
    public void visitIfElse(IfStatement statement) {
        slips.label(statement);
        statement.getBooleanExpression().visit(this);
        statement.getIfBlock().visit(this);
        statement.getElseBlock().visit(this);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        slips.label(loop);
        Parameter variable = loop.getValueVariable();
        if (variable == null || variable == ForStatement.FOR_LOOP_DUMMY || loop.getIndexVariable() != null) {
            refuse(loop, "this kind of loop", "write for (name in list) { }");
            return;
        }
        noAnnotations(variable);
        type(variable.getType());
        slips.nameOfAValue(variable, variable.getName());
        loop.getCollectionExpression().visit(this);
        loop.getLoopBlock().visit(this);
    }

    @Override
    public void visitEmptyStatement(EmptyStatement statement) {}

    // expressions

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (!(call.getMethod() instanceof ConstantExpression)) {
            refuse(call.getMethod(), "a name computed at run time");
        } else if (!text.of(call.getMethod()).equals(call.getMethodAsString())) {
            slips.quotedName(call);
        } else {
            slips.numberAsName(call);
        }
        if ("asBoolean".equals(call.getMethodAsString())) {
            refuse(call.getMethod(), "'asBoolean'", "write the value itself as the condition");
        }
        if (call.isSpreadSafe()) {
            refuse(call, "'*.' before a call", "write .collect { it… }");
        }
        if (call.getGenericsTypes() != null) {
            refuse(call, "type arguments");
        }
        if (!call.isImplicitThis()) {
            call.getObjectExpression().visit(this);
        }
        call.getArguments().visit(this);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        if (closure.getParameters() != null) {
            for (Parameter parameter : closure.getParameters()) {
                noAnnotations(parameter);
                type(parameter.getType());
                slips.nameOfAValue(parameter, parameter.getName());
                if (parameter.hasInitialExpression()) {
                    refuse(parameter, "a default value of a block's variable");
                }
            }
        }
        closure.getCode().visit(this);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        noAnnotations(declaration);
        if (!(declaration.getLeftExpression() instanceof VariableExpression variable)) {
            refuse(declaration, "a declaration of several names at once");
            return;
        }
        type(variable.getOriginType());
        slips.nameOfAValue(variable, variable.getName());
        if (declaration.getRightExpression() instanceof EmptyExpression) {
            report(
                    variable,
                    "'" + variable.getName() + "' is declared without a value",
                    "write def " + variable.getName() + " = …; a choice is written condition ? a : b");
            return;
        }
        declaration.getRightExpression().visit(this);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        int operator = binary.getOperation().getType();
        if (!OPERATORS.contains(operator)) {
            refuse(binary, "the operator '" + binary.getOperation().getText() + "'", cureFor(operator));
        } else if (operator == Types.ASSIGN && !(binary.getLeftExpression() instanceof VariableExpression)) {
            refuse(binary, "an assignment to anything but a local name", "to compare, write '=='");
        }
        binary.getLeftExpression().visit(this);
        binary.getRightExpression().visit(this);
    }

    private static String[] cureFor(int operator) {
        return switch (operator) {
            case Types.PLUS_EQUAL -> new String[] {"write 'total = total + …'"};
            case Types.FIND_REGEX -> new String[] {"write '==~' to match the whole text"};
            case Types.BITWISE_AND -> new String[] {"write '&&'"};
            case Types.BITWISE_OR -> new String[] {"write '||'"};
            case Types.COMPARE_IDENTICAL -> new String[] {"write '=='"};
            case Types.COMPARE_NOT_IDENTICAL -> new String[] {"write '!='"};
            default -> new String[0];
        };
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        if (!(property.getProperty() instanceof ConstantExpression)) {
            refuse(property.getProperty(), "a name computed at run time");
        } else {
            slips.missingDot(property);
        }
        property.getObjectExpression().visit(this);
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        noAnnotations(variable);
        if (variable.isThisExpression() || variable.isSuperExpression()) {
            refuse(variable, "'" + variable.getName() + "'");
        }
        if (variable.getName().indexOf('$') >= 0) {
            refuse(variable, "a name with '$'");
        }
    }

    @Override
    public void visitGStringExpression(GStringExpression gstring) {
        gstring.getStrings().forEach(this::hiddenCharacters);
        for (Expression value : gstring.getValues()) {
            if (value instanceof ClosureExpression) {
                report(value, "${ } holds a value, not a block", "write ${name}");
            } else {
                value.visit(this);
            }
        }
    }

    @Override
    public void visitConstantExpression(ConstantExpression constant) {
        hiddenCharacters(constant);
        if (constant.getValue() instanceof String && text.begins(constant, "'")) {
            slips.valueInSingleQuotes(constant);
        }
        if (constant.getValue() instanceof Float) {
            refuse(constant, "a number with the suffix 'f'", "write it without: 1.5");
        } else if (constant.getValue() instanceof Number number && isHuge(number)) {
            refuse(constant, "a number of this size");
        }
    }

    private void hiddenCharacters(ConstantExpression constant) {
        if (constant.getValue() instanceof String written) {
            HiddenCharacters.escapedIn(written)
                    .ifPresent(character -> report(
                            constant,
                            "this text holds the character " + character + ", which cannot be seen",
                            "let the program produce it: printf '\\\\033'"));
        }
    }

    private static boolean isHuge(Number number) {
        return number instanceof BigDecimal decimal
                ? Math.abs((long) decimal.scale()) > MOST_DIGITS || decimal.precision() > MOST_DIGITS
                : number instanceof BigInteger whole && whole.bitLength() > MOST_BITS;
    }

    @Override
    public void visitTernaryExpression(TernaryExpression ternary) {
        ternary.getBooleanExpression().visit(this);
        ternary.getTrueExpression().visit(this);
        ternary.getFalseExpression().visit(this);
    }

    @Override
    public void visitShortTernaryExpression(ElvisOperatorExpression elvis) {
        visitTernaryExpression(elvis);
    }

    @Override
    public void visitBooleanExpression(BooleanExpression bool) {
        bool.getExpression().visit(this);
    }

    @Override
    public void visitNotExpression(NotExpression not) {
        not.getExpression().visit(this);
    }

    @Override
    public void visitUnaryMinusExpression(UnaryMinusExpression minus) {
        minus.getExpression().visit(this);
    }

    /** {@code ~/v\d+/} is a pattern; any other use of the operator is not in the language. */
    @Override
    public void visitBitwiseNegationExpression(BitwiseNegationExpression negation) {
        if (!(negation.getExpression() instanceof ConstantExpression constant
                && constant.getValue() instanceof String)) {
            refuse(negation, "'~' before anything but a pattern", "write ~/pattern/");
        }
    }

    @Override
    public void visitListExpression(ListExpression list) {
        list.getExpressions().forEach(element -> element.visit(this));
    }

    @Override
    public void visitMapExpression(MapExpression map) {
        Set<Object> keys = new HashSet<>();
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            if (entry.getKeyExpression() instanceof ConstantExpression key && !keys.add(key.getValue())) {
                report(key, "'" + key.getValue() + ":' is given twice");
            }
            entry.visit(this);
        }
    }

    @Override
    public void visitMapEntryExpression(MapEntryExpression entry) {
        entry.getKeyExpression().visit(this);
        entry.getValueExpression().visit(this);
    }

    @Override
    public void visitArgumentlistExpression(ArgumentListExpression arguments) {
        arguments.getExpressions().forEach(argument -> argument.visit(this));
    }

    @Override
    public void visitTupleExpression(TupleExpression tuple) {
        tuple.getExpressions().forEach(element -> element.visit(this));
    }

    @Override
    public void visitRangeExpression(RangeExpression range) {
        if (range.isExclusiveLeft()) {
            refuse(range, "a range without its first number", "write 1..5 or 1..<5");
        }
        range.getFrom().visit(this);
        range.getTo().visit(this);
    }
}
