package dev.runbook.run;

import dev.runbook.plan.Work;

/** Describes an act for the journal. */
final class ActDescription {
    private ActDescription() {}

    static String word(Work.Act act) {
        return act instanceof Work.Perform perform ? perform.action().word() : "follow";
    }

    static String command(Work.Act act) {
        if (act instanceof Work.Perform perform) {
            return perform.action().shown();
        }
        return ((Work.Follow) act).runbook().plan().id();
    }
}
