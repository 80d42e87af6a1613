package dev.runbook.compile;

import java.util.Map;
import org.codehaus.groovy.ast.MethodNode;

/** Suggests alternatives for calls that are not allowed. */
final class RefusedCalls {
    private static final String CHANGE_LIST = "a value never changes; make a new list: list + [value]";
    private static final String CHANGE_MAP = "a value never changes; make a new map: map + [name: value]";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("sort", "write .toSorted(), which leaves the list as it is"),
            Map.entry("unique", "write .toUnique(), which leaves the list as it is"),
            Map.entry("add", CHANGE_LIST),
            Map.entry("addAll", CHANGE_LIST),
            Map.entry("push", CHANGE_LIST),
            Map.entry("leftShift", CHANGE_LIST),
            Map.entry("remove", "a value never changes; make a new list: list - [value]"),
            Map.entry("removeAll", "a value never changes; make a new list: list - [value]"),
            Map.entry("put", CHANGE_MAP),
            Map.entry("putAll", CHANGE_MAP),
            Map.entry("putAt", CHANGE_MAP),
            Map.entry("withDefault", "write map.name ?: 'default' where the value is read"),
            Map.entry("get", "write map.name ?: 'default' where the value is read"),
            Map.entry("getAt", "write list[0] or map['name']; to read a part of each element: .collect { it… }"),
            Map.entry("collect", "only a list has it: write list.collect { it… }"));

    private RefusedCalls() {}

    static String cure(MethodNode method) {
        String name = method.getName();
        return name.startsWith("each")
                ? "write for (one in list) { }"
                : INSTEAD.getOrDefault(name, "only what computes on plain values may be called");
    }
}
