package dev.runbook.dsl;

import dev.runbook.plan.Parameter;
import dev.runbook.value.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values given by the operator, by the names of {@code param}: {@code params.reason}. */
public final class Params {
    // a field would hide a parameter of the same name
    private final Map<String, Parameter> declared$ = new LinkedHashMap<>();
    private final Map<String, Object> values$ = new LinkedHashMap<>();

    void declare(Parameter parameter, Object value) {
        declared$.put(parameter.name(), parameter);
        if (value != null) {
            values$.put(parameter.name(), value);
        }
    }

    Map<String, Parameter> declared() {
        return declared$;
    }

    Map<String, Object> values() {
        return values$;
    }

    /**
     * The value where it decides something. Compiled runbooks read {@code params.name} with this method and
     * {@link #show}.
     */
    @NotAWord
    public Object at(String name) {
        Object value = value(name);
        if (value == null && required(name)) {
            throw new Unreadable(
                    "this depends on the parameter '" + name + "', which has no value",
                    "give -p " + name + "=…, or declare it with an example: or a default:");
        }
        if (value instanceof Unknown && declared$.get(name).type() != String.class) {
            throw new Unreadable("this depends on the parameter '" + name + "', known only in a run");
        }
        return value instanceof Unknown ? value.toString() : value;
    }

    /** The values of all declared parameters; null for an optional one without a value. */
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        declared$.keySet().forEach(name -> all.put(name, values$.get(name)));
        return all;
    }

    /** The values offered to a followed runbook; a missing required value is offered as a later one. */
    Map<String, Object> offered() {
        Map<String, Object> offered = new LinkedHashMap<>(values$);
        declared$.values().stream()
                .filter(Parameter::required)
                .forEach(parameter -> offered.putIfAbsent(parameter.name(), new Unknown(parameter.name())));
        return offered;
    }

    /** The text where it is assigned to a name; a missing value is replaced by a placeholder, as in {@link #show}. */
    @NotAWord
    public String named(String name) {
        Object value = show(name);
        return value == null ? null : value.toString();
    }

    /** The value where it is only inserted into a text: a missing value is replaced by a placeholder. */
    @NotAWord
    public Object show(String name) {
        Object value = value(name);
        return value == null && required(name) ? new Unknown(name) : value;
    }

    private boolean required(String name) {
        return declared$.get(name).required();
    }

    private Object value(String name) {
        if (!declared$.containsKey(name)) {
            throw new Unreadable("the parameter '" + name + "' is used before it is declared", "declare it further up");
        }
        return values$.get(name);
    }
}
