package dev.runbook.dsl;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Map methods of the runbook language; none changes the map. A closure with two parameters gets key and value, with one
 * parameter the entry. Compiled runbooks call these in place of Groovy's methods of the same names.
 */
public final class MapMethods {
    private MapMethods() {}

    public static Object get(Map<?, ?> map, Object key) {
        return map.get(Operators.key(key));
    }

    /** {@code map[key]} and {@code map.key} */
    public static Object getAt(Map<?, ?> map, Object key) {
        return get(map, key);
    }

    public static boolean containsKey(Map<?, ?> map, Object key) {
        return map.containsKey(Operators.key(key));
    }

    /** {@code key in map}: whether the value of the key is true, as in Groovy. */
    public static boolean isCase(Map<?, ?> map, Object key) {
        return Operators.booleanUnbox(get(map, key));
    }

    public static boolean isNotCase(Map<?, ?> map, Object key) {
        return !isCase(map, key);
    }

    public static boolean equals(Map<?, ?> map, Map<?, ?> other) {
        return Comparison.same(map, other);
    }

    public static Map<?, ?> plus(Map<?, ?> map, Map<?, ?> more) {
        WorkMeter.elements((long) map.size() + more.size());
        Map<Object, Object> both = new LinkedHashMap<>(map);
        both.putAll(more);
        return both;
    }

    public static boolean every(Map<?, ?> map, Closure<?> block) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!Operators.booleanUnbox(call(block, entry))) {
                return false;
            }
        }
        return true;
    }

    public static boolean any(Map<?, ?> map, Closure<?> block) {
        return find(map, block) != null;
    }

    public static Map.Entry<?, ?> find(Map<?, ?> map, Closure<?> block) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (Operators.booleanUnbox(call(block, entry))) {
                return entry;
            }
        }
        return null;
    }

    public static Map<?, ?> findAll(Map<?, ?> map, Closure<?> block) {
        Map<Object, Object> found = new LinkedHashMap<>();
        map.entrySet().stream()
                .filter(entry -> Operators.booleanUnbox(call(block, entry)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    public static List<?> collect(Map<?, ?> map, Closure<?> block) {
        List<Object> collected = new ArrayList<>();
        map.entrySet().forEach(entry -> collected.add(call(block, entry)));
        return collected;
    }

    private static Object call(Closure<?> block, Map.Entry<?, ?> entry) {
        return block.getMaximumNumberOfParameters() == 2
                ? block.call(entry.getKey(), entry.getValue())
                : block.call(entry);
    }
}
