package dev.runbook.dsl;

import groovy.lang.Closure;
import groovy.lang.IntRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * List methods of the runbook language; none changes the list. Compiled runbooks call these in place of Groovy's
 * methods of the same names.
 */
public final class ListMethods {
    private static final Comparator<Object> NATURAL = Comparison::order;

    private ListMethods() {}

    // one element

    public static Object get(List<?> list, int index) {
        return list.get(index);
    }

    public static Object getAt(List<?> list, int index) {
        int at = index < 0 ? list.size() + index : index;
        if (at < 0) {
            throw new Unreadable("the list has " + list.size() + " elements, and none at " + index);
        }
        return at < list.size() ? list.get(at) : null;
    }

    public static Object getAt(List<?> list, Number index) {
        return getAt(list, index.intValue());
    }

    public static Object getAt(Iterable<?> elements, int index) {
        return getAt(copy(elements), index);
    }

    public static Object getAt(Object[] elements, int index) {
        return getAt(Arrays.asList(elements), index);
    }

    public static int size(Object[] elements) {
        return elements.length;
    }

    public static Object first(List<?> list) {
        return head(list);
    }

    public static Object first(Iterable<?> elements) {
        return head(copy(elements));
    }

    public static Object head(Iterable<?> elements) {
        return head(copy(elements));
    }

    public static Object head(List<?> list) {
        return filled(list, "first").get(0);
    }

    public static Object last(List<?> list) {
        return filled(list, "last").get(list.size() - 1);
    }

    public static Object last(Iterable<?> elements) {
        return last(copy(elements));
    }

    private static List<?> filled(List<?> list, String which) {
        if (list.isEmpty()) {
            throw new Unreadable("an empty list has no " + which + " element");
        }
        return list;
    }

    public static boolean equals(List<?> list, List<?> other) {
        return Comparison.same(list, other);
    }

    public static boolean equals(Set<?> set, Set<?> other) {
        return set.size() == other.size() && every(set, other);
    }

    private static boolean every(Set<?> elements, Set<?> of) {
        for (Object element : elements) {
            if (!contains((Iterable<?>) of, element)) {
                return false;
            }
        }
        return true;
    }

    public static int indexOf(List<?> list, Object element) {
        for (int i = 0; i < list.size(); i++) {
            if (Comparison.same(list.get(i), element)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean contains(Collection<?> list, Object element) {
        return contains((Iterable<?>) list, element);
    }

    public static boolean contains(Iterable<?> elements, Object element) {
        for (Object one : elements) {
            if (Comparison.same(one, element)) {
                return true;
            }
        }
        return false;
    }

    /** {@code element in list} */
    public static boolean isCase(Collection<?> list, Object element) {
        return contains(list, element);
    }

    public static boolean isCase(Iterable<?> elements, Object element) {
        return contains(elements, element);
    }

    public static boolean isNotCase(Collection<?> list, Object element) {
        return !contains(list, element);
    }

    // parts

    public static List<?> tail(List<?> list) {
        return copy(filled(list, "first").subList(1, list.size()));
    }

    public static List<?> init(List<?> list) {
        return copy(filled(list, "last").subList(0, list.size() - 1));
    }

    public static List<?> take(List<?> list, int count) {
        return copy(list.subList(0, bounded(list, count)));
    }

    public static List<?> drop(List<?> list, int count) {
        return copy(list.subList(bounded(list, count), list.size()));
    }

    private static int bounded(List<?> list, int count) {
        return Math.max(0, Math.min(list.size(), count));
    }

    public static List<?> step(IntRange range, int width) {
        if (width < 1) {
            throw new Unreadable("the step of a range is 1 or more, not " + width);
        }
        List<Object> some = new ArrayList<>();
        for (int i = 0; i < range.size(); i += width) {
            some.add(range.get(i));
        }
        return some;
    }

    public static List<?> minus(List<?> list, Collection<?> without) {
        return minus(list, (Iterable<?>) without);
    }

    public static List<?> minus(List<?> list, Iterable<?> without) {
        List<Object> rest = new ArrayList<>();
        for (Object element : list) {
            if (!contains(without, element)) {
                rest.add(element);
            }
        }
        return rest;
    }

    public static List<?> minus(List<?> list, Object without) {
        return minus(list, Arrays.asList(without));
    }

    public static List<?> toUnique(List<?> list) {
        List<Object> unique = new ArrayList<>();
        for (Object element : list) {
            if (!contains(unique, element)) {
                unique.add(element);
            }
        }
        return unique;
    }

    // more

    public static List<?> plus(List<?> list, Collection<?> more) {
        return plus((Collection<?>) list, (Iterable<?>) more);
    }

    public static List<?> plus(List<?> list, Iterable<?> more) {
        return plus((Collection<?>) list, more);
    }

    public static List<?> plus(List<?> list, Object element) {
        return plus((Collection<?>) list, element);
    }

    public static List<?> plus(Collection<?> list, Collection<?> more) {
        return plus(list, (Iterable<?>) more);
    }

    public static List<?> plus(Collection<?> list, Object element) {
        return plus(list, (Iterable<?>) Arrays.asList(element));
    }

    public static List<?> plus(Collection<?> list, Iterable<?> more) {
        List<Object> both = copy(list);
        both.addAll(copy(more));
        WorkMeter.elements(both.size());
        return both;
    }

    public static List<?> toList(Iterable<?> elements) {
        return copy(elements);
    }

    public static List<?> reverse(List<?> list) {
        List<Object> reversed = new ArrayList<>();
        for (int i = list.size() - 1; i >= 0; i--) {
            reversed.add(list.get(i));
        }
        WorkMeter.elements(reversed.size());
        return reversed;
    }

    public static List<?> withIndex(Iterable<?> elements) {
        return withIndex(elements, 0);
    }

    public static List<?> withIndex(Iterable<?> elements, int from) {
        List<Object> pairs = new ArrayList<>();
        for (Object element : copy(elements)) {
            pairs.add(new groovy.lang.Tuple2<>(element, from + pairs.size()));
        }
        return pairs;
    }

    public static List<?> toSorted(Iterable<?> elements) {
        List<Object> sorted = copy(elements);
        sorted.sort(NATURAL);
        return sorted;
    }

    public static List<?> toSorted(Iterable<?> elements, Closure<?> by) {
        List<Object> sorted = copy(elements);
        sorted.sort((a, b) -> order(by, a, b));
        return sorted;
    }

    /** A closure with two parameters compares; with one parameter it returns the sort key. */
    private static int order(Closure<?> by, Object a, Object b) {
        return by.getMaximumNumberOfParameters() == 2
                ? ((Number) by.call(a, b)).intValue()
                : Comparison.order(by.call(a), by.call(b));
    }

    // each element

    public static List<?> collect(Iterable<?> elements, Closure<?> block) {
        List<Object> collected = new ArrayList<>();
        for (Object element : copy(elements)) {
            collected.add(block.call(element));
        }
        return collected;
    }

    public static Object find(Collection<?> elements, Closure<?> block) {
        for (Object element : elements) {
            if (Operators.booleanUnbox(block.call(element))) {
                return element;
            }
        }
        return null;
    }

    public static List<?> findAll(List<?> elements, Closure<?> block) {
        List<Object> found = new ArrayList<>();
        for (Object element : elements) {
            if (Operators.booleanUnbox(block.call(element))) {
                found.add(element);
            }
        }
        return found;
    }

    public static Set<?> findAll(Set<?> elements, Closure<?> block) {
        return new LinkedHashSet<Object>(findAll(copy(elements), block));
    }

    public static boolean every(Iterable<?> elements, Closure<?> block) {
        for (Object element : elements) {
            if (!Operators.booleanUnbox(block.call(element))) {
                return false;
            }
        }
        return true;
    }

    public static boolean any(Iterable<?> elements, Closure<?> block) {
        for (Object element : elements) {
            if (Operators.booleanUnbox(block.call(element))) {
                return true;
            }
        }
        return false;
    }

    public static Number count(Iterable<?> elements, Closure<?> block) {
        return findAll(copy(elements), block).size();
    }

    public static Number count(Iterable<?> elements, Object sought) {
        int count = 0;
        for (Object element : elements) {
            count += Comparison.same(element, sought) ? 1 : 0;
        }
        return count;
    }

    // all elements

    public static Object sum(Iterable<?> elements) {
        return folded(elements, Operators::plus);
    }

    public static Object sum(Iterable<?> elements, Closure<?> block) {
        return sum(collect(elements, block));
    }

    public static Object min(Iterable<?> elements) {
        return folded(elements, (a, b) -> Comparison.order(b, a) < 0 ? b : a);
    }

    public static Object max(Iterable<?> elements) {
        return folded(elements, (a, b) -> Comparison.order(b, a) > 0 ? b : a);
    }

    public static Object min(Iterable<?> elements, Closure<?> by) {
        return folded(elements, (a, b) -> order(by, b, a) < 0 ? b : a);
    }

    public static Object max(Iterable<?> elements, Closure<?> by) {
        return folded(elements, (a, b) -> order(by, b, a) > 0 ? b : a);
    }

    /** Returns null for an empty list. */
    private static Object folded(Iterable<?> elements, BinaryOperator<Object> operator) {
        return copy(elements).stream().reduce(operator).orElse(null);
    }

    public static String join(Iterable<?> elements) {
        return join(elements, "");
    }

    public static String join(Iterable<?> elements, String separator) {
        StringBuilder joined = new StringBuilder();
        String between = "";
        for (Object element : elements) {
            joined.append(between).append(Operators.castToString(element));
            WorkMeter.length(joined.length());
            between = separator;
        }
        return joined.toString();
    }

    private static List<Object> copy(Iterable<?> elements) {
        List<Object> copy = new ArrayList<>();
        elements.forEach(copy::add);
        WorkMeter.elements(copy.size());
        return copy;
    }
}
