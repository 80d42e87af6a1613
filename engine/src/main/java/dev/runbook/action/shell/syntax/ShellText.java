package dev.runbook.action.shell.syntax;

import dev.runbook.AuthorException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Parses an author's shell text far enough to know how the shell would treat a value in each gap. Values are passed as
 * variables and never inserted into the text, so a misparsed text can split a value into words, but cannot execute it.
 *
 * <p>The compiler uses it to reject values in bad places, the actions to expand values. Immutable.
 */
public final class ShellText {
    /**
     * One gap.
     *
     * @param readAgainBy the command that will parse the value a second time, as code ({@code eval}, {@code sh -c},
     *     {@code ssh}): reported as a warning, since quoting does not help there
     * @param optionOf the command that would parse a value with a leading dash as an option
     * @param offset its position in the text
     */
    public record Gap(ShellPlace place, Optional<String> readAgainBy, Optional<String> optionOf, int offset) {}

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
     * Parses the parts of a text between its gaps; strips their common indentation first, because an indented end of a
     * here-document would not be recognized.
     *
     * @throws AuthorException when the text contains a NUL character, which no shell accepts
     */
    public static ShellText of(List<String> parts) {
        return exactly(Indentation.stripped(parts));
    }

    /** Parses a text whose indentation is significant, such as a file's. */
    public static ShellText exactly(List<String> parts) {
        for (String part : parts) {
            if (part.indexOf('\0') >= 0) {
                throw new AuthorException("the shell text contains a NUL character, which no shell accepts");
            }
        }
        return new ShellText(List.copyOf(parts));
    }

    /**
     * Returns the expression that computes the value of a gap after it was assigned to variables; bash may execute its
     * content.
     */
    public Optional<String> computing(Gap gap) {
        return gap.place().allowed()
                ? new ComputedVariables(projection).computing(gap.offset(), gap.place() == ShellPlace.HERE_DOCUMENT)
                : Optional.empty();
    }

    /** Returns the expression that computes the value of an environment variable. */
    public Optional<String> computing(String variable) {
        return new ComputedVariables(projection).computing(variable);
    }

    /** Returns the bash-only syntax in the text, in order. */
    public List<Bashism> bashisms() {
        return BashSyntax.in(projection);
    }

    /** Returns the gaps, in order: one fewer than the parts. */
    public List<Gap> gaps() {
        return gaps;
    }

    /**
     * Returns the script with a quoted expansion in every gap, so that each value is passed as one word whatever it
     * contains.
     *
     * @param variable the name of the variable that holds the value of a gap, by the gap's index
     * @throws AuthorException when a value is in a place where the shell would not treat it as a value
     */
    public String script(IntFunction<String> variable) {
        StringBuilder script = new StringBuilder(parts.get(0));
        for (int i = 0; i < gaps.size(); i++) {
            ShellPlace place = gaps.get(i).place();
            if (!place.allowed()) {
                throw new AuthorException(
                        "value " + (i + 1) + " in the shell text: " + place.problem() + "; " + place.cure());
            }
            String expansion = "${" + variable.apply(i) + "}";
            script.append(place == ShellPlace.BARE ? '"' + expansion + '"' : expansion)
                    .append(parts.get(i + 1));
        }
        return script.toString();
    }
}
