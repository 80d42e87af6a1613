package dev.runbook.action.shell.syntax;

import dev.runbook.action.shell.syntax.ShellNesting.Kind;
import dev.runbook.action.shell.syntax.ShellProjection.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds syntax of bash and related shells that is an error or has another meaning in a POSIX shell. {@link
 * BashCommands} handles commands.
 */
final class BashSyntax {
    /** An operator, and its meaning in {@code sh}. */
    private record Operator(Pattern pattern, String problem, String cure) {
        Operator(String regex, String problem, String cure) {
            this(Pattern.compile(regex), problem, cure);
        }
    }

    private static final List<Operator> OPERATORS = List.of(
            new Operator(
                    "&>>?",
                    "sh runs the command in the background here, and its exit code is lost",
                    "write >FILE 2>&1"),
            new Operator(">&(?=[ \\t]*[A-Za-z./~_])", "sh accepts only a number after >&", "write >FILE 2>&1"),
            new Operator("\\|&", "sh does not support |&", "write 2>&1 |"),
            new Operator("<<<", "sh does not support <<<", "write printf '%s\\n' TEXT | COMMAND, or a here-document"),
            new Operator(
                    "(?<=[\\s=;&|(])[<>]\\((?!\\()",
                    "sh does not support <( ) and >( )",
                    "write to a file first, or use a pipe"),
            new Operator("\\$\"", "sh keeps the $ before a double quote", "remove the $"),
            new Operator(
                    "(?<![^\\s;&|(){}])[A-Za-z_]\\w*\\+?=\\(",
                    "sh has no arrays",
                    "use words in one variable, or set -- and \"$@\""),
            new Operator(
                    "(?<![^\\s;&|(){}])[A-Za-z_]\\w*\\[[^\\]\\s]*]\\+?=",
                    "sh has no arrays",
                    "use words in one variable, or set -- and \"$@\""),
            new Operator("(?<![^\\s;&|(){}])[A-Za-z_]\\w*\\+=", "sh does not support +=", "write name=\"${name}…\""),
            new Operator(
                    "(?<!\\$)\\{[^\\s{}]*(?:,|\\.\\.)[^\\s{}]*}",
                    "sh leaves braces as they are",
                    "write each word, or a loop: for i in $(seq 1 5)"),
            new Operator(";;?&(?!&)", "sh does not support ;& and ;;&", "write the commands again, or a function"),
            new Operator("\\bfor\\s*\\(\\(", "sh does not support for (( ))", "write for i in $(seq 1 5), or while"),
            new Operator("(?m)(?:^|[;&|(])\\s*select\\s+\\w+\\s+in\\b", "sh does not support select", "write for"),
            new Operator(
                    "(?m)(?:^|[;&|({]|\\b(?:then|do|else))\\s*function\\s+[\\w-]+",
                    "sh does not support the word function",
                    "write name() { … }"));

    private static final Pattern REPLACEMENT = Pattern.compile("(?:\\w+|[@*])/.*", Pattern.DOTALL);
    private static final Pattern SUBSTRING = Pattern.compile("[\\w@*]+:\\s*[^-=?+\\s].*", Pattern.DOTALL);
    private static final Pattern LETTER_CASE = Pattern.compile("[\\w@*]+(\\^\\^?|,,?).*", Pattern.DOTALL);
    private static final Pattern TRANSFORMED = Pattern.compile("[\\w@*]+@[A-Za-z]");
    private static final Pattern INDIRECT = Pattern.compile("![A-Za-z_].*", Pattern.DOTALL);
    private static final Pattern ELEMENT = Pattern.compile("#?[A-Za-z_]\\w*\\[.*", Pattern.DOTALL);

    private static final Pattern OF_BASH = Pattern.compile(
            "(RANDOM|SECONDS|UID|EUID|HOSTNAME|PIPESTATUS|FUNCNAME|OSTYPE|MACHTYPE|HOSTTYPE|DIRSTACK|EPOCHSECONDS"
                    + "|EPOCHREALTIME|BASH(?:_\\w+|PID)?)(?!\\w)");

    private final ShellProjection projection;
    private final String text;
    private final List<Bashism> findings = new ArrayList<>();

    private BashSyntax(ShellProjection projection) {
        this.projection = projection;
        this.text = projection.text();
    }

    /** Returns all findings in a text, in order. */
    static List<Bashism> in(ShellProjection projection) {
        BashSyntax syntax = new BashSyntax(projection);
        syntax.operators();
        syntax.tests();
        syntax.expansions();
        syntax.expressions();
        syntax.variables();
        syntax.findings.addAll(BashCommands.in(projection));
        return syntax.findings.stream()
                .sorted(Comparator.comparingInt(Bashism::offset))
                .toList();
    }

    private void operators() {
        String bare = projection.bare();
        for (Operator operator : OPERATORS) {
            Matcher found = operator.pattern().matcher(bare);
            while (found.find()) {
                add(found.start(), found.end(), operator.problem(), operator.cure());
            }
        }
    }

    private void tests() {
        for (Span test : projection.spans(Kind.TEST)) {
            add(test.start() - 2, test.start(), "sh does not support [[ ]]", "write [ ] with quoted values");
        }
        for (Span quotes : projection.spans(Kind.DOLLAR_SINGLE)) {
            add(
                    quotes.start() - 2,
                    quotes.start(),
                    "sh keeps the $ before a single quote",
                    "use printf: $(printf '\\t')");
        }
    }

    private void expansions() {
        for (Span braces : projection.spans(Kind.BRACES)) {
            String body = text.substring(braces.start(), braces.end());
            if (INDIRECT.matcher(body).matches()) {
                expansion(braces, "sh does not support ${!name}", "write a case");
            } else if (ELEMENT.matcher(body).matches()) {
                expansion(braces, "sh has no arrays", "use words in one variable, or set -- and \"$@\"");
            } else if (REPLACEMENT.matcher(body).matches()) {
                expansion(braces, "sh does not support ${name/…/…}", "write $(printf '%s' \"$name\" | sed 's/…/…/')");
            } else if (SUBSTRING.matcher(body).matches()) {
                expansion(braces, "sh does not support ${name:…}", "write $(printf '%s' \"$name\" | cut -c 1-3)");
            } else if (LETTER_CASE.matcher(body).matches()) {
                expansion(
                        braces,
                        "sh does not support ${name^^} and ${name,,}",
                        "write $(… | tr '[:upper:]' '[:lower:]')");
            } else if (TRANSFORMED.matcher(body).matches()) {
                expansion(braces, "sh does not support ${name@…}", "use printf");
            } else {
                variable(braces.start());
            }
        }
    }

    private void expansion(Span braces, String problem, String cure) {
        add(braces.start() - 2, braces.end() + 1, problem, cure);
    }

    private void expressions() {
        for (Span expression : projection.spans(Kind.ARITHMETIC)) {
            int start = expression.start();
            boolean dollar = start > 2 && text.charAt(start - 3) == '$';
            if (text.charAt(start - 1) == '[') {
                add(start - 2, start, "sh does not support $[ ]", "write $(( ))");
            } else if (!dollar && text.charAt(start - 1) == '(') {
                add(
                        start - 2,
                        start,
                        "sh runs what is in (( )) as a command",
                        "write [ \"$x\" -gt 0 ] or : $((x + 1))");
            } else {
                within(expression, "\\*\\*", "sh does not support ** in an expression", "multiply");
                within(expression, "\\+\\+|--", "sh does not support ++ and -- in an expression", "write x=$((x + 1))");
                within(expression, "\\b\\d+#", "sh does not support BASE#NUMBER", "write 0x… or 0…");
            }
        }
    }

    private void within(Span span, String regex, String problem, String cure) {
        Matcher found = Pattern.compile(regex).matcher(text).region(span.start(), span.end());
        while (found.find()) {
            add(found.start(), found.end(), problem, cure);
        }
    }

    private void variables() {
        projection.variables().forEach(this::variable);
    }

    private void variable(int at) {
        Matcher name = OF_BASH.matcher(text).region(at, text.length());
        if (name.lookingAt()) {
            boolean hasDefault = name.end() < text.length() && "-:+=?".indexOf(text.charAt(name.end())) >= 0;
            boolean set = Pattern.compile("(?<!\\w)" + name.group(1) + "=")
                    .matcher(text)
                    .find();
            if (!set && !(hasDefault && text.charAt(at - 1) == '{')) {
                add(at, name.end(), "sh has no $" + name.group(1), "set it, or use a program (id -u, hostname, date)");
            }
        }
    }

    private void add(int from, int to, String problem, String cure) {
        findings.add(new Bashism(from, text.substring(from, Math.min(to, text.length())), problem, cure));
    }
}
