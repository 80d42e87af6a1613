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

    /** Creates the work of a task that does one thing, without conditions, handler or undo. */
    public static Work of(Act act) {
        return new Work(
                act,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** Returns its own action, unless it follows a runbook, and that of its probe. */
    public Stream<ActionSpec> actions() {
        return Stream.concat(act.performed().stream(), alreadyDone.map(Probe::action).stream());
    }

    /** One action, another runbook, or a question to people. */
    public sealed interface Act {
        <R> R accept(ActVisitor<R> visitor);

        /** Returns the word of the language. */
        String word();

        /** Returns what it does, for people; may contain a secret. */
        String shown();

        /** Returns the action it performs, if any. */
        Optional<ActionSpec> performed();

        /** Returns how much of each value is kept, where that is declared. */
        Optional<ByteSize> keep();

        /** Returns the runbook it follows, if any. */
        Optional<ReadRunbook> followed();

        /** Returns what it asks people, if anything. */
        default Optional<Question> asked() {
            return Optional.empty();
        }
    }

    /** Answers for each kind of act. */
    public interface ActVisitor<R> {
        R perform(Perform perform);

        R follow(Follow follow);

        R ask(Ask ask);
    }

    /**
     * An action.
     *
     * @param keep how much of each value is kept for conditions and handles; empty for the default
     */
    public record Perform(ActionSpec action, Optional<ByteSize> keep) implements Act {
        public Perform(ActionSpec action) {
            this(action, Optional.empty());
        }

        @Override
        public <R> R accept(ActVisitor<R> visitor) {
            return visitor.perform(this);
        }

        @Override
        public String word() {
            return action.word();
        }

        @Override
        public String shown() {
            return action.shown();
        }

        @Override
        public Optional<ActionSpec> performed() {
            return Optional.of(action);
        }

        @Override
        public Optional<ReadRunbook> followed() {
            return Optional.empty();
        }
    }

    /**
     * Another runbook inside this run.
     *
     * @param arguments passed to the runbook, values as far as this reading knows them
     */
    public record Follow(ReadRunbook runbook, Map<String, Object> arguments) implements Act {
        @Override
        public <R> R accept(ActVisitor<R> visitor) {
            return visitor.follow(this);
        }

        @Override
        public String word() {
            return "follow";
        }

        @Override
        public String shown() {
            return runbook.plan().id();
        }

        @Override
        public Optional<ActionSpec> performed() {
            return Optional.empty();
        }

        @Override
        public Optional<ByteSize> keep() {
            return Optional.empty();
        }

        @Override
        public Optional<ReadRunbook> followed() {
            return Optional.of(runbook);
        }
    }

    /** A question to people. */
    public record Ask(Question question) implements Act {
        @Override
        public <R> R accept(ActVisitor<R> visitor) {
            return visitor.ask(this);
        }

        @Override
        public String word() {
            return question.kind().word();
        }

        @Override
        public String shown() {
            return question.shown();
        }

        @Override
        public Optional<ActionSpec> performed() {
            return Optional.empty();
        }

        @Override
        public Optional<ByteSize> keep() {
            return Optional.empty();
        }

        @Override
        public Optional<ReadRunbook> followed() {
            return Optional.empty();
        }

        @Override
        public Optional<Question> asked() {
            return Optional.of(question);
        }
    }

    public record Probe(Perform act, Optional<Condition> expect) {
        public ActionSpec action() {
            return act.action();
        }
    }
}
