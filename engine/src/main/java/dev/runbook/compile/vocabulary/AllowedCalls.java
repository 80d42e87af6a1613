package dev.runbook.compile.vocabulary;

import dev.runbook.dsl.Percent;
import dev.runbook.dsl.RunbookScript;
import dev.runbook.dsl.Units;
import dev.runbook.value.ByteSize;
import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.IntRange;
import groovy.lang.Range;
import groovy.lang.Reference;
import groovy.lang.Tuple2;
import groovyjarjarasm.asm.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalAmount;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.classgen.asm.BytecodeHelper;
import org.codehaus.groovy.runtime.GStringImpl;
import org.codehaus.groovy.runtime.ScriptBytecodeAdapter;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;
import org.codehaus.groovy.runtime.typehandling.NumberMath;
import org.codehaus.groovy.runtime.typehandling.ShortTypeHandling;
import org.codehaus.groovy.transform.stc.ExtensionMethodNode;

/** The table of calls on plain values that a runbook may make, loaded from {@code allowed-calls.txt}. */
public final class AllowedCalls {
    private static final String TABLE = "allowed-calls.txt";
    private static final Pattern HEADING = Pattern.compile("\\[(compiler )?(direct|dsl\\.(\\w+))]");
    private static final Pattern CALL = Pattern.compile("(\\S+)\\.([\\w<>]+)\\((.*)\\) (\\S+)");

    /** The types in the table; arrays are written with {@code []}. */
    private static final Map<String, Class<?>> TYPES = Stream.of(
                    boolean.class,
                    char.class,
                    int.class,
                    long.class,
                    double.class,
                    void.class,
                    Object.class,
                    Object[].class,
                    String.class,
                    String[].class,
                    CharSequence.class,
                    GString.class,
                    Boolean.class,
                    Character.class,
                    Number.class,
                    Integer.class,
                    Long.class,
                    Double.class,
                    BigDecimal.class,
                    BigInteger.class,
                    Iterable.class,
                    Iterator.class,
                    Collection.class,
                    List.class,
                    Set.class,
                    AbstractCollection.class,
                    AbstractList.class,
                    AbstractMap.class,
                    ArrayList.class,
                    LinkedHashSet.class,
                    LinkedHashMap.class,
                    Tuple2.class,
                    Pattern.class,
                    Map.class,
                    Map.Entry.class,
                    Range.class,
                    IntRange.class,
                    Serializable.class,
                    Comparable.class,
                    Duration.class,
                    Instant.class,
                    TemporalAmount.class,
                    Percent.class,
                    ByteSize.class,
                    Class.class,
                    Closure.class,
                    Reference.class,
                    GStringImpl.class,
                    RunbookScript.class,
                    ScriptBytecodeAdapter.class,
                    DefaultTypeTransformation.class,
                    NumberMath.class,
                    ShortTypeHandling.class)
            .collect(Collectors.toUnmodifiableMap(AllowedCalls::shortName, Function.identity()));

    private static final Map<String, Class<?>> BY_NAME = TYPES.values().stream()
            .collect(Collectors.toUnmodifiableMap(
                    type -> type.isArray() ? type.getCanonicalName() : type.getName(), Function.identity()));

    /** The packages of plain value types. */
    private static final Pattern PLAIN = Pattern.compile("(java\\.(lang|math|time|util)|groovy\\.lang)\\.[\\w$]+");

    /** The classes in which Groovy defines its extension methods. */
    private static final Pattern GROOVY_METHODS =
            Pattern.compile("org/codehaus/groovy/runtime/((Default|String|Array)GroovyMethods|dgmimpl/[\\w/$]+)|"
                    + Units.class.getName().replace('.', '/'));

    private static final Map<String, List<AllowedCall>> CALLS = read();

    private AllowedCalls() {}

    /** Returns whether a runbook may write a call of this method. */
    static boolean mayBeWritten(MethodNode method) {
        boolean ofType = method.isStatic()
                && !(method instanceof ExtensionMethodNode extension && !extension.isStaticExtension());
        String parameters = Arrays.stream(method.getParameters())
                .map(parameter -> BytecodeHelper.getTypeDescription(parameter.getType()))
                .collect(Collectors.joining());
        return !ofType
                && typeOf(method.getDeclaringClass().getName())
                        .filter(receiver -> allows(receiver, method.getName(), parameters))
                        .isPresent();
    }

    /** Returns whether a runbook may write a call with parameters of these types, as the JVM writes them. */
    static boolean allows(Class<?> receiver, String name, String parameters) {
        return matching(receiver, name, parameters).anyMatch(call -> !call.byCompilerOnly());
    }

    /**
     * Finds a call that a class file may contain. Groovy's extension methods are static there, with the receiver first.
     *
     * @param types the types of parameters and result, as the JVM writes them
     */
    public static Optional<AllowedCall> inClassFile(String owner, String name, String types, boolean isStatic) {
        Type[] parameters = Type.getArgumentTypes(types);
        if (isStatic && parameters.length > 0 && GROOVY_METHODS.matcher(owner).matches()) {
            return typeOf(parameters[0].getClassName())
                    .flatMap(receiver ->
                            find(receiver, name, joined(Arrays.copyOfRange(parameters, 1, parameters.length))))
                    .filter(call -> !call.direct());
        }
        return typeOf(owner.replace('/', '.')).flatMap(receiver -> find(receiver, name, joined(parameters)));
    }

    private static String joined(Type... types) {
        return Arrays.stream(types).map(Type::getDescriptor).collect(Collectors.joining());
    }

    static Optional<Class<?>> typeOf(String name) {
        Class<?> known = BY_NAME.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!PLAIN.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, false, AllowedCalls.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the table contains a type. */
    public static boolean knowsType(String internalName) {
        return BY_NAME.containsKey(internalName.replace('/', '.'));
    }

    /**
     * Returns the most specific matching call: {@code Long.abs()} is not {@code Number.abs()}, which returns an int.
     */
    private static Optional<AllowedCall> find(Class<?> receiver, String name, String parameters) {
        return matching(receiver, name, parameters)
                .reduce((one, other) -> one.receiver().isAssignableFrom(other.receiver()) ? other : one);
    }

    /** @param receiver the receiver type, which may be a subtype of the one in the table */
    private static Stream<AllowedCall> matching(Class<?> receiver, String name, String parameters) {
        return CALLS.getOrDefault(name, List.of()).stream()
                .filter(call -> call.parameters().equals(parameters))
                .filter(call ->
                        call.receiver().isAssignableFrom(receiver) && (call.byType() || call.receiver() == receiver));
    }

    /** Returns the names of methods and properties that may follow the dot on a value of this type. */
    static Set<String> membersOf(Class<?> receiver) {
        Set<String> members = new TreeSet<>();
        all().filter(call -> !call.byCompilerOnly() && call.receiver().isAssignableFrom(receiver))
                .forEach(call -> members.add(call.property().orElse(call.name())));
        return members;
    }

    /** Returns whether {@code value.name} reads a property of a value of this type. */
    static boolean reads(Class<?> receiver, String name) {
        return all().filter(call -> !call.byCompilerOnly() && call.receiver().isAssignableFrom(receiver))
                .anyMatch(call -> call.property().filter(name::equals).isPresent());
    }

    static Stream<AllowedCall> all() {
        return CALLS.values().stream().flatMap(List::stream);
    }

    private static Map<String, List<AllowedCall>> read() {
        Map<String, List<AllowedCall>> calls = new HashMap<>();
        Matcher heading = HEADING.matcher("");
        for (String line : lines()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                heading = HEADING.matcher(line);
                require(heading.matches(), line);
                continue;
            }
            AllowedCall call = call(heading, line);
            calls.computeIfAbsent(call.name(), name -> new ArrayList<>()).add(call);
        }
        return calls;
    }

    private static AllowedCall call(Matcher heading, String line) {
        Matcher call = CALL.matcher(line);
        require(call.matches(), line);
        String parameters = Arrays.stream(call.group(3).split(", "))
                .filter(type -> !type.isEmpty())
                .map(type -> Type.getDescriptor(type(type, line)))
                .collect(Collectors.joining());
        return new AllowedCall(
                type(call.group(1), line),
                call.group(2),
                parameters,
                type(call.group(4), line),
                heading.group(1) != null,
                Optional.ofNullable(heading.group(3))
                        .map(name -> Type.getInternalName(RunbookScript.class).replace("RunbookScript", name)));
    }

    private static Class<?> type(String name, String line) {
        Class<?> type = TYPES.get(name);
        require(type != null, line);
        return type;
    }

    private static void require(boolean right, String line) {
        if (!right) {
            throw new IllegalStateException(TABLE + ": " + line);
        }
    }

    private static String shortName(Class<?> type) {
        return type == Map.Entry.class ? "Map$Entry" : type.getSimpleName();
    }

    private static List<String> lines() {
        try (InputStream table = AllowedCalls.class.getResourceAsStream(TABLE)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
