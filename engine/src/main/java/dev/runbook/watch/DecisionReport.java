package dev.runbook.watch;

import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerJudge;

/** Reports a decision to people in one line. */
final class DecisionReport {
    private DecisionReport() {}

    /** @param judge knows the samples that decided */
    static String of(Decision decision, TriggerJudge judge) {
        Trigger trigger = decision.trigger();
        return trigger.name() + " (" + trigger.severity().word() + "): " + effect(decision, judge);
    }

    private static String effect(Decision decision, TriggerJudge judge) {
        return switch (decision.effect()) {
            case STARTS -> "fired, starts " + start(decision).runbook();
            case ASKS ->
                "fired, asks " + start(decision).approval().orElseThrow().role() + " to start "
                        + start(decision).runbook();
            case TELLS -> "fired";
            case COVERED -> "fired, covered by '" + decision.reason() + "'";
            case NO_DATA -> "no data" + cause(decision.trigger(), judge);
            default -> "good again";
        };
    }

    private static Start start(Decision decision) {
        return decision.trigger().start().orElseThrow();
    }

    /** Returns why a measurement that the trigger reads has no data: a wrong query, a server that does not answer. */
    private static String cause(Trigger trigger, TriggerJudge judge) {
        return judge.judge(trigger).names().stream()
                .flatMap(name -> judge.sample(name).stream())
                .filter(sample -> !sample.good() && !sample.cause().isEmpty())
                .map(sample -> ": " + sample.measurement() + ": " + sample.cause())
                .findFirst()
                .orElse("");
    }
}
