package dev.runbook.compile;

import dev.runbook.action.ActionSpec;
import dev.runbook.action.FileFinding;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.plan.Place;
import dev.runbook.plan.Plan;
import dev.runbook.trigger.TriggerSet;
import java.util.List;
import java.util.stream.Stream;

/** Diagnoses the files that the actions of a plan run; each problem is located in its own file. */
public final class ScriptDiagnostics {
    private ScriptDiagnostics() {}

    /** Lists the problems that prevent a run from using a file, of this runbook and of those it may follow. */
    public static List<Diagnostic> problems(Plan plan) {
        return diagnostics(plan.withOthers(), true);
    }

    /** Lists the warnings for the files of this runbook. */
    public static List<Diagnostic> warnings(Plan plan) {
        return diagnostics(Stream.of(plan), false);
    }

    /** Lists the problems that prevent the measurements of triggers from using a file. */
    public static List<Diagnostic> problems(TriggerSet triggers) {
        return of(
                triggers.everyMeasurement()
                        .map(measurement -> measurement.planned().action()),
                true);
    }

    /** Lists the warnings for the files of measurements. */
    public static List<Diagnostic> warnings(TriggerSet triggers) {
        return of(
                triggers.everyMeasurement()
                        .map(measurement -> measurement.planned().action()),
                false);
    }

    private static List<Diagnostic> diagnostics(Stream<Plan> plans, boolean refused) {
        return of(plans.flatMap(Plan::everyAction), refused);
    }

    private static List<Diagnostic> of(Stream<ActionSpec> actions, boolean refused) {
        return actions.flatMap(action -> action.findings().stream())
                .filter(finding -> finding.refused() == refused)
                .distinct()
                .map(ScriptDiagnostics::diagnostic)
                .toList();
    }

    private static Diagnostic diagnostic(FileFinding finding) {
        return new Diagnostic(
                new Place(ReadingSession.shown(finding.file()), finding.line(), finding.column()),
                finding.length(),
                finding.message(),
                finding.sourceLine(),
                finding.cures());
    }
}
