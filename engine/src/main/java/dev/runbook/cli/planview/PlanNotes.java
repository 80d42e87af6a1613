package dev.runbook.cli.planview;

import dev.runbook.plan.Condition;
import dev.runbook.plan.Group;
import dev.runbook.plan.Task;
import dev.runbook.time.TimeText;
import java.util.ArrayList;
import java.util.List;

/** Describes the declarations beside the action: conditions, attempts, polls. */
final class PlanNotes {
    private PlanNotes() {}

    static List<String> of(Task task) {
        List<String> notes = new ArrayList<>();
        task.work().onlyIf().ifPresent(condition -> notes.add("only if " + all(condition)));
        task.work().expect().ifPresent(condition -> notes.add("expects " + all(condition)));
        task.retry()
                .ifPresent(retry -> notes.add("up to " + (retry.times() + 1) + " attempts, "
                        + TimeText.of(retry.every()) + " between them"
                        + (retry.backoff() > 1 ? ", growing by " + retry.backoff() : "")));
        task.work().act().keep().ifPresent(size -> notes.add("keeps " + size));
        task.attempt().ifPresent(time -> notes.add("each attempt at most " + TimeText.of(time)));
        boolean guard = task.kind() == Task.Kind.GUARD;
        task.every()
                .ifPresent(time -> notes.add(
                        guard
                                ? "looks every " + TimeText.of(time) + " and must hold each time"
                                : "polls every " + TimeText.of(time) + " until it holds"));
        task.holds().ifPresent(time -> notes.add("must hold for " + TimeText.of(time)));
        task.budget()
                .flatMap(budget -> budget.limit())
                .ifPresent(limit -> notes.add("stopped at " + TimeText.of(limit)));
        if (task.idempotent()) {
            notes.add("idempotent");
        }
        if (task.work().alsoIfFailed()) {
            notes.add("also if the step failed");
        }
        return notes;
    }

    static List<String> of(Group group) {
        List<String> notes = new ArrayList<>();
        group.onlyIf().ifPresent(condition -> notes.add("only if " + all(condition)));
        group.atLeast().ifPresent(quorum -> notes.add("at least " + group.required() + " of " + group.counted()));
        return notes;
    }

    static String all(Condition condition) {
        return String.join("; ", condition.texts());
    }
}
