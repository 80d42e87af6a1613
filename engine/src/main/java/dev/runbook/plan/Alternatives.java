package dev.runbook.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds neighbouring members of a sequence whose {@code onlyIf} conditions exclude each other, such as
 * {@code choice.stdout == 'full'} and {@code choice.stdout != 'full'}: a run takes at most one of them, so only the
 * longest counts.
 *
 * <p>Conditions are compared as the author wrote them. The values they read do not change between two neighbours, since
 * a handle's values are fixed once its step has run.
 */
public final class Alternatives {
    private static final Pattern COMPARISON = Pattern.compile("([^=!<>&|]+)(==|!=)([^=!<>&|]+)");
    private static final Pattern LITERAL = Pattern.compile("'[^']*'|\"[^\"$]*\"|-?\\d+(\\.\\d+)?|true|false|null");

    private Alternatives() {}

    /**
     * Divides a sequence, in order, into groups of which a run takes at most one member. A node that takes no time,
     * such as a message, never divides a group.
     */
    public static <N extends Node> List<List<N>> of(List<N> nodes) {
        return of(nodes, Function.identity());
    }

    /** Divides parts likewise, each of which belongs to a node. */
    public static <P> List<List<P>> of(List<P> parts, Function<P, ? extends Node> nodeOf) {
        List<List<P>> groups = new ArrayList<>();
        for (P part : parts) {
            Node node = nodeOf.apply(part);
            boolean joins = !groups.isEmpty()
                    && (!node.takesTime()
                            || groups.get(groups.size() - 1).stream()
                                    .map(nodeOf)
                                    .filter(Node::takesTime)
                                    .allMatch(member -> exclude(member, node)));
            if (!joins) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(part);
        }
        return groups;
    }

    private static boolean exclude(Node first, Node second) {
        List<String> others = conditions(second);
        return conditions(first).stream().anyMatch(a -> others.stream().anyMatch(b -> exclude(a, b)));
    }

    private static boolean exclude(String first, String second) {
        if (first.equals(negated(second)) || second.equals(negated(first))) {
            return true;
        }
        Matcher a = COMPARISON.matcher(first);
        Matcher b = COMPARISON.matcher(second);
        if (!a.matches()
                || !b.matches()
                || !a.group(1).strip().equals(b.group(1).strip())) {
            return false;
        }
        String left = a.group(3).strip();
        String right = b.group(3).strip();
        boolean sameValue = left.equals(right);
        return a.group(2).equals(b.group(2))
                ? a.group(2).equals("==") && !sameValue && isLiteral(left) && isLiteral(right)
                : sameValue;
    }

    private static String negated(String condition) {
        return condition.matches("[\\w.]+(\\(\\))?") ? "!" + condition : "!(" + condition + ")";
    }

    private static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    private static List<String> conditions(Node node) {
        return node.onlyIf().map(Condition::texts).orElse(List.of()).stream()
                .map(String::strip)
                .toList();
    }
}
