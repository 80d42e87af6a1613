package dev.runbook.dsl;

import dev.runbook.plan.Parameter;
import dev.runbook.value.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values the operator gave, by the names of {@code param}: {@code params.reason}. */
public final class Params {
    // a field would hide a parameter of its name
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

    /** The value where something is decided by it. Compiled runbooks read {@code params.name} by this and {@link #show}. */
    @NotAWord
    public Object at(String name) {
        Object value = value(name);
        if (value == null && required(name)) {
            throw new Unreadable(
                    "what is read here depends on the parameter '" + name + "', which has no value",
                    "give -p " + name + "=…, or declare it with an example: or a default:");
        }
        if (value instanceof Unknown && declared$.get(name).type() != String.class) {
            throw new Unreadable("what is read here depends on the parameter '" + name + "', known only in a run");
        }
        return value instanceof Unknown ? value.toString() : value;
    }

    /** What a runbook that is followed may take over; a required value that is still missing as one to come. */
    Map<String, Object> offered() {
        Map<String, Object> offered = new LinkedHashMap<>(values$);
        declared$.values().stream()
                .filter(Parameter::required)
                .forEach(parameter -> offered.putIfAbsent(parameter.name(), new Unknown(parameter.name())));
        return offered;
    }

    /** The text where it is given a name; a missing one is stood in for, as in {@link #show}. */
    @NotAWord
    public String named(String name) {
        Object value = show(name);
        return value == null ? null : value.toString();
    }

    /** The value where it is only put into a text: a missing one is stood in for. */
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
