package dev.runbook.compile;

import dev.runbook.compile.source.Diagnostic;
import dev.runbook.dsl.ActionWord;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Start;
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
        set.triggers().forEach(trigger -> unheardQuestion(trigger).ifPresent(warnings::add));
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

    private static Optional<Diagnostic> unheardQuestion(Trigger trigger) {
        return trigger.start()
                .flatMap(Start::approval)
                .filter(asked -> trigger.channels().isEmpty())
                .map(asked -> new Diagnostic(
                        trigger.at(),
                        1,
                        "trigger '" + trigger.name() + "' asks " + asked.role() + " and sends no message: they may not "
                                + "hear of the question",
                        "",
                        List.of("add tell 'channel'")));
    }

    private static Optional<Diagnostic> exposure(Measurement measurement) {
        return measurement
                .planned()
                .action()
                .exposure()
                .map(warning -> new Diagnostic(measurement.at(), 1, warning, "", List.of()));
    }
}
