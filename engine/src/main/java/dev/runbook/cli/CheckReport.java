package dev.runbook.cli;

import dev.runbook.compile.source.Diagnostic;
import java.util.List;

/**
 * The result of {@code runbook check} for one file, for programs.
 *
 * @param warnings of what is valid but risky
 */
public record CheckReport(String runbook, boolean ok, List<Finding> problems, List<Finding> warnings) {

    /** A mistake or a risk. */
    public record Finding(String file, int line, int column, String message, List<String> cures) {
        private static Finding of(Diagnostic diagnostic) {
            return new Finding(
                    diagnostic.place().file(),
                    diagnostic.place().line(),
                    diagnostic.place().column(),
                    diagnostic.message(),
                    diagnostic.cures());
        }
    }

    static CheckReport of(String runbook, List<Diagnostic> problems, List<Diagnostic> warnings) {
        return new CheckReport(
                runbook,
                problems.isEmpty(),
                problems.stream().map(Finding::of).toList(),
                warnings.stream().map(Finding::of).toList());
    }
}
