package dev.runbook.dsl;

import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import java.util.function.Supplier;

/** A typed value that may be known only in a run; evaluated at each use. */
public abstract class LaterValue extends LanguageValue implements RunTimeValue {
    private final Supplier<Object> value;

    /** @param value the plain value, or an {@link Unknown} while it is not known */
    LaterValue(Supplier<Object> value) {
        this.value = value;
    }

    @NotAWord
    @Override
    public Object plain() {
        return value.get();
    }

    /** Computes with the plain value; an unknown value stays unknown. */
    static Object computed(Object plain, String operation, Supplier<Object> known) {
        return plain instanceof Unknown unknown ? new Unknown(unknown.source() + operation) : known.get();
    }

    @Override
    public String toString() {
        return Template.readable(plain());
    }
}
