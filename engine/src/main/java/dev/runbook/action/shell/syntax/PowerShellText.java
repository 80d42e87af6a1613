package dev.runbook.action.shell.syntax;

import dev.runbook.AuthorException;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Parses an author's PowerShell text far enough to know how PowerShell would treat a value in each gap. Values become
 * variables and are never inserted into the text.
 *
 * <p>The compiler uses it to reject values in bad places, the action to name the variables. Immutable.
 */
public final class PowerShellText {
    private final List<String> parts;
    private final List<PowerShellPlace> gaps;

    private PowerShellText(List<String> parts) {
        this.parts = parts;
        this.gaps = new PowerShellScanner(parts).gaps();
    }

    /**
     * Parses the parts of a text between its gaps; strips their common indentation first, because an indented end of a
     * here-string would not be recognized.
     *
     * @throws AuthorException when the text contains a NUL character
     */
    public static PowerShellText of(List<String> parts) {
        if (parts.stream().anyMatch(part -> part.indexOf('\0') >= 0)) {
            throw new AuthorException("the PowerShell text contains a NUL character");
        }
        return new PowerShellText(List.copyOf(Indentation.stripped(parts)));
    }

    /** Returns the context of each gap, in order: one fewer than the parts. */
    public List<PowerShellPlace> gaps() {
        return gaps;
    }

    /**
     * Returns the script with a variable in every gap.
     *
     * @param variable the name of the variable that holds the value of a gap, by the gap's index
     * @throws AuthorException when a value is in a place where PowerShell would not treat it as a value
     */
    public String script(IntFunction<String> variable) {
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
