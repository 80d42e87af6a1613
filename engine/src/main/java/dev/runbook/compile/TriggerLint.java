package dev.runbook.compile;

import dev.runbook.compile.source.Diagnostic;
import dev.runbook.dsl.ActionWord;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Warns about triggers that are valid but risky. */
public final class TriggerLint {
    private TriggerLint() {}

    public static List<Diagnostic> warnings(TriggerSet set) {
        List<Diagnostic> warnings = new ArrayList<>();
        set.triggers().stream()
                .filter(TriggerLint::ignoresSilence)
                .forEach(trigger -> warnings.add(new Diagnostic(
                        trigger.at(),
                        1,
                        "trigger '" + trigger.name()
                                + "' does not fire while the server does not answer: without an answer its conditions "
                                + "are no evidence",
                        "",
                        List.of("test for it: when { !ok || … }, or add noData 2.minutes"))));
        set.everyMeasurement().forEach(measurement -> exposure(measurement).ifPresent(warnings::add));
        warnings.addAll(ScriptDiagnostics.warnings(set));
        return warnings;
    }

    private static boolean ignoresSilence(Trigger trigger) {
        return trigger.noData().isEmpty()
                && trigger.measurement()
                        .filter(own -> own.planned().word().equals(ActionWord.HTTP.word()))
                        .isPresent()
                && !trigger.when().names().contains(ActionWord.OK);
    }

    private static Optional<Diagnostic> exposure(Measurement measurement) {
        return measurement
                .planned()
                .action()
                .exposure()
                .map(warning -> new Diagnostic(measurement.at(), 1, warning, "", List.of()));
    }
}
