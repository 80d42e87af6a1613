package dev.runbook.dsl;

import dev.runbook.plan.Question;
import dev.runbook.plan.Question.Choices;
import dev.runbook.plan.Question.Silence;
import dev.runbook.value.Unknown;
import groovy.lang.Closure;
import java.util.List;
import java.util.Optional;

/** {@code choose(name, in: { }) { }}: a person picks one of the values that an earlier step left. */
public final class ChooseBlock extends QuestionBlock {
    private final Closure<?> in;
    private Silence silence = Silence.TIMES_OUT;

    ChooseBlock(EvaluationContext context, String name, Closure<?> in) {
        super(context, name);
        this.in = in;
    }

    @Override
    Question question() {
        return new Question(Question.Kind.CHOOSE, roles(), text(), silence, List.of(), 1, choices(), Optional.empty());
    }

    private Choices choices() {
        Object found = Values.plain(context.evaluate(in, new OnlyIfBlock(context)));
        if (found instanceof Unknown unknown) {
            return new Choices(unknown.source(), List.of());
        }
        if (found instanceof List<?> list) {
            return new Choices("a list", list.stream().<Object>map(one -> one).toList());
        }
        throw new Unreadable(
                "choose '" + name() + "' takes a list, and this is not a list",
                "write in: { name.lines }, { name.rows } or { name.json.items }, with the name of an earlier step");
    }

    /**
     * Sets what people read above the choices.
     *
     * <pre>{@code
     * show 'The newest whole backup is the usual choice.'
     * }</pre>
     */
    public void show(
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object message) {
        say(message);
    }

    /**
     * Takes the {@code first} of the values if nobody chooses within the budget. Without this word silence is a failure.
     *
     * <pre>{@code
     * ifSilent first
     * }</pre>
     */
    @SetOnce
    public void ifSilent(Silence meaning) {
        silence = meaning;
    }

    /**
     * The first of the values.
     *
     * <pre>{@code
     * ifSilent first
     * }</pre>
     */
    public Silence getFirst() {
        return Silence.CHOOSES_FIRST;
    }
}
