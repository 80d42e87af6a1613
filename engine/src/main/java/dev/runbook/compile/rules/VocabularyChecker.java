package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.MisspeltWords;
import dev.runbook.compile.rewrite.NotifyReceiver;
import dev.runbook.compile.rewrite.PlainTexts;
import dev.runbook.compile.source.ErroneousType;
import dev.runbook.compile.source.Mistake;
import dev.runbook.compile.source.NodeText;
import dev.runbook.compile.source.Warnings;
import dev.runbook.compile.vocabulary.Usage;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.compile.vocabulary.WordSuggestion;
import dev.runbook.dsl.Handle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/**
 * Accepts only the calls and properties of the {@link Vocabulary}, and explains the others. Groovy's type checker
 * instantiates this class by name for each runbook, and calls it for every call it resolves.
 *
 * <p>When all types are known, the passes in {@link #finish()} check the whole tree: {@link AllowListVerifier} rejects
 * whatever was not approved, so a construct that no rule covers fails rather than passes.
 */
public final class VocabularyChecker extends AbstractTypeCheckingExtension {
    /** Marks a property read that will become a call of {@code at}, with its type. */
    static final String OPEN_READ = "dev.runbook.open-read";

    /** The most members that a message lists. */
    private static final int MOST_MEMBERS = 12;

    private final List<ClassNode> scripts = new ArrayList<>();
    private final Set<ClosureExpression> unjudgeable = new HashSet<>();
    private final KnownMistakes mistaken = new KnownMistakes();
    private DeclaredParameters parameters;

    public VocabularyChecker(StaticTypeCheckingVisitor visitor) {
        super(visitor);
    }

    @Override
    public boolean beforeVisitClass(ClassNode script) {
        if (scripts.isEmpty()) {
            context.pushErrorCollector(new TypeCheckErrors(source().getErrorCollector()));
        }
        scripts.add(script);
        parameters = new DeclaredParameters(script);
        script.getDeclaredMethods("run").forEach(run -> mistaken.readDeclarations(run.getCode()));
        MisspeltWords.in(source().getAST())
                .forEach(found -> unknownWord(found.block().getName(), found.word(), true, found.place()));
        return false;
    }

    @Override
    public void onMethodSelection(Expression expression, MethodNode target) {
        if (isGenerated(target) || expression.getLineNumber() < 1) {
            return; // replaces an unknown word, already reported; or written by the compiler
        }
        if (isWrongInItself(expression)) {
            return; // its receiver or operand is already reported
        }
        if (!Vocabulary.allows(target)) {
            if (!new ComparisonRules(this).refuses(expression)) {
                new RefusedCalls(this).refuse(expression, target);
            }
        } else if (expression instanceof MethodCallExpression call) {
            new WordArguments(this, call, target).check();
        }
    }

    /** Defers a text with a value that only a run knows: it is assembled when it is read. */
    @Override
    public void afterMethodCall(MethodCall call) {
        Expression expression = (Expression) call;
        boolean late = PlainTexts.textOf(expression).stream()
                .flatMap(text -> text.getValues().stream())
                .anyMatch(value -> ValueTypes.isRunTime(typeOf(value)));
        if (late) {
            expression.putNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET, PlainTexts.later());
            storeType(expression, ValueTypes.TEXT);
        }
    }

    private boolean isWrongInItself(Expression expression) {
        if (expression instanceof BinaryExpression binary) {
            return holdsMistake(binary.getLeftExpression()) || holdsMistake(binary.getRightExpression());
        }
        return expression instanceof MethodCallExpression call
                && !NotifyReceiver.isBare(call)
                && holdsMistake(call.getObjectExpression());
    }

    @Override
    public List<MethodNode> handleMissingMethod(
            ClassNode receiver, String name, ArgumentListExpression arguments, ClassNode[] types, MethodCall call) {
        boolean bare = call instanceof MethodCallExpression written && NotifyReceiver.isBare(written);
        ClassNode scope = bare ? blockScope() : ClassHelper.getWrapper(receiver);
        ASTNode place = call instanceof MethodCallExpression written ? written.getMethod() : (ASTNode) call;
        if (place.getLineNumber() < 1) {
            ClassNode yields = scope.equals(ErroneousType.TYPE) ? ErroneousType.TYPE : ClassHelper.OBJECT_TYPE;
            return List.of(newMethod(name, yields)); // an operator: AllowListVerifier rejects it at its place
        }
        if (scope.equals(ErroneousType.TYPE)) {
            mistaken.add(place); // its receiver is already reported
        } else if (Vocabulary.membersOf(scope.getName()).contains(name)) {
            wrongArguments(scope, name, types, place, call.getArguments());
        } else {
            unknownWord(scope.getName(), name, bare, place);
        }
        leaveUnjudged(call.getArguments());
        return List.of(newMethod(name, ErroneousType.TYPE)); // prevents a second, vaguer message
    }

    /** Leaves the blocks in the arguments of a wrong call unchecked, because their words are unknown. */
    private void leaveUnjudged(Expression arguments) {
        arguments.visit(new CodeVisitorSupport() {
            @Override
            public void visitClosureExpression(ClosureExpression block) {
                unjudgeable.add(block);
            }
        });
    }

    private void wrongArguments(ClassNode scope, String name, ClassNode[] types, ASTNode place, Expression arguments) {
        if (Arrays.asList(types).contains(ErroneousType.TYPE) || holdsMistake(arguments)) {
            mistaken.add(place);
            return; // an argument is wrong in itself, so its type is meaningless
        }
        if (new BeforeRun(this).refuseOne(scope, name, types, arguments)) {
            return; // an argument is wrong in itself, so its type is meaningless
        }
        String given = Arrays.stream(types)
                .map(type -> Usage.kind(ClassHelper.getWrapper(type).getName()))
                .collect(Collectors.joining(", "));
        List<String> usages = Vocabulary.usages(scope.getName(), name);
        String[] cure = usages.isEmpty() ? new String[0] : new String[] {"write " + String.join("  or  ", usages)};
        report(place, "'" + name + "' cannot take " + (given.isEmpty() ? "nothing" : given), cure);
    }

    private void unknownWord(String scope, String name, boolean bare, ASTNode place) {
        if (!bare
                && place.getLineNumber() > 0
                && !NodeText.of(source()).before(place).endsWith(".")) {
            report(
                    place,
                    "'" + name + "' cannot follow another word on the same line",
                    "begin a new line before '" + name + "'");
            return;
        }
        Collection<String> known = Vocabulary.membersOf(scope);
        String kind = bare ? "word" : "operation";
        String where = bare || Vocabulary.isLanguage(scope) ? Vocabulary.nameOf(scope) : Usage.kind(scope);
        report(
                place,
                "unknown " + kind + " '" + name + "' " + (bare ? "in " : "on ") + where,
                bare ? UnknownNameCure.ofWord(name, known) : WordSuggestion.didYouMean(name, known));
    }

    @Override
    public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
        String name = variable.getName();
        ClassNode scope = blockScope();
        Collection<String> known = Vocabulary.membersOf(scope.getName());
        String[] cure = UnknownNameCure.of(variable, known, parameters, source(), enclosingWord());
        report(variable, "unknown name '" + name + "' in " + Vocabulary.nameOf(scope.getName()), cure);
        storeType(variable, ErroneousType.TYPE);
        return true;
    }

    /** Returns the word among whose arguments the checker is. */
    private Optional<String> enclosingWord() {
        return Optional.ofNullable(context.getEnclosingMethodCall())
                .filter(MethodCallExpression.class::isInstance)
                .map(call -> ((MethodCallExpression) call).getMethodAsString());
    }

    @Override
    public boolean handleUnresolvedProperty(PropertyExpression property) {
        ClassNode receiver = ClassHelper.getWrapper(getType(property.getObjectExpression()));
        String name = property.getPropertyAsString();
        if (ValueTypes.isOpen(receiver)) {
            openRead(property, receiver);
        } else if (receiver.equals(ValueTypes.HANDLES)) {
            ofEachIteration(property, name);
        } else if (receiver.equals(ValueTypes.PARAMS) && parameters.declares(name)) {
            openRead(property, parameters.typeOf(name));
        } else if (receiver.equals(ValueTypes.PARAMS)) {
            report(property.getProperty(), "there is no parameter '" + name + "'", parameters.cureFor(name));
            storeType(property, ClassHelper.STRING_TYPE);
        } else {
            unknownProperty(property, receiver, name);
        }
        return true;
    }

    /** Resolves {@code checks*.ok}, the value of each iteration; a list has no such property itself. */
    private void ofEachIteration(PropertyExpression property, String name) {
        Collection<String> values = Vocabulary.membersOf(Handle.class.getName());
        if (!values.contains(name)) {
            unknownProperty(property, ClassHelper.make(Handle.class), name);
        } else if (!property.isSpreadSafe()) {
            String list = HandleRules.written(property.getObjectExpression().getText());
            report(
                    property.getProperty(),
                    "'" + list
                            + "' is declared in a loop: after the loop it is the list of the results of all iterations",
                    "write " + list + "*." + name + " for all of them, " + list + "[0]." + name + " for one, or " + list
                            + ".every { it." + name + " … }");
            storeType(property, ErroneousType.TYPE);
        } else {
            openRead(property, ValueTypes.JSON);
        }
    }

    private void openRead(PropertyExpression property, ClassNode yields) {
        storeType(property, yields);
        property.putNodeMetaData(OPEN_READ, yields);
    }

    private void unknownProperty(PropertyExpression property, ClassNode receiver, String name) {
        storeType(property, ErroneousType.TYPE);
        if (receiver.equals(ErroneousType.TYPE) || holdsMistake(property.getObjectExpression())) {
            mistaken.add(property.getProperty()); // its receiver is wrong in itself
            return;
        }
        String what = receiver.equals(ClassHelper.make(Handle.class)) || Vocabulary.isLanguage(receiver.getName())
                ? "unknown name '" + name + "' on " + Usage.kind(receiver.getName())
                : Usage.kind(receiver.getName()) + " has no '" + name + "'";
        report(
                property.getProperty(),
                what,
                ClassHelper.isNumberType(receiver) || receiver.equals(ClassHelper.BigDecimal_TYPE)
                        ? WordSuggestion.unit(name, property.getObjectExpression())
                        : nearOrAll(name, receiver));
    }

    private static String[] nearOrAll(String name, ClassNode receiver) {
        Collection<String> known = Vocabulary.membersOf(receiver.getName());
        String[] near = WordSuggestion.didYouMean(name, known);
        return near.length > 0 || known.isEmpty() || known.size() > MOST_MEMBERS
                ? near
                : new String[] {"it has: " + String.join(", ", new TreeSet<>(known))};
    }

    @Override
    public void finish() {
        for (ClassNode script : scripts) {
            for (MethodNode run : script.getDeclaredMethods("run")) {
                if (run.getNodeMetaData(VocabularyChecker.class) == null) {
                    run.putNodeMetaData(VocabularyChecker.class, true); // finish() is called more than once
                    check(run);
                }
            }
        }
    }

    private void check(MethodNode run) {
        run.getCode().visit(new AllowListVerifier(this));
        run.getCode().visit(new RepeatedWords(this));
        run.getCode().visit(new TruthRules(this));
        run.getCode().visit(new ComparisonRules(this));
        run.getCode().visit(new ValueRules(this));
        run.getCode().visit(new NameRules(this));
        run.getCode().visit(new HandleRules(this));
        run.getCode().visit(new BaselineRules(this));
        new RunTimePositions(this).visitMethod(run);
        run.getCode().visit(new TextGaps(this));
        run.getCode().visit(new WrittenCredentials(this));
        NamePositions names = new NamePositions(this);
        run.getCode().visit(names);
        Warnings warnings = new Warnings(NodeText.of(source()), names.found());
        run.getCode().visit(new ShellLint(this, parameters, warnings));
        run.getCode().visit(new ResultLint(warnings));
        if (!source().getErrorCollector().hasErrors()) {
            new RecordedParts(this).visitMethod(run);
            new OpenReads(this).visitMethod(run);
        }
    }

    /** Returns the type whose words a bare call refers to: the delegate of the innermost block, else the script. */
    private ClassNode blockScope() {
        if (context.getEnclosingClosure() == null) {
            return scripts.get(scripts.size() - 1).getSuperClass();
        }
        VariableExpression delegate = new VariableExpression("delegate");
        delegate.setAccessedVariable(new DynamicVariable("delegate", false));
        typeCheckingVisitor.visitVariableExpression(delegate);
        ClassNode type = delegate.getNodeMetaData(StaticTypesMarker.INFERRED_TYPE);
        return type == null ? ClassHelper.OBJECT_TYPE : type;
    }

    /**
     * Reports a mistake, unless its place already has one or is in a block whose own word is unknown, which cannot be
     * checked.
     */
    void report(ASTNode place, String message, String... cures) {
        boolean within = context.getEnclosingClosureStack().stream()
                .anyMatch(closure -> unjudgeable.contains(closure.getClosureExpression()));
        if (!within && !mistaken.beginAt(place)) {
            mistaken.add(place);
            ASTNode written = place.getLineNumber() > 0 ? NodeText.behindDot(source(), place) : scripts.get(0);
            new Mistake(written, message, cures).reportTo(source());
        }
    }

    boolean isUnjudgeable(ClosureExpression block) {
        return unjudgeable.contains(block);
    }

    /** Returns whether a place, or the value there, is already reported as wrong. */
    boolean isMistaken(ASTNode place) {
        return mistaken.contains(place)
                || (place instanceof Expression expression && ErroneousType.TYPE.equals(typeOf(expression)));
    }

    /** Returns whether a node is inside a reported mistake. */
    boolean inMistake(ASTNode node) {
        return mistaken.surround(node);
    }

    DeclaredParameters parameters() {
        return parameters;
    }

    /** Returns whether a node contains a mistake, so that its type is meaningless. */
    boolean holdsMistake(ASTNode node) {
        return mistaken.areIn(node);
    }

    SourceUnit source() {
        return typeCheckingVisitor.getTypeCheckingContext().getSource();
    }

    MethodNode targetOf(Expression call) {
        return getTargetMethod(call);
    }

    /** Returns the static type of an expression, numbers and truth values as objects. */
    ClassNode typeOf(Expression expression) {
        ClassNode inferred = expression.getNodeMetaData(StaticTypesMarker.INFERRED_TYPE);
        return ClassHelper.getWrapper(inferred != null ? inferred : getType(expression));
    }
}
