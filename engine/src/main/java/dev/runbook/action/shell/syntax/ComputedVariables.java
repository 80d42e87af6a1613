package dev.runbook.action.shell.syntax;

import dev.runbook.action.shell.syntax.ShellNesting.Kind;
import dev.runbook.action.shell.syntax.ShellProjection.Span;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tracks values through the variables of a shell text to arithmetic expressions. bash evaluates a variable in an
 * expression as an expression itself, and runs the commands in its subscripts: {@code x=${value}; $((x + 1))}.
 */
final class ComputedVariables {
    /** Represents {@code $1}, {@code $2}, … */
    private static final String POSITIONAL = "1";

    private static final String NAME = "([A-Za-z_]\\w*)";
    private static final String WORD_BEFORE = "(?:\"[^\"]*|[^\\s;&|\"])*";
    private static final Pattern ASSIGNED = Pattern.compile("(?:^|[\\s;&|({])" + NAME + "=" + WORD_BEFORE + "$");
    private static final Pattern LOOPED = Pattern.compile("\\bfor\\s+" + NAME + "\\s+in\\s[^;\\n]*$");
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{" + NAME + ":?=[^}]*$");
    private static final Pattern SET = Pattern.compile("\\bset\\s+--\\s[^;\\n]*$");
    private static final Pattern CALLED =
            Pattern.compile("(?:^|[;&|({\\n]|\\b(?:then|do|else))\\s*" + NAME + "\\s[^;&|\\n]*$");
    private static final Pattern PRINTED = Pattern.compile("(?:^|[;&|({\\n])\\s*(?:echo|printf)\\s[^;&|\\n]*$");
    private static final Pattern READ = Pattern.compile("\\bread\\s+(?:-r\\s+)?([A-Za-z_][\\w ]*)");
    private static final Pattern COMPARES = Pattern.compile("\\s-(?:eq|ne|lt|le|gt|ge|v)\\s");

    private final ShellProjection projection;
    private final String text;

    ComputedVariables(ShellProjection projection) {
        this.projection = projection;
        this.text = projection.text();
    }

    /** Returns the text of the expression that computes the value of the gap at {@code offset}, if there is one. */
    Optional<String> computing(int offset, boolean inDocument) {
        Set<String> names = receivers(offset);
        if (inDocument || PRINTED.matcher(text.substring(0, offset)).find()) {
            names.addAll(read());
        }
        return computing(names);
    }

    /** Returns the expression that computes the value of an environment variable of the script. */
    Optional<String> computing(String variable) {
        return computing(Set.of(variable));
    }

    private Optional<String> computing(Set<String> first) {
        Set<String> names = new LinkedHashSet<>(first);
        Set<String> followed = new HashSet<>();
        while (!followed.containsAll(names)) {
            for (String name : Set.copyOf(names)) {
                if (followed.add(name)) {
                    Matcher expansion = expansion(name).matcher(text);
                    while (expansion.find()) {
                        names.addAll(receivers(expansion.start()));
                    }
                }
            }
        }
        return names.stream()
                .filter(name -> !isGuarded(name))
                .flatMap(name -> sink(name).stream())
                .findFirst();
    }

    /** Returns the variables that receive the text at {@code offset}. */
    private Set<String> receivers(int offset) {
        String before = text.substring(0, offset);
        Set<String> names = new LinkedHashSet<>();
        for (Pattern pattern : new Pattern[] {ASSIGNED, LOOPED, DEFAULTED}) {
            Matcher taken = pattern.matcher(before);
            if (taken.find()) {
                names.add(taken.group(1));
            }
        }
        Matcher called = CALLED.matcher(before);
        boolean ofFunction = called.find() && isFunction(called.group(1));
        if (ofFunction || SET.matcher(before).find()) {
            names.add(POSITIONAL);
        }
        return names;
    }

    private Set<String> read() {
        Set<String> names = new LinkedHashSet<>();
        Matcher read = READ.matcher(projection.bare());
        while (read.find()) {
            names.addAll(Set.of(read.group(1).trim().split(" +")));
        }
        return names;
    }

    private boolean isFunction(String name) {
        return Pattern.compile("\\b" + name + "\\s*\\(\\)").matcher(text).find();
    }

    private static Pattern expansion(String name) {
        return Pattern.compile("\\$\\{?" + (name.equals(POSITIONAL) ? "[1-9@*]" : name + "\\b"));
    }

    /** Returns whether the script itself rejects values that are not digits. */
    private boolean isGuarded(String name) {
        return Pattern.compile("\\bcase\\s+\"?\\$\\{?" + name + "}?\"?\\s+in\\b[^)]*\\[!0-9]")
                .matcher(text)
                .find();
    }

    private Optional<String> sink(String name) {
        Pattern used = name.equals(POSITIONAL) ? expansion(name) : Pattern.compile("(?<![\\w'])" + name + "\\b");
        for (Span span : projection.spans(Kind.ARITHMETIC)) {
            if (used.matcher(inside(span)).find()) {
                return Optional.of(
                        text.substring(Math.max(0, span.start() - 3), Math.min(text.length(), span.end() + 2))
                                .strip());
            }
        }
        for (Span span : projection.spans(Kind.TEST)) {
            if (COMPARES.matcher(inside(span)).find()
                    && used.matcher(inside(span)).find()) {
                return Optional.of("[[" + inside(span) + "]]");
            }
        }
        for (Span span : projection.spans(Kind.BRACES)) {
            Matcher index = Pattern.compile("\\w+(?:\\[|:)(?![-=?+])(.*)", Pattern.DOTALL)
                    .matcher(inside(span));
            if (index.matches() && used.matcher(index.group(1)).find()) {
                return Optional.of("${" + inside(span) + "}");
            }
        }
        Matcher let = Pattern.compile("\\blet\\s[^;\\n]*").matcher(text);
        while (let.find()) {
            if (used.matcher(let.group()).find()) {
                return Optional.of(let.group().strip());
            }
        }
        return Optional.empty();
    }

    private String inside(Span span) {
        return text.substring(span.start(), span.end());
    }
}
