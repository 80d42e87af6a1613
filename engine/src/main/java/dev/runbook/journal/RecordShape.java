package dev.runbook.journal;

import dev.runbook.journal.event.IsoInstant;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;

/** The components of a record class, looked up once, since a journal has many thousands of records. Thread-safe. */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> kind) {
            return new RecordShape(kind);
        }
    };

    private final String[] names;
    private final Class<?>[] types;
    private final Method[] accessors;
    private final RecordComponent[] components;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> kind) {
        components = kind.getRecordComponents();
        names = new String[components.length];
        types = new Class<?>[components.length];
        accessors = new Method[components.length];
        for (int i = 0; i < components.length; i++) {
            names[i] = components[i].getName();
            types[i] = components[i].getType();
            accessors[i] = components[i].getAccessor();
        }
        try {
            constructor = kind.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static RecordShape of(Class<?> kind) {
        return SHAPES.get(kind);
    }

    int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    Class<?> type(int index) {
        return types[index];
    }

    /** Returns the type of the values in a list, a map or an optional value. */
    Class<?> element(int index) {
        if (!(components[index].getGenericType() instanceof ParameterizedType type)) {
            return Object.class;
        }
        Type[] arguments = type.getActualTypeArguments();
        return arguments[arguments.length - 1] instanceof Class<?> plain ? plain : Object.class;
    }

    /** Returns whether a text is an instant. */
    boolean isInstant(int index) {
        return components[index].isAnnotationPresent(IsoInstant.class);
    }

    Object get(int index, Record of) {
        try {
            return accessors[index].invoke(of);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Creates a record; throws what its constructor throws. */
    Object make(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw refused.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
