package dev.runbook.compile.rules;

import dev.runbook.compile.vocabulary.ArgumentTypes;
import dev.runbook.compile.vocabulary.Usage;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.compile.vocabulary.WordSuggestion;
import dev.runbook.dsl.Literal;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingSupport;

/** Checks the arguments of a word: its named arguments by name and type, and texts that must be literals. */
final class WordArguments {
    private final VocabularyChecker checker;
    private final MethodCallExpression call;
    private final MethodNode target;

    WordArguments(VocabularyChecker checker, MethodCallExpression call, MethodNode target) {
        this.checker = checker;
        this.call = call;
        this.target = target;
    }

    void check() {
        each(target, call, (parameter, argument) -> {
            if (parameter.isAnnotationPresent(Literal.class)) {
                checkInPlace(parameter.getAnnotation(Literal.class).value(), argument);
            }
            if (parameter.getType() == Object.class) {
                checkType(ArgumentTypes.of(parameter), argument);
            }
            if (parameter.isAnnotationPresent(NamedParams.class)) {
                checkOptions(parameter, argument);
            }
        });
    }

    /** Returns the word that is called; empty when the call is not a word. */
    static Optional<Method> wordOf(VocabularyChecker checker, MethodCallExpression call) {
        return Optional.ofNullable(checker.targetOf(call)).flatMap(WordArguments::methodOf);
    }

    /** Visits the arguments of a word, each with its parameter; does nothing when the call is not a word. */
    static void each(VocabularyChecker checker, MethodCallExpression call, BiConsumer<Parameter, Expression> what) {
        Optional.ofNullable(checker.targetOf(call)).ifPresent(target -> each(target, call, what));
    }

    private static void each(MethodNode target, MethodCallExpression call, BiConsumer<Parameter, Expression> what) {
        Optional<Method> word = methodOf(target);
        if (word.isPresent() && call.getArguments() instanceof TupleExpression given) {
            Parameter[] parameters = word.get().getParameters();
            List<Expression> arguments = given.getExpressions();
            for (int i = 0; i < Math.min(parameters.length, arguments.size()); i++) {
                what.accept(parameters[i], arguments.get(i));
            }
        }
    }

    /** Returns the method of a block's class behind a resolved word. */
    static Optional<Method> methodOf(MethodNode target) {
        return Vocabulary.methods(target.getDeclaringClass().getName())
                .filter(method -> method.getName().equals(target.getName()))
                .filter(method -> sameParameters(method, target))
                .findFirst();
    }

    private static boolean sameParameters(Method method, MethodNode target) {
        if (method.getParameterCount() != target.getParameters().length) {
            return false;
        }
        for (int i = 0; i < method.getParameterCount(); i++) {
            ClassNode type = target.getParameters()[i].getType();
            String name = type.isArray() ? type.getComponentType().getName() : type.getName();
            Class<?> declared = method.getParameterTypes()[i];
            if (!name.equals((declared.isArray() ? declared.getComponentType() : declared).getName())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the entries of a literal map option, by name; empty if there is no such option. */
    static Map<String, Expression> options(MethodCallExpression call, String option) {
        Map<String, Expression> entries = new LinkedHashMap<>();
        if (call.getArguments() instanceof TupleExpression given) {
            for (Expression argument : given.getExpressions()) {
                entries(argument, option).forEach(entry -> {
                    if (entry.getValueExpression() instanceof MapExpression map) {
                        map.getMapEntryExpressions()
                                .forEach(one ->
                                        entries.put(one.getKeyExpression().getText(), one.getValueExpression()));
                    }
                });
            }
        }
        return entries;
    }

    private static List<MapEntryExpression> entries(Expression argument, String name) {
        return argument instanceof MapExpression map
                ? map.getMapEntryExpressions().stream()
                        .filter(entry -> entry.getKeyExpression().getText().equals(name))
                        .toList()
                : List.of();
    }

    private void checkInPlace(Literal.Language language, Expression argument) {
        boolean inPlace = argument instanceof ConstantExpression || argument instanceof GStringExpression;
        boolean value = language == Literal.Language.MESSAGE && ValueTypes.isRunTime(checker.typeOf(argument));
        if (!inPlace && !value) {
            refuseOutOfPlace(checker, target.getName(), argument);
        }
    }

    /** Reports a value used in place of a literal text; values may only be inserted into such a text. */
    static void refuseOutOfPlace(VocabularyChecker checker, String word, Expression value) {
        checker.report(
                value, "the text of '" + word + "' must be a literal", "put values into it with ${…}: \"… ${name} …\"");
    }

    private void checkType(List<Class<?>> types, Expression argument) {
        ClassNode type = checker.typeOf(argument);
        if (!isOneOf(types, type) && !checker.isMistaken(argument)) {
            checker.report(
                    argument,
                    "'" + target.getName() + "' cannot take " + Usage.kind(type.getName()),
                    "write " + methodOf(target).map(Usage::of).orElseThrow());
        }
    }

    private static boolean isOneOf(List<Class<?>> types, ClassNode given) {
        return types.stream()
                .map(type -> ClassHelper.getWrapper(ClassHelper.make(type)))
                .anyMatch(type -> StaticTypeCheckingSupport.isAssignableTo(given, type));
    }

    private void checkOptions(Parameter parameter, Expression argument) {
        NamedParam[] known = parameter.getAnnotation(NamedParams.class).value();
        if (!(argument instanceof MapExpression options)) {
            checker.report(argument, "the named arguments of '" + target.getName() + "' must be literals");
            return;
        }
        Set<String> missing = Arrays.stream(known)
                .filter(NamedParam::required)
                .map(NamedParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
        for (MapEntryExpression option : options.getMapEntryExpressions()) {
            checkOption(parameter, known, option);
            missing.remove(option.getKeyExpression().getText());
        }
        missing.forEach(name -> checker.report(
                call.getMethod(),
                "'" + target.getName() + "' needs '" + name + ":'",
                "write "
                        + Vocabulary.usages(target.getDeclaringClass().getName(), target.getName()).stream()
                                .filter(usage -> usage.contains(name + ":"))
                                .findFirst()
                                .orElse(name + ": …")));
    }

    private void checkOption(Parameter parameter, NamedParam[] known, MapEntryExpression option) {
        String name = option.getKeyExpression().getText();
        Optional<NamedParam> wanted =
                Arrays.stream(known).filter(one -> one.value().equals(name)).findFirst();
        if (wanted.isEmpty()) {
            List<String> names = Arrays.stream(known).map(NamedParam::value).toList();
            String[] near = WordSuggestion.didYouMean(name, names);
            checker.report(
                    option.getKeyExpression(),
                    "'" + target.getName() + "' has no '" + name + ":'",
                    near.length > 0 ? near[0] : "it has: " + String.join(", ", names));
            return;
        }
        ClassNode type = checker.typeOf(option.getValueExpression());
        List<Class<?>> types = ArgumentTypes.of(parameter, wanted.get());
        if (isOneOf(types, type) || checker.isMistaken(option.getValueExpression())) {
            return;
        }
        String sample = Usage.sample(types.get(0));
        if (ValueTypes.isRunTime(type)) {
            new BeforeRun(checker)
                    .refuse(option.getValueExpression(), methodOf(target).orElseThrow(), parameter, name, sample);
        } else {
            checker.report(
                    option.getValueExpression(),
                    "'" + name + ":' cannot take " + Usage.kind(type.getName()),
                    "write " + name + ": " + sample);
        }
    }
}
