package dev.runbook.dsl;

import dev.runbook.plan.Budget;
import dev.runbook.plan.Question;
import dev.runbook.plan.Question.Silence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code pause(name) { }}: an announced wait, which a person may end early with a reason. */
public final class PauseBlock extends QuestionBlock {
    private Optional<Duration> lasts = Optional.empty();

    PauseBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    @Override
    void check() {
        if (lasts.isEmpty()) {
            mistake("pause '" + name() + "' has no time", "add lasts 30.minutes");
        }
        if (super.granted().isPresent()) {
            mistake("'budget' has no effect in a pause", "lasts is all the time it takes");
        }
    }

    @Override
    Optional<Budget> granted() {
        return lasts.map(Budget::of);
    }

    @Override
    Question question() {
        return new Question(
                Question.Kind.PAUSE, roles(), text(), Silence.APPROVES, List.of(), 1, Question.Choices.NONE, lasts);
    }

    /**
     * Sets how long the run waits.
     *
     * <pre>{@code
     * lasts 30.minutes
     * }</pre>
     */
    @SetOnce
    public void lasts(Duration time) {
        lasts = Optional.of(Budgets.positive(context, "lasts", time));
    }

    /**
     * Sets what people read during the wait.
     *
     * <pre>{@code
     * show 'Users have been asked to save their work.'
     * }</pre>
     */
    public void show(
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object message) {
        say(message);
    }
}
