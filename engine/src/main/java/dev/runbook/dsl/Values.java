package dev.runbook.dsl;

import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import groovy.lang.GString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Converts runbook values to the plain values that the engine stores. */
final class Values {
    private Values() {}

    /**
     * Converts run-time values and Groovy's texts to plain values, also inside lists and maps.
     *
     * @throws Unreadable when a part is a placeholder for a value that cannot be used
     */
    static Object plain(Object value) {
        return whole(partly(value), "the value");
    }

    private static Object whole(Object plain, String name) {
        if (plain instanceof List<?> list) {
            list.forEach(element -> whole(element, name));
        } else if (plain instanceof Map<?, ?> map) {
            map.forEach((key, part) -> whole(part, String.valueOf(key)));
        }
        return ActionOutputs.usable(plain, name);
    }

    /** Converts to plain values and keeps placeholders: for callers that read only some parts, or show the value. */
    static Object partly(Object value) {
        if (value instanceof PlainValue wrapper) {
            return wrapper.plain();
        }
        if (value instanceof GString gaps) {
            Template text = template(gaps);
            return text.values().stream().anyMatch(one -> unknown(one) || secret(one)) ? text : text.shown();
        }
        if (value instanceof List<?> list) {
            WorkMeter.elements(list.size());
            List<Object> plain = new ArrayList<>();
            list.forEach(element -> plain.add(partly(element)));
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            WorkMeter.elements(map.size());
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, element) -> plain.put(String.valueOf(partly(key)), partly(element)));
            return plain;
        }
        return value instanceof BaseUrl || value instanceof Character ? value.toString() : value;
    }

    /**
     * Splits an author's text into text and values. Never lets Groovy join them, which is slow and loses the boundary.
     */
    static Template template(CharSequence text) {
        if (text instanceof GString gaps) {
            List<Object> values = new ArrayList<>();
            long length = 0;
            for (Object value : gaps.getValues()) {
                Object plain = plain(value);
                values.add(plain);
                length += plain instanceof String part ? part.length() : 0;
            }
            WorkMeter.length(length);
            return new Template(List.of(gaps.getStrings()), values);
        }
        return text instanceof PlainValue wrapper
                ? new Template(List.of("", ""), List.of(wrapper.plain()))
                : Template.of(text.toString());
    }

    /** The value in a text that only a run knows, while it is unknown. */
    static Optional<Unknown> late(CharSequence text) {
        Stream<?> values = text instanceof GString gaps ? Arrays.stream(gaps.getValues()) : Stream.of(text);
        return values.filter(RunTimeValue.class::isInstance)
                .map(value -> ((RunTimeValue) value).plain())
                .filter(Unknown.class::isInstance)
                .map(Unknown.class::cast)
                .findFirst();
    }

    /** The service that a URL begins with. */
    static Optional<String> service(CharSequence address) {
        return address instanceof GString gaps
                        && gaps.getStrings()[0].isEmpty()
                        && gaps.getValues().length > 0
                        && gaps.getValues()[0] instanceof BaseUrl url
                ? Optional.of(url.service())
                : Optional.empty();
    }

    /** Converts a name or an option: a text that must be known when the runbook is planned. */
    static String text(CharSequence text) {
        return text instanceof Setting setting
                ? setting.toString()
                : template(text).shown();
    }

    /**
     * Converts a name or an option to text; a value that only a run knows is shown as in the plan.
     *
     * @throws Unreadable when it is missing
     */
    static String shown(Object value) {
        if (value instanceof Json json) {
            json.present();
        }
        return value instanceof CharSequence text ? text(text) : option(value).shown();
    }

    /** Converts a value given as an option: a text with gaps, or a single value. */
    static Template option(Object value) {
        if (value instanceof CharSequence text) {
            return template(text);
        }
        Object plain = plain(value);
        return plain == null || plain instanceof Unknown || plain instanceof Secret || value instanceof PlainValue
                ? new Template(List.of("", ""), List.of(plain))
                : Template.of(String.valueOf(plain));
    }

    /** Whether the value contains a secret. */
    static boolean secret(Object plain) {
        return contains(plain, Secret.class);
    }

    /** Whether the value contains a value that only a run knows. */
    static boolean unknown(Object plain) {
        return contains(plain, Unknown.class);
    }

    private static boolean contains(Object plain, Class<?> kind) {
        if (plain instanceof List<?> list) {
            return list.stream().anyMatch(element -> contains(element, kind));
        }
        if (plain instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(element -> contains(element, kind));
        }
        if (plain instanceof Template text) {
            return text.values().stream().anyMatch(value -> contains(value, kind));
        }
        return kind.isInstance(plain);
    }
}
