package dev.runbook.dsl;

import dev.runbook.value.Suggestion;
import dev.runbook.value.Unknown;
import groovy.lang.Closure;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.FromString;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * A setting of the environment, or a part of one: {@code setting('pages').home}. It has the type given in the
 * environment file. Known when the runbook is planned; a check without an environment uses a placeholder.
 */
public final class Setting extends TextValue implements Iterable<Setting> {
    private static final String ELEMENT = "dev.runbook.dsl.Setting";

    // a field would hide a part of the same name; a runbook cannot name a part that ends in $
    private final Object content$;
    private final String path$;

    private Setting(Object content, String path) {
        this.content$ = content;
        this.path$ = path;
    }

    /** @param path the text after the word: {@code pages.home} */
    static Setting of(Object content, String path) {
        return new Setting(content, path);
    }

    /** @param source the placeholder in a check without an environment: {@code setting pages.home} */
    static Setting unknown(String source) {
        return new Setting(new Unknown(source), source);
    }

    private boolean isUnknown() {
        return content$ instanceof Unknown;
    }

    @NotAWord
    @Override
    public Object plain() {
        return content$;
    }

    /**
     * The part of this name; for a list, that part of each element. Compiled runbooks read {@code setting('x').name}
     * with this method.
     */
    @NotAWord
    public Setting at(String name) {
        String path = path$ + "." + name;
        if (isUnknown()) {
            return unknown(path);
        }
        if (content$ instanceof List<?>) {
            List<Object> parts = new ArrayList<>();
            forEach(element -> parts.add(element.at(name).content$));
            return of(parts, path);
        }
        if (!(content$ instanceof Map<?, ?> map)) {
            throw new Unreadable(name() + " is " + kind() + " and has no '" + name + "'");
        }
        if (!map.containsKey(name)) {
            List<String> known = map.keySet().stream().map(String::valueOf).toList();
            throw new Unreadable(
                    name() + " has no '" + name + "'",
                    Suggestion.didYouMean(name, known).orElse("it has: " + String.join(", ", known)));
        }
        return of(map.get(name), path);
    }

    public Setting getAt(String name) {
        return at(name);
    }

    public Setting getAt(int index) {
        String path = path$ + "[" + index + "]";
        if (isUnknown()) {
            return unknown(path);
        }
        if (!(content$ instanceof List<?> list)) {
            throw new Unreadable(name() + " is " + kind() + " and has no [" + index + "]");
        }
        int at = index < 0 ? list.size() + index : index;
        if (at < 0 || at >= list.size()) {
            throw new Unreadable(name() + " has " + list.size() + " elements and no [" + index + "]");
        }
        return of(list.get(at), path);
    }

    /** The elements of a list; for a map its entries, each with {@code key} and {@code value}. */
    @NotAWord
    @Override
    public Iterator<Setting> iterator() {
        if (isUnknown()) {
            return List.of(unknown("each of " + path$)).iterator();
        }
        if (!(content$ instanceof List || content$ instanceof Map)) {
            throw new Unreadable(
                    name() + " is " + kind() + ", and a loop goes over a list or a map",
                    "write it as a list in the environment: [" + content$ + "]");
        }
        List<Setting> elements = new ArrayList<>();
        for (Object element : content$ instanceof Map<?, ?> map ? entries(map) : (List<?>) content$) {
            elements.add(of(element, path$ + "[" + elements.size() + "]"));
        }
        return elements.iterator();
    }

    private static List<Object> entries(Map<?, ?> map) {
        List<Object> entries = new ArrayList<>();
        map.forEach((key, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", key);
            entry.put("value", value);
            entries.add(entry);
        });
        return entries;
    }

    /** The number of elements, parts or characters. */
    public int size() {
        return content$ instanceof List<?> list
                ? list.size()
                : content$ instanceof Map<?, ?> map ? map.size() : text().length();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    /** Whether a list contains the element, a map the key, a text the substring. */
    public boolean contains(Object what) {
        if (isUnknown()) {
            return false;
        }
        return (content$ instanceof List || content$ instanceof Map)
                ? Comparison.in(what, content$)
                : text().contains(String.valueOf(Values.plain(what)));
    }

    public boolean contains(CharSequence what) {
        return contains((Object) what);
    }

    /** {@code 'a' in setting('tags')} */
    public boolean isCase(Object what) {
        return contains(what);
    }

    /** {@code 'a' !in setting('tags')} */
    public boolean isNotCase(Object what) {
        return !contains(what);
    }

    public boolean startsWith(CharSequence part) {
        return text().startsWith(part.toString());
    }

    public boolean endsWith(CharSequence part) {
        return text().endsWith(part.toString());
    }

    public boolean matches(String pattern) {
        return text().matches(pattern);
    }

    public String trim() {
        return text().trim();
    }

    public String toLowerCase() {
        return text().toLowerCase(Locale.ROOT);
    }

    public String toUpperCase() {
        return text().toUpperCase(Locale.ROOT);
    }

    public String replace(CharSequence old, CharSequence with) {
        return text().replace(old, with);
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
    public Setting findAll(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        return of(
                elements().stream()
                        .filter(element -> Comparison.holds(block.call(element)))
                        .map(Setting::plain)
                        .toList(),
                path$ + ".findAll");
    }

    /** The first element for which the block holds, or null. */
    public Setting find(@ClosureParams(value = FromString.class, options = ELEMENT) Closure<?> block) {
        return elements().stream()
                .filter(element -> Comparison.holds(block.call(element)))
                .findFirst()
                .orElse(null);
    }

    private List<Setting> elements() {
        List<Setting> elements = new ArrayList<>();
        forEach(elements::add);
        return elements;
    }

    /** The elements as plain values, for a word that takes a list. */
    public List<Object> toList() {
        return elements().stream().map(Setting::plain).toList();
    }

    /** The whole number, or the one the text contains. */
    public Integer toInteger() {
        if (isUnknown()) {
            return 1;
        }
        try {
            return new BigDecimal(text().strip()).intValueExact();
        } catch (NumberFormatException | ArithmeticException notWhole) {
            throw new Unreadable(name() + " is not a whole number but '" + text() + "'");
        }
    }

    public Setting plus(Number number) {
        return computed(number, BigDecimal::add);
    }

    /** Appends a text. */
    public String plus(CharSequence text) {
        return this.text() + text;
    }

    public Setting minus(Number number) {
        return computed(number, BigDecimal::subtract);
    }

    public Setting multiply(Number number) {
        return computed(number, BigDecimal::multiply);
    }

    public Setting div(Number number) {
        return computed(number, (a, b) -> a.divide(b, MathContext.DECIMAL64));
    }

    private Setting computed(Number other, BinaryOperator<BigDecimal> operation) {
        if (isUnknown()) {
            return this;
        }
        if (!(content$ instanceof Number number)) {
            throw new Unreadable(name() + " is " + kind() + ", and only numbers are computed with");
        }
        return of(operation.apply(Comparison.number(number), Comparison.number(other)), path$);
    }

    /** The truth value for Groovy, in a condition. */
    @NotAWord
    public boolean asBoolean() {
        if (isUnknown() || content$ instanceof Boolean) {
            return Boolean.TRUE.equals(content$);
        }
        String name = path$.substring(path$.lastIndexOf('.') + 1);
        throw new Unreadable(
                "a condition is true or false; " + name() + " is " + kind() + ": " + content$,
                "write " + name + ": true or " + name
                        + ": false in the environment, without quotes; or compare it here");
    }

    private String kind() {
        return ValueKind.of(content$).map(ValueKind::words).orElse("a value");
    }

    private String text() {
        if (content$ instanceof List || content$ instanceof Map) {
            throw new Unreadable(
                    name() + " is " + kind() + ", and a text is asked for here",
                    content$ instanceof List
                            ? "write for (one in setting('" + path$ + "')) { }, or json(…) for all of it as text"
                            : "read a part of it, or write json(…) for all of it as text");
        }
        return String.valueOf(content$);
    }

    private String name() {
        return "the setting '" + path$ + "'";
    }

    /** The text; a list or a map has none. */
    @Override
    public String toString() {
        return text();
    }
}
