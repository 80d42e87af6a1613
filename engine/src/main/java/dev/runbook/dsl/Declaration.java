package dev.runbook.dsl;

import dev.runbook.plan.Parameter;
import dev.runbook.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Evaluates a {@code param} and finds its value for this evaluation: the given value, else the default, else the
 * example.
 */
final class Declaration {
    private static final List<Class<?>> TYPES =
            List.of(String.class, Integer.class, Boolean.class, Duration.class, Instant.class);

    /** A check plans the runbook with each choice. */
    private static final int MOST_CHOICES = 100;

    private Declaration() {}

    static void of(EvaluationContext context, String name, String help, Map<String, Object> options) {
        Class<?> type = (Class<?>) options.getOrDefault("type", String.class);
        if (!TYPES.contains(type)) {
            context.problem("a parameter has the type Integer, Boolean, Duration or Instant; without one it is a text");
            type = String.class;
        }
        boolean secret = Boolean.TRUE.equals(options.get("secret"));
        if (secret && options.size() > 1) {
            context.problem("a secret parameter is a text that must be given: it takes no other option");
        }
        Parameter parameter = new Parameter(
                name,
                help,
                type,
                Boolean.TRUE.equals(options.get("optional")),
                Optional.ofNullable(options.get("default")).map(Values::plain),
                Optional.ofNullable((Pattern) options.get("matching")).map(Pattern::pattern),
                choices(context, options.get("oneOf")),
                Optional.ofNullable(options.get("example")).map(Values::plain),
                secret);
        if (context.params().declared().containsKey(name)) {
            context.problem("the parameter '" + name + "' is declared twice");
        }
        context.params().declare(parameter, value(context, parameter));
    }

    private static List<Object> choices(EvaluationContext context, Object oneOf) {
        List<?> choices = oneOf instanceof List<?> list ? list : List.of();
        if (choices.size() > MOST_CHOICES) {
            context.problem("a parameter offers at most " + MOST_CHOICES + " choices, not " + choices.size());
            return List.of();
        }
        if (choices.stream().anyMatch(Objects::isNull)) {
            context.problem("null is not a choice", "write optional: true for a parameter that may be left out");
            return List.of();
        }
        return choices.stream().<Object>map(Values::plain).toList();
    }

    private static Object value(EvaluationContext context, Parameter parameter) {
        return parameter.secret() ? secret(context, parameter.name()) : plain(context, parameter);
    }

    /** The text of a secret is never read here: a runbook that follows this one may pass another secret. */
    private static Object secret(EvaluationContext context, String name) {
        Object given = context.request().arguments().get(name);
        if (given != null && !(given instanceof Secret)) {
            context.problem(
                    "the parameter '" + name + "' is secret, so it is not given by -p, --params or a plain value",
                    "give --secret-param " + name + "=FILE, or type it when the run asks");
        }
        return given instanceof Secret handed ? handed : Secret.ofParameter(name);
    }

    private static Object plain(EvaluationContext context, Parameter parameter) {
        Object given = context.request()
                .arguments()
                .getOrDefault(parameter.name(), context.request().offered().get(parameter.name()));
        if (given != null) {
            return checked(context, parameter, given);
        }
        if (parameter.fallback().isPresent()) {
            return fallback(context, parameter, parameter.fallback().get());
        }
        if (parameter.required() && context.request().complete()) {
            context.problem(
                    "the parameter '" + parameter.name() + "' is missing: " + parameter.help(),
                    "give -p " + parameter.name() + "=…");
        }
        if (context.request().complete()) {
            return null;
        }
        return parameter
                .example()
                .or(() -> parameter.oneOf().stream().findFirst())
                .orElse(null);
    }

    private static Object fallback(EvaluationContext context, Parameter parameter, Object value) {
        try {
            return ParameterValue.of(parameter, value);
        } catch (Unreadable e) {
            context.problem(e.getMessage(), "correct its default:");
            return null;
        }
    }

    private static Object checked(EvaluationContext context, Parameter parameter, Object given) {
        try {
            return ParameterValue.of(parameter, given);
        } catch (Unreadable e) {
            context.problem(e.getMessage(), e.cures().toArray(String[]::new));
            return null;
        }
    }
}
