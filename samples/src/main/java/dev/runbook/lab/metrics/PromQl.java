package dev.runbook.lab.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of PromQL that runbooks use: selectors with {@code = != =~ !~}, {@code rate} and {@code increase},
 * {@code sum min max avg} with {@code by}, {@code histogram_quantile}, {@code time()}, numbers, {@code + - * /} and
 * parentheses.
 */
final class PromQl {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(\\d+(?:\\.\\d+)?)(?![a-z\\d])|([a-zA-Z_:][a-zA-Z0-9_:]*)|\"([^\"]*)\"|'([^']*)'|\\[(\\d+)([smh])]|(=~|!~|!=|[-+*/(){},=]))");

    private static final Set<String> AGGREGATIONS = Set.of("sum", "min", "max", "avg");

    private final String query;
    private final List<Token> tokens;
    private int next;

    private enum Kind {
        NUMBER,
        NAME,
        TEXT,
        WINDOW,
        SIGN,
        END
    }

    private record Token(Kind kind, String text) {}

    private PromQl(String query) {
        this.query = query;
        this.tokens = tokens(query);
    }

    /** @throws IllegalArgumentException with the place, when the query is not understood */
    static Expression parse(String query) {
        PromQl parser = new PromQl(query);
        Expression expression = parser.sum();
        parser.take(Kind.END, "");
        return expression;
    }

    private static List<Token> tokens(String query) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(query);
        int at = 0;
        while (matcher.region(at, query.length()).lookingAt()) {
            at = matcher.end();
            tokens.add(token(matcher));
        }
        if (!query.substring(at).isBlank()) {
            throw new IllegalArgumentException(
                    "not understood here: " + query.substring(at).strip());
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private static Token token(Matcher matcher) {
        if (matcher.group(1) != null) {
            return new Token(Kind.NUMBER, matcher.group(1));
        }
        if (matcher.group(2) != null) {
            return new Token(Kind.NAME, matcher.group(2));
        }
        if (matcher.group(3) != null || matcher.group(4) != null) {
            return new Token(Kind.TEXT, matcher.group(3) != null ? matcher.group(3) : matcher.group(4));
        }
        if (matcher.group(5) != null) {
            return new Token(
                    Kind.WINDOW, "PT" + matcher.group(5) + matcher.group(6).toUpperCase(Locale.ROOT));
        }
        return new Token(Kind.SIGN, matcher.group(7));
    }

    private Expression sum() {
        Expression left = product();
        while (isSign("+") || isSign("-")) {
            DoubleBinaryOperator operator = take().text().equals("+") ? Double::sum : (a, b) -> a - b;
            left = new Expression.Binary(operator, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = operand();
        while (isSign("*") || isSign("/")) {
            DoubleBinaryOperator operator = take().text().equals("*") ? (a, b) -> a * b : (a, b) -> a / b;
            left = new Expression.Binary(operator, left, operand());
        }
        return left;
    }

    private Expression operand() {
        if (isSign("(")) {
            return parenthesized();
        }
        if (peek().kind() == Kind.NUMBER) {
            return new Expression.Constant(Double.parseDouble(take().text()));
        }
        String name = take(Kind.NAME, "").text();
        if (AGGREGATIONS.contains(name)) {
            return aggregate(Expression.Aggregate.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return switch (name) {
            case "time" -> {
                sign("(");
                sign(")");
                yield new Expression.Time();
            }
            case "rate", "increase" -> increase(name.equals("rate"));
            case "histogram_quantile" -> {
                sign("(");
                double quantile = Double.parseDouble(take(Kind.NUMBER, "").text());
                sign(",");
                Expression buckets = sum();
                sign(")");
                yield new Expression.Quantile(quantile, buckets);
            }
            default -> new Expression.Selector(selector(name));
        };
    }

    private Expression parenthesized() {
        sign("(");
        Expression inside = sum();
        sign(")");
        return inside;
    }

    /** {@code by} may stand before or after the vector. */
    private Expression aggregate(Expression.Aggregate.Kind kind) {
        List<String> before = by();
        Expression vector = parenthesized();
        return new Expression.Aggregate(kind, before.isEmpty() ? by() : before, vector);
    }

    private List<String> by() {
        List<String> labels = new ArrayList<>();
        if (peek().kind() == Kind.NAME && peek().text().equals("by")) {
            take();
            sign("(");
            do {
                labels.add(take(Kind.NAME, "").text());
            } while (isSign(",") && take() != null);
            sign(")");
        }
        return labels;
    }

    private Expression increase(boolean perSecond) {
        sign("(");
        Predicate<Series> which = selector(take(Kind.NAME, "").text());
        Duration window = Duration.parse(take(Kind.WINDOW, "").text());
        sign(")");
        return new Expression.Increase(which, window, perSecond);
    }

    private Predicate<Series> selector(String name) {
        Predicate<Series> which = series -> series.name().equals(name);
        if (isSign("{")) {
            take();
            while (!isSign("}")) {
                which = which.and(label(
                        take(Kind.NAME, "").text(),
                        take().text(),
                        take(Kind.TEXT, "").text()));
                if (!isSign("}")) {
                    sign(",");
                }
            }
            sign("}");
        }
        return which;
    }

    private Predicate<Series> label(String name, String operator, String value) {
        Predicate<Series> equal =
                series -> series.labels().getOrDefault(name, "").equals(value);
        return switch (operator) {
            case "=" -> equal;
            case "!=" -> equal.negate();
            case "=~" -> matching(name, value);
            case "!~" -> matching(name, value).negate();
            default -> throw new IllegalArgumentException("'" + operator + "' compares no label in: " + query);
        };
    }

    private static Predicate<Series> matching(String name, String value) {
        Pattern pattern = Pattern.compile(value);
        return series -> pattern.matcher(series.labels().getOrDefault(name, "")).matches();
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean isSign(String text) {
        return peek().equals(new Token(Kind.SIGN, text));
    }

    private Token take() {
        return tokens.get(next++);
    }

    private Token take(Kind kind, String text) {
        Token token = peek();
        if (token.kind() != kind || (!text.isEmpty() && !token.text().equals(text))) {
            throw new IllegalArgumentException(
                    "expected " + (text.isEmpty() ? kind.name().toLowerCase(Locale.ROOT) : text) + " instead of '"
                            + token.text() + "' in: " + query);
        }
        return take();
    }

    private void sign(String text) {
        take(Kind.SIGN, text);
    }

    /** Returns the labels of a series for an answer, with its name. */
    static Map<String, String> labels(Series series) {
        Map<String, String> labels = new java.util.TreeMap<>(series.labels());
        if (!series.name().isEmpty()) {
            labels.put("__name__", series.name());
        }
        return labels;
    }
}
