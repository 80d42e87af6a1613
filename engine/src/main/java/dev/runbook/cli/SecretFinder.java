package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.value.Secret;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds every secret in the description of an action, at any depth: a command's gap, a header, a variable, a form. */
final class SecretFinder {
    private final Set<Secret> found = new LinkedHashSet<>();

    private SecretFinder() {}

    /** @param value a record, or a list or map of records */
    static Set<Secret> of(Object value) {
        SecretFinder secrets = new SecretFinder();
        secrets.look(value);
        return secrets.found;
    }

    private void look(Object value) {
        if (value instanceof Secret secret) {
            found.add(secret);
        } else if (value instanceof Optional<?> maybe) {
            maybe.ifPresent(this::look);
        } else if (value instanceof Collection<?> list) { // not any Iterable: a Path contains itself
            list.forEach(this::look);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::look);
        } else if (value instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                look(read(component.getAccessor(), record));
            }
        }
    }

    private static Object read(Method accessor, Record record) {
        try {
            accessor.setAccessible(true); // a record of another package may be its own secret
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new EngineException("cannot look into " + record.getClass().getSimpleName(), e);
        }
    }
}
