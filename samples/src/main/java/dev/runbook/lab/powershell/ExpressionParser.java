package dev.runbook.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parses expressions and the arguments of commands. */
final class ExpressionParser {
    private static final Pattern COMPARISON = Pattern.compile("(-(?:eq|ne|lt|le|gt|ge))\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIC = Pattern.compile("(-(?:and|or))\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT = Pattern.compile("(-not\\b|!)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARITHMETIC = Pattern.compile("([-+*/])(?![A-Za-z])");

    private final ScriptText text;
    private final ScriptParser scripts;

    ExpressionParser(ScriptText text, ScriptParser scripts) {
        this.text = text;
        this.scripts = scripts;
    }

    Expression expression() {
        Expression left = comparison();
        for (String word = text.takeOperator(LOGIC); word != null; word = text.takeOperator(LOGIC)) {
            Expression first = left;
            Expression second = comparison();
            boolean and = word.equalsIgnoreCase("-and");
            left = session -> and
                    ? Values.isTrue(first.value(session)) && Values.isTrue(second.value(session))
                    : Values.isTrue(first.value(session)) || Values.isTrue(second.value(session));
        }
        return left;
    }

    private Expression comparison() {
        if (text.takeOperator(NOT) != null) {
            Expression negated = comparison();
            return session -> !Values.isTrue(negated.value(session));
        }
        Expression left = sum();
        String operator = text.takeOperator(COMPARISON);
        if (operator == null) {
            return left;
        }
        Expression right = sum();
        return session -> Values.compare(operator.toLowerCase(Locale.ROOT), left.value(session), right.value(session));
    }

    /** Parses arithmetic from left to right; the scripts of a rollback have one operator, as in {@code 500 * 1MB}. */
    private Expression sum() {
        Expression left = list();
        for (String sign = text.takeOperator(ARITHMETIC); sign != null; sign = text.takeOperator(ARITHMETIC)) {
            Expression first = left;
            Expression second = list();
            char operator = sign.charAt(0);
            left = session ->
                    calculate(operator, Values.number(first.value(session)), Values.number(second.value(session)));
        }
        return left;
    }

    private static Object calculate(char operator, double left, double right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> left / right;
        };
    }

    private Expression list() {
        return commaList(this::primary);
    }

    /** Parses one argument of a command, or several with commas between them. */
    Expression argumentList() {
        return commaList(this::argument);
    }

    private Expression commaList(java.util.function.Supplier<Expression> element) {
        Expression first = element.get();
        if (!text.take(',')) {
            return first;
        }
        List<Expression> all = new ArrayList<>(List.of(first));
        do {
            all.add(element.get());
        } while (text.take(','));
        return session -> all.stream().map(one -> one.value(session)).toList();
    }

    Expression argument() {
        text.skipSpaces();
        if (text.peek() == '{') {
            Script block = scripts.block();
            return session -> block;
        }
        if ("\"'$(@".indexOf(text.peek()) >= 0) {
            return primary();
        }
        String word = text.bareWord();
        return session -> word;
    }

    private Expression primary() {
        text.skipSpaces();
        Expression value;
        char first = text.peek();
        if (first == '"') {
            value = doubleQuoted();
        } else if (first == '\'') {
            String literal = singleQuoted();
            value = session -> literal;
        } else if (first == '@' && text.peek(1) == '\'') {
            String literal = text.hereString();
            value = session -> literal;
        } else if (first == '(' || ((first == '$' || first == '@') && text.peek(1) == '(')) {
            if (first != '(') {
                text.next();
            }
            text.expect('(');
            Script inside = scripts.statements();
            text.expect(')');
            value = session -> {
                List<Object> out = inside.run(session);
                return out.size() == 1 ? out.get(0) : out.isEmpty() ? null : out;
            };
        } else if (first == '$') {
            String name = text.variable();
            value = session -> session.variable(name);
        } else if (Character.isDigit(first)) {
            Object number = number(text.bareWord());
            value = session -> number;
        } else {
            throw text.unexpected();
        }
        return members(value);
    }

    private Expression members(Expression of) {
        Expression value = of;
        while (text.peek() == '.' && Character.isLetter(text.peek(1))) {
            text.next();
            StringBuilder name = new StringBuilder();
            while (Character.isLetterOrDigit(text.peek()) || text.peek() == '_') {
                name.append(text.next());
            }
            Expression object = value;
            value = session -> Values.property(object.value(session), name.toString());
        }
        return value;
    }

    private static Object number(String word) {
        String digits = word.replaceFirst("(?i)(KB|MB|GB)$", "");
        double unit = switch (word.substring(digits.length()).toUpperCase(Locale.ROOT)) {
            case "KB" -> 1024;
            case "MB" -> 1024 * 1024;
            case "GB" -> 1024 * 1024 * 1024;
            default -> 1;
        };
        return Values.number(digits) * unit;
    }

    private String singleQuoted() {
        StringBuilder literal = new StringBuilder();
        text.next();
        while (text.peek() != '\'' || text.peek(1) == '\'') {
            if (text.atEnd()) {
                throw new PowerShellException("The string is missing the terminator: '.");
            }
            if (text.peek() == '\'') {
                text.next();
            }
            literal.append(text.next());
        }
        text.next();
        return literal.toString();
    }

    private Expression doubleQuoted() {
        List<Expression> parts = new ArrayList<>();
        text.next();
        while (text.peek() != '"') {
            if (text.atEnd()) {
                throw new PowerShellException("The string is missing the terminator: \".");
            }
            if (text.peek() == '$' && (Character.isLetter(text.peek(1)) || text.peek(1) == '{')) {
                String name = text.variable();
                parts.add(session -> session.variable(name));
            } else if (text.peek() == '$' && text.peek(1) == '(') {
                parts.add(primary());
            } else {
                if (text.peek() == '`') {
                    text.next();
                }
                String literal = String.valueOf(text.next());
                parts.add(session -> literal);
            }
        }
        text.next();
        return session -> {
            StringBuilder expanded = new StringBuilder();
            parts.forEach(part -> expanded.append(Values.text(part.value(session))));
            return expanded.toString();
        };
    }
}
