package dev.runbook.compile.vocabulary;

import dev.runbook.dsl.Comparison;
import dev.runbook.dsl.ConditionRecorder;
import dev.runbook.dsl.DefaultValue;
import dev.runbook.dsl.HandleScope;
import dev.runbook.dsl.Handles;
import dev.runbook.dsl.IterationCounter;
import dev.runbook.dsl.NotAWord;
import dev.runbook.dsl.Operators;
import dev.runbook.dsl.PlainText;
import dev.runbook.dsl.RunbookScript;
import dev.runbook.dsl.Setting;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import groovyjarjarasm.asm.Type;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.MethodNode;

/**
 * Everything a runbook may name: the words of each block, derived from the classes of {@code dev.runbook.dsl}, and the
 * members of {@link PlainMembers}. Anything else does not compile.
 *
 * <p>The blocks are found by following {@link DelegatesTo}, argument and result types from {@link RunbookScript}; each
 * of their public methods is a word.
 */
public final class Vocabulary {
    private static final String PACKAGE = RunbookScript.class.getPackageName();
    private static final Set<String> NO_WORDS = Set.of("equals", "hashCode", "toString", "compareTo");
    private static final Set<String> COMPARING = Set.of("equals", "compareTo", "asBoolean");

    /** Calls that the compiler itself writes; a runbook cannot name their types. */
    private static final Map<String, Set<String>> WRITTEN_BY_THE_COMPILER = Map.of(
            ConditionRecorder.class.getName(), Set.of("next", "check", "broken", "part"),
            HandleScope.class.getName(), Set.of("keep", "handle", "handles"),
            IterationCounter.class.getName(), Set.of("next"),
            PlainText.class.getName(), Set.of("of", "later"),
            DefaultValue.class.getName(), Set.of("of"));

    /** Calls that the compiler writes after all checks; a runbook may not write them itself. */
    private static final Map<String, Set<String>> WRITTEN_AFTER_CHECKING = Map.of(
            Comparison.class.getName(), Set.of("same", "order", "in", "indexIn"),
            Operators.class.getName(), Set.of("range"));

    /** The types that the compiler creates for {@code []} and {@code [:]}. */
    private static final Set<String> EMPTY_COLLECTIONS = Set.of("java.util.ArrayList", "java.util.LinkedHashMap");

    private static final ClassValue<Methods> METHODS = new ClassValue<>() {
        @Override
        protected Methods computeValue(Class<?> block) {
            return Methods.of(block);
        }
    };

    private static final Map<String, Class<?>> BLOCKS = blocks();
    private static final Map<String, Set<String>> WORDS =
            BLOCKS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> words(entry.getValue())));

    private static final Set<String> HANDLED = BLOCKS.values().stream()
            .flatMap(Vocabulary::methods)
            .flatMap(word -> Stream.concat(Stream.of(word.getReturnType()), Arrays.stream(word.getParameterTypes())))
            .map(type -> type.isArray() ? type.getComponentType().getName() : type.getName())
            .collect(Collectors.toUnmodifiableSet());

    private Vocabulary() {}

    /** Returns whether the name of a type may be used in a runbook, or the compiler needs it for one. */
    static boolean knowsType(String name) {
        return PlainMembers.TYPE_NAMES.contains(name) || EMPTY_COLLECTIONS.contains(name) || BLOCKS.containsKey(name);
    }

    /** Returns whether a runbook, or the compiler before everything is checked, may call a method. */
    public static boolean allows(MethodNode method) {
        String type = method.getDeclaringClass().getName();
        String name = method.getName();
        return WRITTEN_BY_THE_COMPILER.getOrDefault(type, Set.of()).contains(name)
                || (isLanguage(type)
                        && (COMPARING.contains(name)
                                || membersOf(type).contains(name)
                                || membersOf(type).contains(property(name))))
                || AllowedCalls.mayBeWritten(method);
    }

    /** Returns whether a runbook may read a property. */
    public static boolean reads(String type, String property) {
        return isLanguage(type)
                ? membersOf(type).contains(property)
                : AllowedCalls.typeOf(type)
                        .filter(receiver -> AllowedCalls.reads(receiver, property))
                        .isPresent();
    }

    /** Returns whether a class file may contain a call of this method of the language. */
    public static boolean allowsCall(String type, String name, String types) {
        return WRITTEN_BY_THE_COMPILER.getOrDefault(type, Set.of()).contains(name)
                || WRITTEN_AFTER_CHECKING.getOrDefault(type, Set.of()).contains(name)
                || (isLanguage(type)
                        && publicMethods(BLOCKS.get(type))
                                .anyMatch(method -> method.getName().equals(name)
                                        && Type.getMethodDescriptor(method).equals(types)));
    }

    /** Returns whether a word takes or returns values of this type. */
    public static boolean handlesType(String type) {
        return HANDLED.contains(type);
    }

    /** Returns the words that may be used on a value of this type, or in a block it describes. */
    public static Collection<String> membersOf(String type) {
        Set<String> words = WORDS.get(type);
        return words != null ? words : PlainMembers.of(type);
    }

    public static boolean isLanguage(String type) {
        return BLOCKS.containsKey(type);
    }

    /**
     * Returns the class of the block that a word opens in another block; empty when it opens none or is not a word
     * there.
     */
    public static Optional<Class<?>> blockOf(Class<?> block, String word) {
        return methods(block)
                .filter(method -> method.getName().equals(word))
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .filter(parameter -> parameter.isAnnotationPresent(DelegatesTo.class))
                .<Class<?>>map(
                        parameter -> parameter.getAnnotation(DelegatesTo.class).value())
                .findFirst();
    }

    /** Returns whether a word of a block is used as a call: {@code shell '…'}. */
    public static boolean isCalled(Class<?> block, String word) {
        return methods(block).anyMatch(method -> method.getName().equals(word));
    }

    /** Returns whether a word of a block is used as a name: {@code params}. */
    public static boolean isRead(Class<?> block, String word) {
        return methods(block)
                .filter(method -> method.getParameterCount() == 0)
                .anyMatch(method -> !method.getName().equals(word)
                        && property(method.getName()).equals(word));
    }

    /**
     * Returns whether a name is a word of a block and therefore not allowed for a variable, which would hide the word.
     */
    public static boolean isWordOfABlock(String name) {
        return BLOCKS.entrySet().stream()
                .anyMatch(block ->
                        isBlock(block.getValue()) && WORDS.get(block.getKey()).contains(name));
    }

    /** Returns the blocks in which a word may be used, by their names for authors. */
    public static List<String> blocksWith(String word) {
        return BLOCKS.entrySet().stream()
                .filter(block ->
                        isBlock(block.getValue()) && WORDS.get(block.getKey()).contains(word))
                .map(block -> nameOf(block.getKey()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the name of a block or value type for authors: {@code StepBlock} is {@code step}. */
    public static String nameOf(String type) {
        if (type.equals(RunbookScript.class.getName())) {
            return "a runbook's file";
        }
        Class<?> block = BLOCKS.get(type);
        if (block != null && isBlock(block) && isBlock(block.getSuperclass())) {
            return nameOf(block.getSuperclass().getName()); // the same block, with more in scope
        }
        String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        String bare = simple.endsWith("Block") ? simple.substring(0, simple.length() - "Block".length()) : simple;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }

    /** Returns the usages of a word with sample arguments: {@code retry 3, every: 30.seconds}. */
    public static List<String> usages(String type, String word) {
        Class<?> block = BLOCKS.get(type);
        return block == null
                ? List.of()
                : methods(block)
                        .filter(method -> method.getName().equals(word))
                        .map(Usage::of)
                        .distinct()
                        .sorted()
                        .toList();
    }

    public static Stream<Method> methods(String type) {
        Class<?> block = BLOCKS.get(type);
        return block == null ? Stream.empty() : methods(block);
    }

    private static boolean isBlock(Class<?> type) {
        return type.getSimpleName().endsWith("Block") && !Modifier.isAbstract(type.getModifiers());
    }

    private static Map<String, Class<?>> blocks() {
        Map<String, Class<?>> found = new TreeMap<>();
        Deque<Class<?>> open = new ArrayDeque<>(List.of(RunbookScript.class, Handles.class));
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (!type.getName().startsWith(PACKAGE) || found.putIfAbsent(type.getName(), type) != null) {
                continue;
            }
            open.add(type.getSuperclass() == null ? type : type.getSuperclass());
            Arrays.stream(type.getInterfaces())
                    .filter(parent -> Modifier.isPublic(parent.getModifiers()))
                    .forEach(open::add);
            methods(type).forEach(method -> {
                open.add(method.getReturnType());
                for (Parameter parameter : method.getParameters()) {
                    open.add(parameter.getType());
                    if (parameter.isAnnotationPresent(DelegatesTo.class)) {
                        open.add(parameter.getAnnotation(DelegatesTo.class).value());
                    }
                    if (parameter.isAnnotationPresent(NamedParams.class)) {
                        for (NamedParam option :
                                parameter.getAnnotation(NamedParams.class).value()) {
                            open.add(option.type());
                        }
                    }
                }
            });
        }
        return found;
    }

    private static Set<String> words(Class<?> block) {
        Set<String> words = new TreeSet<>();
        methods(block).forEach(method -> {
            words.add(method.getName());
            if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                words.remove(method.getName());
                words.add(property(method.getName()));
            } else if (method.getName().equals("isEmpty") && block != Setting.class) { // a map may have such a key
                words.add("empty");
            }
        });
        words.removeAll(NO_WORDS);
        return words;
    }

    /** Returns the property a getter reads; any other name is returned unchanged. */
    private static String property(String method) {
        return method.startsWith("get") && method.length() > 3
                ? Character.toLowerCase(method.charAt(3)) + method.substring(4)
                : method;
    }

    private static Stream<Method> methods(Class<?> block) {
        return METHODS.get(block).words().stream();
    }

    private static Stream<Method> publicMethods(Class<?> block) {
        return METHODS.get(block).all().stream();
    }

    /**
     * The methods of a block, read once: the JDK copies every method each time it is asked for them.
     *
     * @param all the words, and the methods the compiler calls in their place
     */
    private record Methods(List<Method> all, List<Method> words) {
        static Methods of(Class<?> block) {
            List<Method> all = Arrays.stream(block.getMethods())
                    .filter(method -> method.getDeclaringClass().getName().startsWith(PACKAGE))
                    .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
                    .toList();
            return new Methods(
                    all,
                    all.stream()
                            .filter(method -> !method.isAnnotationPresent(NotAWord.class))
                            .toList());
        }
    }
}
