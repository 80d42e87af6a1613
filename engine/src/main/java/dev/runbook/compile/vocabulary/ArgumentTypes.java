package dev.runbook.compile.vocabulary;

import dev.runbook.dsl.Accepts;
import dev.runbook.dsl.Json;
import dev.runbook.dsl.Names;
import dev.runbook.dsl.Setting;
import groovy.transform.NamedParam;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The value types that an argument of a word accepts; the first is the usual one. */
public final class ArgumentTypes {
    private ArgumentTypes() {}

    public static List<Class<?>> of(Parameter parameter) {
        return accepted(parameter, accepts -> accepts.option().length == 0, parameter.getType());
    }

    public static List<Class<?>> of(Parameter parameter, NamedParam option) {
        Names names = parameter.getAnnotation(Names.class);
        if (names != null && !names.among().isEmpty()) {
            if (names.among().equals(option.value())) {
                return List.of(List.class, Setting.class);
            }
            if (List.of(names.option()).contains(option.value())) {
                return List.of(CharSequence.class, Json.class);
            }
        }
        return accepted(parameter, accepts -> List.of(accepts.option()).contains(option.value()), option.type());
    }

    private static List<Class<?>> accepted(Parameter parameter, Predicate<Accepts> about, Class<?> declared) {
        return Arrays.stream(parameter.getAnnotationsByType(Accepts.class))
                .filter(about)
                .map(accepts -> List.of(accepts.value()))
                .findFirst()
                .orElse(List.of(declared));
    }
}
