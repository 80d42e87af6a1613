package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.plan.StartApproval;
import dev.runbook.value.Result;
import java.util.List;
import java.util.Optional;

/** Whether the start of a run waits for an approval, by its records. Thread-safe. */
final class StartGate implements RunObserver {
    private volatile Optional<StartApproval> awaited;

    /** @param past what an earlier engine process has recorded of the run */
    StartGate(Optional<StartApproval> approval, List<Entry> past) {
        this.awaited = approval;
        RunModel.replay(past, this);
    }

    /** Returns whether a run with these records has not been approved. */
    static boolean closed(Optional<StartApproval> approval, List<Entry> past) {
        return new StartGate(approval, past).awaited().isPresent();
    }

    /** Returns the approval that the start waits for; empty once it was given, or if none is needed. */
    Optional<StartApproval> awaited() {
        return awaited;
    }

    @Override
    public void stepEnded(StepView step, StepFinished end) {
        if (end.result() == Result.OK
                && awaited.filter(start -> start.step().equals(end.step())).isPresent()) {
            awaited = Optional.empty();
        }
    }
}
