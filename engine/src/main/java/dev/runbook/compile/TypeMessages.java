package dev.runbook.compile;

import dev.runbook.compile.rules.TypeCheckErrors;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.SourceText;
import dev.runbook.compile.vocabulary.Usage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.groovy.syntax.SyntaxException;

/** Rewords type checker messages that no rule of ours preempts. */
final class TypeMessages {
    private static final Pattern ASSIGNED =
            Pattern.compile("Cannot assign value of type (\\S+) to variable of type (\\S+)");
    private static final Pattern UNRESOLVED = Pattern.compile("unable to resolve class (\\S+).*", Pattern.DOTALL);
    private static final Pattern REDECLARED = Pattern.compile(
            "The current (?:scope|parameter list) already contains a (?:variable|parameter) of the name (\\w+).*",
            Pattern.DOTALL);
    private static final Pattern NO_METHOD =
            Pattern.compile("Cannot find matching method (\\S+?)#(\\w+)\\(.*", Pattern.DOTALL);

    private static final Pattern PARAMETERS =
            Pattern.compile("Incorrect number of parameters. Expected (\\d+) but found (\\d+).*", Pattern.DOTALL);

    private TypeMessages() {}

    static boolean isOne(SyntaxException message) {
        String text = message.getOriginalMessage();
        return text.startsWith(TypeCheckErrors.PREFIX)
                || Stream.of(UNRESOLVED, REDECLARED, PARAMETERS)
                        .anyMatch(known -> known.matcher(text).matches());
    }

    /** Describes an error in the words of the language; Groovy's own messages name classes of the JVM. */
    static Diagnostic reword(SourceText source, SyntaxException error) {
        String text =
                error.getOriginalMessage().replace(TypeCheckErrors.PREFIX, "").strip();
        Matcher parameters = PARAMETERS.matcher(text);
        return parameters.matches()
                ? CompilerMessages.diagnostic(
                        source,
                        error,
                        "this block gets " + values(parameters.group(1)) + " and names "
                                + (parameters.group(2).equals("0") ? "none" : values(parameters.group(2))),
                        List.of(
                                parameters.group(1).equals("1")
                                        ? "write { name -> … }, or leave '->' out and read the value as 'it'"
                                        : "write as many names before '->'"))
                : CompilerMessages.diagnostic(source, error, message(text), cures(text));
    }

    private static String values(String number) {
        return number.equals("1") ? "one value" : number + " values";
    }

    private static List<String> cures(String text) {
        return ASSIGNED.matcher(text).find()
                ? List.of(
                        "a word takes its value without '=', as in rto 15.minutes; a name for a value begins with def")
                : List.of();
    }

    private static String message(String text) {
        Matcher assigned = ASSIGNED.matcher(text);
        if (assigned.find()) {
            return "a name for " + Usage.kind(assigned.group(2)) + " cannot hold " + Usage.kind(assigned.group(1));
        }
        Matcher unresolved = UNRESOLVED.matcher(text);
        if (unresolved.matches()) {
            return "a runbook cannot name '" + unresolved.group(1) + "'";
        }
        Matcher redeclared = REDECLARED.matcher(text);
        if (redeclared.matches()) {
            return "'" + redeclared.group(1) + "' is declared already";
        }
        Matcher noMethod = NO_METHOD.matcher(text);
        if (noMethod.matches()) {
            return Usage.kind(noMethod.group(1)) + " has no '" + noMethod.group(2) + "'";
        }
        return "the types of the values on this line do not match";
    }
}
