package dev.runbook.plan;

import dev.runbook.action.ActionSpec;
import dev.runbook.value.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a task does, from one reading of its block.
 *
 * @param alreadyDone the probe a resume runs before it repeats the task
 * @param undo how to undo it, for {@code undoAll()}
 * @param alsoIfFailed of an undo: whether it is also run for a step that failed
 * @param verifies what must also hold for the task to be ok, in order
 */
public record Work(
        Act act,
        Optional<Condition> expect,
        Optional<Condition> onlyIf,
        Optional<Probe> alreadyDone,
        List<Task> verifies,
        Optional<Handler> onFailure,
        Optional<Task> undo,
        boolean alsoIfFailed) {
    public Work {
        verifies = List.copyOf(verifies);
    }

    /** Returns its own action, unless it follows a runbook, and that of its probe. */
    public Stream<ActionSpec> actions() {
        return Stream.concat(
                act instanceof Perform perform ? Stream.of(perform.action()) : Stream.empty(),
                alreadyDone.map(Probe::action).stream());
    }

    /** One action, or another runbook. */
    public sealed interface Act {}

    /**
     * An action.
     *
     * @param keep how much of each value is kept for conditions and handles; empty for the default
     */
    public record Perform(ActionSpec action, Optional<ByteSize> keep) implements Act {
        public Perform(ActionSpec action) {
            this(action, Optional.empty());
        }
    }

    /**
     * Another runbook inside this run.
     *
     * @param arguments passed to the runbook, values as far as this reading knows them
     */
    public record Follow(ReadRunbook runbook, Map<String, Object> arguments) implements Act {}

    public record Probe(Perform act, Optional<Condition> expect) {
        public Probe(ActionSpec action, Optional<Condition> expect) {
            this(new Perform(action), expect);
        }

        public ActionSpec action() {
            return act.action();
        }
    }
}
