package dev.runbook.compile.rules;

import dev.runbook.compile.vocabulary.Usage;
import java.util.Map;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.syntax.Types;

/** Reports calls, reads and operators that are not allowed, each with what to write instead. */
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

    private final VocabularyChecker checker;

    RefusedCalls(VocabularyChecker checker) {
        this.checker = checker;
    }

    /** Reports a call, or the read or operator that Groovy resolves to one. */
    void refuse(Expression expression, MethodNode target) {
        String type = Usage.kind(target.getDeclaringClass().getName());
        if (expression instanceof BinaryExpression binary) {
            refuseOperator(binary);
        } else if (expression instanceof PropertyExpression property) {
            checker.report(
                    property.getProperty(),
                    "a runbook cannot read '" + property.getPropertyAsString() + "' of " + type);
        } else {
            ASTNode place = expression instanceof MethodCallExpression call ? call.getMethod() : expression;
            checker.report(place, "a runbook cannot call '" + target.getName() + "' of " + type, cure(target));
        }
    }

    /** Reports an operator that cannot be applied to values of these types. */
    void refuseOperator(BinaryExpression binary) {
        ClassNode left = checker.typeOf(binary.getLeftExpression());
        ClassNode right = checker.typeOf(binary.getRightExpression());
        String[] cure = new String[0];
        if (left.equals(HandleRules.HANDLE) || right.equals(HandleRules.HANDLE)) {
            cure = new String[] {"name what to read of the result: .ok, .stdout"};
        } else if (binary.getOperation().getType() == Types.PLUS
                && (AllowListVerifier.isText(left) || AllowListVerifier.isText(right))) {
            cure = new String[] {"a text with values in it is written \"${…} …\""};
        } else if (Usage.isLater(right) && !Usage.isLater(left)) {
            cure = new String[] {
                binary.getOperation().getType() == Types.DIVIDE
                        ? "compare a product: instead of 10 / value > 2 write value * 2 < 10"
                        : "write the value of the run first: value * -1 + 1 for 1 - value"
            };
        }
        checker.report(
                binary,
                "'" + binary.getOperation().getText() + "' cannot take " + Usage.kind(left.getName()) + " and "
                        + Usage.kind(right.getName()),
                cure);
    }

    private static String cure(MethodNode method) {
        String name = method.getName();
        return name.startsWith("each")
                ? "write for (one in list) { }"
                : INSTEAD.getOrDefault(name, "only what computes on plain values may be called");
    }
}
