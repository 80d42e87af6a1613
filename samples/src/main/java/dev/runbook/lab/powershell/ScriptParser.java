package dev.runbook.lab.powershell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses statements: pipelines of commands and expressions, assignments, if, foreach, throw and exit. */
final class ScriptParser {
    /** Parameters without a value. */
    private static final Set<String> SWITCHES =
            Set.of("force", "recurse", "raw", "file", "directory", "sum", "noprofile", "nonewline");

    private final ScriptText text;
    private final ExpressionParser expressions;

    ScriptParser(String script) {
        this.text = new ScriptText(script);
        this.expressions = new ExpressionParser(text, this);
    }

    /** Parses the whole script. */
    Script parse() {
        Script script = statements();
        text.skipBreaks();
        if (!text.atEnd()) {
            throw text.unexpected();
        }
        return script;
    }

    /** Parses statements up to the end or a closing bracket, which is not consumed. */
    Script statements() {
        List<Statement> statements = new ArrayList<>();
        for (text.skipBreaks(); !text.atEnd() && text.peek() != '}' && text.peek() != ')'; text.skipBreaks()) {
            statements.add(statement());
        }
        return new Script(statements);
    }

    private Statement statement() {
        if (text.takeWord("if")) {
            return ifStatement();
        }
        if (text.takeWord("foreach")) {
            return forEach();
        }
        if (text.takeWord("throw")) {
            Expression message = pipeline();
            return (session, out) -> {
                throw new PowerShellException(Values.text(message.value(session)));
            };
        }
        if (text.takeWord("exit")) {
            Expression code = pipeline();
            return (session, out) -> {
                throw new ExitException((int) Values.number(code.value(session)));
            };
        }
        String assigned = text.takeAssignment();
        Expression value = pipeline();
        return assigned == null
                ? (session, out) -> out.addAll(Expression.asList(value.value(session)))
                : (session, out) -> session.set(assigned, value.value(session));
    }

    private Statement ifStatement() {
        Expression condition = inBrackets();
        Script then = block();
        text.skipBreaks();
        Script otherwise;
        if (text.takeWord("elseif")) {
            otherwise = new Script(List.of(ifStatement()));
        } else {
            otherwise = text.takeWord("else") ? block() : new Script(List.of());
        }
        return (session, out) -> (Values.isTrue(condition.value(session)) ? then : otherwise).run(session, out);
    }

    private Statement forEach() {
        text.expect('(');
        String variable = text.variable();
        if (!text.takeWord("in")) {
            throw text.unexpected();
        }
        Expression all = pipeline();
        text.expect(')');
        Script body = block();
        return (session, out) -> {
            for (Object one : Expression.asList(all.value(session))) {
                session.set(variable, one);
                body.run(session, out);
            }
        };
    }

    private Expression inBrackets() {
        text.expect('(');
        Expression inside = pipeline();
        text.expect(')');
        return inside;
    }

    /** Parses statements in braces. */
    Script block() {
        text.expect('{');
        Script script = statements();
        text.expect('}');
        return script;
    }

    /** Parses stages that are connected by {@code |}; the value is what the last one puts out. */
    Expression pipeline() {
        List<Stage> stages = new ArrayList<>();
        do {
            stages.add(stage());
        } while (text.take('|'));
        if (stages.size() == 1 && stages.get(0) instanceof Stage.Value value) {
            return value.expression();
        }
        return session -> {
            List<Object> passed = List.of();
            for (Stage stage : stages) {
                passed = stage.run(session, passed);
            }
            return passed.size() == 1 ? passed.get(0) : passed.isEmpty() ? null : passed;
        };
    }

    private Stage stage() {
        text.skipSpaces();
        if (text.take('&')) {
            return command(expressions.argument());
        }
        if (Character.isLetter(text.peek())) {
            String name = text.bareWord();
            return command(session -> name);
        }
        return new Stage.Value(expressions.expression());
    }

    private Stage command(Expression name) {
        Map<String, Expression> parameters = new LinkedHashMap<>();
        List<Expression> arguments = new ArrayList<>();
        for (text.skipSpaces(); !text.atStageEnd(); text.skipSpaces()) {
            String parameter = text.takeParameter();
            if (parameter == null) {
                arguments.add(expressions.argumentList());
            } else if (SWITCHES.contains(parameter.toLowerCase(Locale.ROOT))) {
                parameters.put(parameter.toLowerCase(Locale.ROOT), session -> true);
            } else {
                text.skipSpaces();
                // A program's own option, such as -bail, has no value here and is passed on as it is.
                parameters.put(
                        parameter.toLowerCase(Locale.ROOT),
                        text.atStageEnd() || text.peek() == '-' ? session -> true : expressions.argumentList());
            }
        }
        return new Stage.Command(name, parameters, arguments);
    }
}
