package dev.runbook.compile.vocabulary;

import dev.runbook.dsl.Json;
import dev.runbook.dsl.Percent;
import dev.runbook.dsl.Text;
import dev.runbook.value.ByteSize;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Secret;
import groovy.lang.Closure;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassNode;

/**
 * Shows the usage of a word, derived from its method: {@code retry(Map, int)} is {@code retry 3, every: 30.seconds}.
 */
public final class Usage {
    private static final int MOST_OPTIONS = 8;

    private Usage() {}

    public static String of(Method word) {
        List<String> first = new ArrayList<>();
        List<String> options = new ArrayList<>();
        String block = "";
        for (Parameter parameter : word.getParameters()) {
            if (parameter.isAnnotationPresent(NamedParams.class)) {
                options.addAll(options(parameter));
            } else if (parameter.getType() == Closure.class) {
                block = " { … }";
            } else {
                first.add(sample(ArgumentTypes.of(parameter).get(0)));
            }
        }
        first.addAll(options);
        String arguments = String.join(", ", first);
        if (!block.isEmpty()) {
            return word.getName() + (arguments.isEmpty() ? "" : "(" + arguments + ")") + block;
        }
        return word.getName() + (arguments.isEmpty() ? "()" : " " + arguments);
    }

    /** Returns the required options of a word, and the optional ones unless there are too many to read. */
    private static List<String> options(Parameter parameter) {
        NamedParam[] all = parameter.getAnnotation(NamedParams.class).value();
        return Arrays.stream(all)
                .filter(option -> option.required() || all.length <= MOST_OPTIONS)
                .map(option -> option.value() + ": "
                        + sample(ArgumentTypes.of(parameter, option).get(0)))
                .toList();
    }

    /** Returns a sample value of a type. */
    public static String sample(Class<?> type) {
        if (type == Duration.class) {
            return "30.seconds";
        }
        if (type == Instant.class) {
            return "2.hours.ago";
        }
        if (type == Percent.class) {
            return "95.percent";
        }
        if (type == ByteSize.class) {
            return "16.megabytes";
        }
        if (type == Pattern.class) {
            return "~/…/";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "'…'";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "3";
        }
        if (List.class.isAssignableFrom(type)) {
            return "['…', '…']";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "[name: '…']";
        }
        if (type == Secret.class) {
            return "secret('…')";
        }
        if (type == Closure.class) {
            return "{ … }";
        }
        if (type == Class.class) {
            return "Integer";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> EnumWord.of((Enum<?>) constant))
                    .collect(Collectors.joining("|"));
        }
        return "…";
    }

    /** Returns the name of a value type for authors. */
    public static String kind(String type) {
        return switch (type) {
            case "java.lang.String", "groovy.lang.GString", "java.lang.CharSequence" -> "text";
            case "int",
                    "java.lang.Integer",
                    "long",
                    "java.lang.Long",
                    "java.math.BigDecimal",
                    "java.lang.Number",
                    "double",
                    "java.lang.Double",
                    "java.math.BigInteger" -> "a number";
            case "boolean", "java.lang.Boolean" -> "true or false";
            case "java.time.Duration", "dev.runbook.dsl.RunDuration" -> "a duration";
            case "java.time.Instant", "dev.runbook.dsl.RunInstant" -> "an instant";
            case "java.util.List",
                    "java.util.ArrayList",
                    "java.util.AbstractList",
                    "java.util.Collection",
                    "java.util.Set",
                    "java.lang.Iterable",
                    "groovy.lang.IntRange",
                    "groovy.lang.Range" -> "a list";
            case "java.util.Map", "java.util.LinkedHashMap", "java.util.HashMap", "java.util.AbstractMap" -> "a map";
            case "java.util.Map$Entry" -> "an entry of a map";
            case "groovy.lang.Closure" -> "a block";
            case "dev.runbook.dsl.BaseUrl" -> "a service's address";
            case "dev.runbook.value.Secret" -> "a secret";
            case "dev.runbook.dsl.Percent" -> "a percentage";
            case "dev.runbook.value.ByteSize" -> "a size";
            case "dev.runbook.dsl.Setting" -> "a setting";
            case "dev.runbook.dsl.Handle" -> "the result of a step";
            case "dev.runbook.dsl.RunInfo" -> "run";
            case "dev.runbook.dsl.Handles" -> "the results of a loop";
            case "dev.runbook.dsl.Text", "dev.runbook.dsl.Json" -> "a value known only in a run";
            case "java.lang.Object" -> "a value";
            default -> Vocabulary.isLanguage(type) ? "'" + Vocabulary.nameOf(type) + "'" : "a value";
        };
    }

    /** Whether values of a type are known only in a run. */
    public static boolean isLater(ClassNode type) {
        return type.getName().equals(Json.class.getName()) || type.getName().equals(Text.class.getName());
    }
}
