package dev.runbook.compile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.syntax.SyntaxException;

/** Rewords type checker messages that no rule of ours preempts. */
final class TypeMessages {
    private static final String PREFIX = "[Static type checking] - ";
    private static final Pattern ASSIGNED =
            Pattern.compile("Cannot assign value of type (\\S+) to variable of type (\\S+)");
    private static final Pattern UNRESOLVED = Pattern.compile("unable to resolve class (\\S+).*", Pattern.DOTALL);
    private static final Pattern REDECLARED = Pattern.compile(
            "The current (?:scope|parameter list) already contains a (?:variable|parameter) of the name (\\w+).*",
            Pattern.DOTALL);
    private static final Pattern NO_METHOD =
            Pattern.compile("Cannot find matching method (\\S+?)#(\\w+)\\(.*", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)(?: ?<[^>]*>)?");

    private TypeMessages() {}

    static boolean isOne(SyntaxException message) {
        return message.getOriginalMessage().startsWith(PREFIX)
                || UNRESOLVED.matcher(message.getOriginalMessage()).matches()
                || REDECLARED.matcher(message.getOriginalMessage()).matches();
    }

    static String reword(SyntaxException message) {
        String text = message.getOriginalMessage().replace(PREFIX, "").strip();
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
        return TYPE.matcher(text.lines().findFirst().orElse(text)).replaceAll("$1");
    }
}
