package dev.runbook.compile.rules;

import dev.runbook.compile.vocabulary.PlainMembers;
import dev.runbook.compile.vocabulary.Usage;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ForStatement;

/**
 * Checks that values are values: a text, a number, a list, but not a block or a type. Also checks what a typed name may
 * hold: Groovy would construct an object of that type from a list, a map or a block.
 */
final class ValueRules extends CodeVisitorSupport {
    private static final Set<String> PARAMETER_TYPES = Set.of(
            "java.lang.String", "java.lang.Integer", "java.lang.Boolean", "java.time.Duration", "java.time.Instant");

    private final VocabularyChecker checker;
    private final Set<Expression> approved = Collections.newSetFromMap(new IdentityHashMap<>());

    ValueRules(VocabularyChecker checker) {
        this.checker = checker;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        WordArguments.each(checker, call, (parameter, argument) -> {
            if (parameter.isAnnotationPresent(NamedParams.class) && argument instanceof MapExpression options) {
                approve(parameter.getAnnotation(NamedParams.class).value(), options);
            }
        });
        MethodNode target = checker.targetOf(call);
        if (target != null && call.getArguments() instanceof TupleExpression arguments) {
            checkArguments(target.getParameters(), arguments.getExpressions());
        }
        super.visitMethodCallExpression(call);
    }

    /** Options that take a block or a type. */
    private void approve(NamedParam[] known, MapExpression options) {
        for (MapEntryExpression option : options.getMapEntryExpressions()) {
            Arrays.stream(known)
                    .filter(one -> one.value().equals(option.getKeyExpression().getText()))
                    .filter(one -> ClassHelper.make(one.type()).equals(checker.typeOf(option.getValueExpression())))
                    .forEach(one -> approved.add(option.getValueExpression()));
        }
    }

    private void checkArguments(Parameter[] parameters, List<Expression> arguments) {
        for (int i = 0; i < arguments.size() && parameters.length > 0; i++) {
            ClassNode wanted = parameters[Math.min(i, parameters.length - 1)].getType();
            if (!wanted.equals(ClassHelper.CLOSURE_TYPE)) {
                checkValue(arguments.get(i));
            }
        }
    }

    @Override
    public void visitListExpression(ListExpression list) {
        list.getExpressions().forEach(this::checkValue);
        super.visitListExpression(list);
    }

    @Override
    public void visitMapEntryExpression(MapEntryExpression entry) {
        checkValue(entry.getKeyExpression());
        checkValue(entry.getValueExpression());
        super.visitMapEntryExpression(entry);
    }

    @Override
    public void visitGStringExpression(GStringExpression text) {
        text.getValues().forEach(this::checkValue);
        super.visitGStringExpression(text);
    }

    private void checkValue(Expression value) {
        if (checker.typeOf(value).equals(ClassHelper.CLOSURE_TYPE)
                && !approved.contains(value)
                && !(value instanceof ClosureExpression block && checker.isUnjudgeable(block))) {
            checker.report(value, "a block is not a value", "to use what it computes, call it: name()");
        }
    }

    @Override
    public void visitClassExpression(ClassExpression type) {
        String name = type.getType().getName();
        if (type.getLineNumber() > 0 && !(approved.contains(type) && PARAMETER_TYPES.contains(name))) {
            checker.report(type, "a runbook cannot name '" + type.getType().getNameWithoutPackage() + "'");
        }
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        if (declaration.getLeftExpression() instanceof VariableExpression variable && !variable.isDynamicTyped()) {
            checkType(variable.getOriginType(), variable);
            checkConversion(declaration.getRightExpression(), variable.getOriginType());
        }
        super.visitDeclarationExpression(declaration);
    }

    private void checkConversion(Expression value, ClassNode type) {
        if (ClassHelper.getWrapper(type).equals(ClassHelper.Boolean_TYPE)) {
            return; // TruthRules checks truth values
        }
        ClassNode given = checker.typeOf(value);
        boolean converted = given.equals(ClassHelper.CLOSURE_TYPE)
                || ((AllowListVerifier.isList(given) || AllowListVerifier.isMap(given))
                        && !given.isDerivedFrom(type)
                        && !given.implementsInterface(type)
                        && !given.equals(type)
                        && !type.equals(ClassHelper.SET_TYPE));
        if (converted && value.getLineNumber() > 0) {
            checker.report(
                    value, "a name for " + Usage.kind(type.getName()) + " cannot hold " + Usage.kind(given.getName()));
        }
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        if (checker.isUnjudgeable(block)) {
            return;
        }
        if (block.getParameters() != null) {
            for (Parameter parameter : block.getParameters()) {
                if (!parameter.isDynamicTyped()) {
                    checkType(parameter.getOriginType(), parameter);
                }
            }
        }
        super.visitClosureExpression(block);
    }

    private void checkType(ClassNode type, ASTNode place) {
        boolean plain =
                PlainMembers.TYPE_NAMES.contains(ClassHelper.getWrapper(type).getName());
        if (!plain && place.getLineNumber() > 0) {
            checker.report(
                    place,
                    "a runbook cannot name '" + type.getNameWithoutPackage() + "'",
                    "a name needs no type: write def name = …");
        }
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        Expression elements = loop.getCollectionExpression();
        ClassNode type = checker.typeOf(elements);
        boolean several = AllowListVerifier.isList(type)
                || AllowListVerifier.isMap(type)
                || type.implementsInterface(ClassHelper.make(Iterable.class))
                || type.equals(ClassHelper.make(Iterable.class));
        if (!several && !checker.isMistaken(elements) && !ValueTypes.isRunTime(type)) {
            checker.report(
                    elements,
                    "'for' iterates over a list, and this is " + Usage.kind(type.getName()),
                    "write for (name in ['a', 'b']) { }");
        }
        super.visitForLoop(loop);
    }
}
