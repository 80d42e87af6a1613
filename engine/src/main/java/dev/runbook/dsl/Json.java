package dev.runbook.dsl;

import dev.runbook.value.NoStatus;
import dev.runbook.value.Unknown;
import groovy.lang.Closure;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.FromString;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value in a JSON document, a row or a result: {@code json.items[0].id}, {@code row.name}, {@code rows*.id}. A
 * missing part is null. The class has no getters, so that every name can be a name in the document.
 */
public final class Json extends LanguageValue implements RunTimeValue {
    private static final String ELEMENT = "dev.runbook.dsl.Json";

    // a field would hide a part of the same name; a runbook cannot name a part that ends in $
    private final Object content$;
    private final String path$;
    /** Reads the value again if it was unknown when it was assigned to a name; null for a known value. */
    private final Supplier<Json> later$;

    private Json(Object content, String path, Supplier<Json> later) {
        this.content$ = content;
        this.path$ = path;
        this.later$ = later;
    }

    /** @throws Unreadable when the content is a placeholder for a value that cannot be used */
    static Json of(Object content, String path) {
        return new Json(content instanceof NoStatus ? content : ActionOutputs.usable(content, path), path, null);
    }

    /** Returns a placeholder for a value that no run makes known. */
    static Json unknown(String source) {
        return unknown(source, () -> unknown(source));
    }

    /** @param later reads the value again, which may still be unknown */
    static Json unknown(String source, Supplier<Json> later) {
        return new Json(null, source, later);
    }

    /** Returns the current value: a name declared outside a step is also used in the run. */
    private Json now() {
        return isUnknown() ? later$.get() : this;
    }

    private boolean isUnknown() {
        return later$ != null;
    }

    @NotAWord
    @Override
    public Object plain() {
        Json now = now();
        return now.isUnknown() ? new Unknown(path$) : now.content$;
    }

    /**
     * The plain value, where one is required.
     *
     * @throws Unreadable when it is missing
     */
    Object present() {
        Object plain = plain();
        if (plain == null) {
            throw new Unreadable("'" + path$ + "' is missing");
        }
        return plain;
    }

    /**
     * The part of this name; for a list, that part of each element. Compiled runbooks read {@code json.name} with this
     * method.
     */
    @NotAWord
    public Json at(String name) {
        String place = path$ + "." + name;
        Json now = now();
        if (now.isUnknown()) {
            return unknown(place, () -> at(name));
        }
        if (now.content$ instanceof List<?> list) {
            List<Object> parts = new ArrayList<>();
            list.forEach(element -> parts.add(ActionOutputs.usable(part(element, name), place)));
            return of(parts, place);
        }
        return of(part(now.content$, name), place);
    }

    private static Object part(Object element, String name) {
        return element instanceof Map<?, ?> map ? map.get(name) : null;
    }

    public Json getAt(int index) {
        String place = path$ + "[" + index + "]";
        Json now = now();
        if (now.isUnknown()) {
            return unknown(place, () -> getAt(index));
        }
        List<?> list = now.content$ instanceof List<?> elements ? elements : List.of();
        int at = index < 0 ? list.size() + index : index;
        return of(at >= 0 && at < list.size() ? list.get(at) : null, place);
    }

    public Json getAt(String name) {
        return at(name);
    }

    /**
     * The number of elements, parts or characters.
     *
     * @throws Unreadable when it is missing, or a value without a size
     */
    public int size() {
        Object plain = known();
        if (plain instanceof List<?> list) {
            return list.size();
        }
        if (plain instanceof Map<?, ?> map) {
            return map.size();
        }
        if (plain instanceof String text) {
            return text.length();
        }
        if (plain instanceof Double number && number.isNaN()) {
            return 0; // no data: a test for zero series is allowed
        }
        throw without("list, map or text", plain);
    }

    /**
     * Whether a list contains the element, a text the substring, a map the key.
     *
     * @throws Unreadable when it is missing, or a value without parts
     */
    public boolean contains(Object what) {
        Object plain = known();
        if (plain instanceof List<?>) {
            return Comparison.in(what, plain);
        }
        Object part = Values.plain(what);
        if (plain instanceof Map<?, ?> map) {
            return map.containsKey(part);
        }
        if (plain instanceof String text) {
            return text.contains(String.valueOf(part));
        }
        throw without("list, map or text", plain);
    }

    /** {@code 'a' in json.tags} */
    public boolean isCase(Object what) {
        return contains(what);
    }

    /** {@code 'a' !in json.tags} */
    public boolean isNotCase(Object what) {
        return !contains(what);
    }

    public boolean startsWith(String part) {
        return text().startsWith(part);
    }

    public boolean endsWith(String part) {
        return text().endsWith(part);
    }

    public boolean matches(String pattern) {
        return Patterns.matches(pattern, text());
    }

    private String text() {
        Object plain = known();
        if (plain instanceof String text) {
            return text;
        }
        throw new Unreadable("'" + path$ + "' is not a text but " + (plain == null ? "missing" : plain));
    }

    /** Whether the block holds for every element. */
    public boolean every(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        return elements().stream().allMatch(element -> Comparison.holds(block.call(element)));
    }

    /** Whether the block holds for at least one element. */
    public boolean any(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        return elements().stream().anyMatch(element -> Comparison.holds(block.call(element)));
    }

    /** The elements for which the block holds. */
    public Json findAll(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        if (now().isUnknown()) {
            return unknown(path$ + ".findAll", () -> findAll(block));
        }
        return of(
                elements().stream()
                        .filter(element -> Comparison.holds(block.call(element)))
                        .map(Json::plain)
                        .toList(),
                path$ + ".findAll");
    }

    /** The first element for which the block holds, else null. */
    public Json find(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        if (now().isUnknown()) {
            return unknown(path$ + ".find", () -> find(block));
        }
        return elements().stream()
                .filter(element -> Comparison.holds(block.call(element)))
                .findFirst()
                .orElse(of(null, path$ + ".find"));
    }

    /** The smallest element of a list: of numbers, texts or times. */
    public Json min() {
        return folded(".min()", ListMethods::min);
    }

    /** The largest element of a list: of numbers, texts or times. */
    public Json max() {
        return folded(".max()", ListMethods::max);
    }

    /** The sum of the numbers of a list; 0 for an empty list. */
    public Json sum() {
        return folded(".sum()", numbers -> {
            BigDecimal sum = BigDecimal.ZERO;
            for (Object number : numbers) {
                sum = sum.add(of(number, path$ + "[]").number());
            }
            return sum;
        });
    }

    /** The elements of a list in order, smallest first. */
    public Json sort() {
        return folded(".sort()", ListMethods::toSorted);
    }

    /** The element of a list for which the block returns the smallest value. */
    public Json min(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> by) {
        return best(".min", by, -1);
    }

    /** The element of a list for which the block returns the largest value. */
    public Json max(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> by) {
        return best(".max", by, 1);
    }

    /** The elements of a list in the order of the values that the block returns, smallest first. */
    public Json sort(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> by) {
        return now().isUnknown()
                ? unknown(path$ + ".sort", () -> sort(by))
                : of(sorted(by).stream().map(Json::plain).toList(), path$ + ".sort");
    }

    private List<Json> sorted(Closure<?> by) {
        List<Json> sorted = new ArrayList<>(elements());
        sorted.sort((a, b) -> Comparison.order(by.call(a), by.call(b)));
        return sorted;
    }

    private Json best(String operation, Closure<?> by, int sign) {
        if (now().isUnknown()) {
            return unknown(path$ + operation, () -> best(operation, by, sign));
        }
        return elements().stream()
                .reduce((a, b) -> sign * Comparison.order(by.call(b), by.call(a)) > 0 ? b : a)
                .orElse(of(null, path$ + operation));
    }

    private Json folded(String operation, Function<List<?>, Object> fold) {
        if (now().isUnknown()) {
            return unknown(path$ + operation, () -> folded(operation, fold));
        }
        List<Object> plain = new ArrayList<>();
        for (Json element : elements()) {
            plain.add(element.present());
        }
        return of(fold.apply(plain), path$ + operation);
    }

    /** Returns this value, or a default if it is missing. Compiled runbooks call it for {@code json.name ?: 'none'}. */
    Json or(Closure<?> other) {
        Json now = now();
        if (now.isUnknown()) {
            return unknown(path$ + " ?: …", () -> or(other));
        }
        if (now.content$ != null) {
            return now;
        }
        Object instead = other.call();
        return instead instanceof Json json ? json : of(Values.plain(instead), path$);
    }

    /** @throws Unreadable when it is missing or not a list: its elements are unknown then */
    private List<Json> elements() {
        Object plain = known();
        if (!(plain instanceof List<?> list)) {
            throw without("list", plain);
        }
        List<Json> elements = new ArrayList<>();
        for (Object element : list) {
            elements.add(of(element, path$ + "[" + elements.size() + "]"));
        }
        return elements;
    }

    /** Rejects a call about parts on a value without parts: treating the value as an empty list would be a guess. */
    private Unreadable without(String kinds, Object plain) {
        return plain == null
                ? new Unreadable(
                        "'" + path$ + "' is missing, so its elements are unknown",
                        "write (… ?: []) where a missing list is an empty one")
                : new Unreadable("'" + path$ + "' is not a " + kinds + " but " + Comparison.described(plain));
    }

    public Json plus(Number number) {
        return computed("+", number, () -> of(number().add(Comparison.number(number)), path$));
    }

    public Json plus(Json number) {
        return computed("+", number, () -> of(number().add(number.number()), path$));
    }

    public Json minus(Number number) {
        return computed("-", number, () -> of(number().subtract(Comparison.number(number)), path$));
    }

    public Json minus(Json number) {
        return computed("-", number, () -> of(number().subtract(number.number()), path$));
    }

    public Json multiply(Number number) {
        return computed("*", number, () -> of(number().multiply(Comparison.number(number)), path$));
    }

    public Json multiply(Json number) {
        return computed("*", number, () -> of(number().multiply(number.number()), path$));
    }

    public Json div(Number number) {
        return computed(
                "/", number, () -> of(number().divide(Comparison.number(number), MathContext.DECIMAL64), path$));
    }

    public Json div(Json number) {
        return computed("/", number, () -> of(number().divide(number.number(), MathContext.DECIMAL64), path$));
    }

    /** Computes a value; an unknown operand makes the result unknown. */
    private Json computed(String operator, Object other, Supplier<Json> whole) {
        boolean unknown =
                now().isUnknown() || (other instanceof Json right && right.now().isUnknown());
        String shown = other instanceof Json right ? right.path$ : String.valueOf(other);
        return unknown
                ? unknown(path$ + " " + operator + " " + shown, () -> computed(operator, other, whole))
                : whole.get();
    }

    private BigDecimal number() {
        Object plain = known();
        if (plain instanceof Number number) {
            return Comparison.number(number);
        }
        throw new Unreadable("'" + path$ + "' is not a number but " + (plain == null ? "missing" : plain));
    }

    private Object known() {
        Json now = now();
        if (now.isUnknown()) {
            throw new Unreadable("‹" + path$ + "› is known only in a run");
        }
        return ActionOutputs.usable(now.content$, path$);
    }

    /** The truth value for Groovy, in {@code !json.ready} and {@code &&}. */
    @NotAWord
    public boolean asBoolean() {
        return Comparison.holds(known());
    }

    @Override
    public String toString() {
        return String.valueOf(Values.plain(this));
    }
}
