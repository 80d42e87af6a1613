package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * An author's shell text, read far enough to know how the shell would treat a value at each of its gaps. Values travel
 * as variables and are never pasted in, so a text misread here can split a value into words, but cannot run it.
 *
 * <p>The compiler refuses values in bad places with it, the actions expand good ones. Immutable.
 */
public final class ShellText {
    /** Where a gap stands, in the shell's eyes. */
    public enum Place implements GapPlace {
        BARE,
        DOUBLE_QUOTES,
        HERE_DOCUMENT,
        COMMENT,
        SINGLE_QUOTES(
                "the shell expands nothing between single quotes",
                "use double quotes, or end the quotes before the value"),
        DOLLAR_QUOTES("the shell expands nothing inside $'…'", "use double quotes"),
        QUOTED_HERE_DOCUMENT(
                "nothing is expanded in a here-document whose word is quoted", "take the quotes off the word after <<"),
        HERE_DOCUMENT_WORD("a value cannot be the word that ends a here-document", "use a fixed word"),
        ARITHMETIC(
                "a value would be computed as an expression here, and bash runs commands hidden in one",
                "hand it to a program as an argument, e.g. expr"),
        DOUBLE_BRACKETS("[[ … ]] is not POSIX shell and may compute a value as an expression", "write [ … ]"),
        BACKTICKS("a value inside backticks is read twice", "use $(…)"),
        AFTER_BACKSLASH("the backslash before a value takes away its meaning", "remove the backslash"),
        AFTER_DOLLAR("a value cannot be the name of a variable", "remove the $ before it");

        private final GapRule rule;

        Place() {
            this.rule = GapRule.ALLOWED;
        }

        Place(String problem, String cure) {
            this.rule = new GapRule(problem, cure);
        }

        @Override
        public GapRule rule() {
            return rule;
        }
    }

    /**
     * One gap.
     *
     * @param readAgainBy the command that will read the value a second time, as code ({@code eval}, {@code sh -c},
     *     {@code ssh}): worth a warning, since no quoting helps there
     * @param optionOf the command that would take a value with a dash before it for an option
     * @param offset where it stands in the text
     */
    public record Gap(Place place, Optional<String> readAgainBy, Optional<String> optionOf, int offset) {}

    private final List<String> parts;
    private final List<Gap> gaps;
    private final ShellProjection projection;

    private ShellText(List<String> parts) {
        this.parts = parts;
        ShellScanner scanner = new ShellScanner(parts);
        this.gaps = scanner.gaps();
        this.projection = scanner.projection();
    }

    /**
     * Reads the parts of a text between its gaps; their common indentation is taken off first, since with it the word
     * that ends a here-document would never be seen.
     *
     * @throws AuthorException when the text holds a NUL character, which no shell takes
     */
    public static ShellText of(List<String> parts) {
        return exactly(Indentation.stripped(parts));
    }

    /** Reads a text whose indentation counts, such as a file's. */
    public static ShellText exactly(List<String> parts) {
        for (String part : parts) {
            if (part.indexOf('\0') >= 0) {
                throw new AuthorException("the shell text holds a NUL character, which no shell takes");
            }
        }
        return new ShellText(List.copyOf(parts));
    }

    /** The expression that computes the value of a gap after it has gone through variables; bash may run what is in it. */
    public Optional<String> computing(Gap gap) {
        return gap.place().allowed()
                ? new ComputedVariables(projection).computing(gap.offset(), gap.place() == Place.HERE_DOCUMENT)
                : Optional.empty();
    }

    /** The expression that computes the value of a variable of the environment. */
    public Optional<String> computing(String variable) {
        return new ComputedVariables(projection).computing(variable);
    }

    /** What bash understands in it and a POSIX shell does not, in order. */
    public List<Bashism> bashisms() {
        return BashSyntax.in(projection);
    }

    /** The gaps, in order: one fewer than the parts. */
    public List<Gap> gaps() {
        return gaps;
    }

    /**
     * The script with every gap a quoted expansion, so that each value arrives as one word whatever is in it.
     *
     * @param variable the name of the variable that holds the value of a gap, by the gap's index
     * @throws AuthorException when a value stands where the shell would not take it as one
     */
    public String script(IntFunction<String> variable) {
        StringBuilder script = new StringBuilder(parts.get(0));
        for (int i = 0; i < gaps.size(); i++) {
            Place place = gaps.get(i).place();
            if (!place.allowed()) {
                throw new AuthorException(
                        "value " + (i + 1) + " in the shell text: " + place.problem() + "; " + place.cure());
            }
            String expansion = "${" + variable.apply(i) + "}";
            script.append(place == Place.BARE ? '"' + expansion + '"' : expansion)
                    .append(parts.get(i + 1));
        }
        return script.toString();
    }
}
