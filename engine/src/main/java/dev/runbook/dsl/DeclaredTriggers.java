package dev.runbook.dsl;

import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;

/** Collects the triggers of one file as they are read. */
final class DeclaredTriggers {
    private final List<Trigger> triggers = new ArrayList<>();
    private final List<FollowUp> followUps = new ArrayList<>();

    void add(Trigger trigger) {
        triggers.add(trigger);
    }

    void add(FollowUp followUp) {
        followUps.add(followUp);
    }

    List<Trigger> triggers() {
        return triggers;
    }

    List<FollowUp> followUps() {
        return followUps;
    }

    boolean isEmpty() {
        return triggers.isEmpty() && followUps.isEmpty();
    }
}
