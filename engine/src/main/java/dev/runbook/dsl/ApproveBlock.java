package dev.runbook.dsl;

import dev.runbook.plan.Handler;
import dev.runbook.plan.Question;
import dev.runbook.plan.Question.Silence;
import dev.runbook.value.RoleAssignment;
import java.util.List;
import java.util.Optional;

/** {@code approve(name) { }}: people decide whether the run continues. */
public final class ApproveBlock extends QuestionBlock {
    private Silence silence = Silence.REJECTS;

    ApproveBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    @Override
    void check() {
        if (roles().isEmpty()) {
            mistake("approve '" + name() + "' names nobody who may answer", "add by 'ROLE', a role of the environment");
        }
        context.environment()
                .map(environment -> roles().stream()
                        .map(role -> environment.people().getOrDefault(role, List.of()))
                        .toList())
                .filter(people -> people.stream().noneMatch(List::isEmpty) && !RoleAssignment.exists(people))
                .ifPresent(people -> mistake(
                        "approve '" + name() + "' can never be given: it needs a different person for each of "
                                + String.join(", ", roles()),
                        "give the roles more people in the section 'people' of the environment"));
        if (failure()
                .map(Handler::ending)
                .filter(ending -> !(ending instanceof Handler.Stop))
                .isPresent()) {
            mistake(
                    "the onFailure of approve '" + name() + "' cannot continue the run: a no ends it as aborted",
                    "remove carryOn() or fallBackTo; write the steps to run after a no");
        }
    }

    @Override
    Question question() {
        return new Question(
                Question.Kind.APPROVE, roles(), text(), silence, List.of(), 1, Question.Choices.NONE, Optional.empty());
    }

    /**
     * Sets what whoever is asked reads before answering.
     *
     * <pre>{@code
     * show "Roll back because ${params.reason}"
     * }</pre>
     */
    public void show(
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object message) {
        say(message);
    }

    /**
     * Sets what silence means once the budget is used up: {@code reject}, the default, or {@code approve}.
     *
     * <pre>{@code
     * ifSilent approve
     * }</pre>
     */
    @SetOnce
    public void ifSilent(Silence meaning) {
        silence = meaning;
    }

    /**
     * Silence counts as a no.
     *
     * <pre>{@code
     * ifSilent reject
     * }</pre>
     */
    public Silence getReject() {
        return Silence.REJECTS;
    }

    /**
     * Silence counts as a yes of every role that has not answered.
     *
     * <pre>{@code
     * ifSilent approve
     * }</pre>
     */
    public Silence getApprove() {
        return Silence.APPROVES;
    }
}
