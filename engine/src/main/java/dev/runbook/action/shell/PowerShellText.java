package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An author's PowerShell text, read far enough to know how PowerShell would treat a value at each of its gaps. Values
 * become variables and are never pasted in.
 *
 * <p>The compiler refuses values in bad places with it, the action names the variables in good ones. Immutable.
 */
public final class PowerShellText {
    /** Where a gap stands, in PowerShell's eyes. */
    public enum Place implements GapPlace {
        BARE,
        DOUBLE_QUOTES,
        COMMENT,
        SINGLE_QUOTES("PowerShell expands nothing between single quotes", "use double quotes"),
        PART_OF_WORD(
                "a bare value stands alone: what touches it would be read as a part of its name, or as another argument",
                "put the whole word into double quotes"),
        COMMAND("a value after & or . would be run as a command", "write the command's name in place"),
        AFTER_BACKTICK("the backtick before a value takes away its meaning", "remove the backtick"),
        AFTER_DOLLAR("a value cannot be the name of a variable", "remove the $ before it"),
        IN_A_NAME("a value cannot be the name of a variable", "use a fixed name"),
        VERBATIM("nothing is expanded after --%", "remove --% and quote the arguments");

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

    private final List<String> parts;
    private final List<Place> gaps;

    private PowerShellText(List<String> parts) {
        this.parts = parts;
        this.gaps = new PowerShellScanner(parts).gaps();
    }

    /**
     * Reads the parts of a text between its gaps; their common indentation is taken off first, since with it the end of
     * a here-string would never be seen.
     *
     * @throws AuthorException when the text holds a NUL character
     */
    public static PowerShellText of(List<String> parts) {
        if (parts.stream().anyMatch(part -> part.indexOf('\0') >= 0)) {
            throw new AuthorException("the PowerShell text holds a NUL character");
        }
        return new PowerShellText(List.copyOf(Indentation.stripped(parts)));
    }

    /** The place of each gap, in order: one fewer than the parts. */
    public List<Place> gaps() {
        return gaps;
    }

    /**
     * The script with a variable in every gap.
     *
     * @param variable the name of the variable that holds the value of a gap, by the gap's index
     * @throws AuthorException when a value stands where PowerShell would not take it as one
     */
    String script(IntFunction<String> variable) {
        StringBuilder script = new StringBuilder(parts.get(0));
        for (int i = 0; i < gaps.size(); i++) {
            if (!gaps.get(i).allowed()) {
                throw gaps.get(i).refusal();
            }
            script.append("${").append(variable.apply(i)).append('}').append(parts.get(i + 1));
        }
        return script.toString();
    }
}
