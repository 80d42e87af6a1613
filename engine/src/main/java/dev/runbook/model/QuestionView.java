package dev.runbook.model;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.value.RoleAssignment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question to people and its answers so far; what they decide is computed here only.
 *
 * @param askedAt when it was asked last
 * @param askedMs the same, since the start of the run
 * @param answers all of them, those that do not count included
 * @param open whether it waits for answers
 */
public record QuestionView(QuestionAsked asked, Instant askedAt, long askedMs, List<Given> answers, boolean open) {
    /** An answer and when it was given. */
    public record Given(Instant at, long atMs, QuestionAnswered answer) {}

    /** How the answers decide the question. */
    public enum Decision {
        OPEN,
        /** Approved, all boxes closed, chosen, or ended early. */
        DONE,
        /** A no. */
        REJECTED,
        /** A box was failed. */
        FAILED
    }

    public QuestionView {
        answers = List.copyOf(answers);
    }

    public String step() {
        return asked.step();
    }

    /** Returns the answers that count. */
    public List<Given> counted() {
        return answers.stream().filter(given -> given.answer().counted()).toList();
    }

    public Decision decision() {
        if (last(Answer.REJECT).isPresent()) {
            return Decision.REJECTED;
        }
        if (last(Answer.FAIL).isPresent()) {
            return Decision.FAILED;
        }
        boolean done = switch (asked.kind()) {
            case APPROVE -> approved();
            case MANUAL -> asked.boxes().stream().allMatch(box -> closed(box).isPresent());
            case CHOOSE -> last(Answer.CHOOSE).isPresent();
            default -> last(Answer.END).isPresent();
        };
        return done ? Decision.DONE : Decision.OPEN;
    }

    /** Returns the answer that decided the question; empty while it is open. */
    public Optional<Given> deciding() {
        return decision() == Decision.OPEN
                ? Optional.empty()
                : last(Answer.REJECT)
                        .or(() -> last(Answer.FAIL))
                        .or(() -> counted().stream().reduce((first, second) -> second));
    }

    /** Returns the last answer of this kind that counts. */
    public Optional<Given> last(Answer kind) {
        return counted().stream()
                .filter(given -> given.answer().answer() == kind)
                .reduce((first, second) -> second);
    }

    /** Returns the answer that closed a box. */
    public Optional<Given> closed(QuestionAsked.Box box) {
        return counted().stream()
                .filter(given -> given.answer().number() == box.number())
                .reduce((first, second) -> second);
    }

    /** Returns the boxes that nobody has ticked, skipped or failed. */
    public List<QuestionAsked.Box> openBoxes() {
        return asked.boxes().stream().filter(box -> closed(box).isEmpty()).toList();
    }

    /** Returns the roles of a person among those asked. */
    List<String> rolesOf(String person) {
        return asked.roles().stream()
                .filter(role -> role.people().contains(person))
                .map(QuestionAsked.Role::name)
                .toList();
    }

    /** Returns whether a person may answer. */
    public boolean mayAnswer(String person) {
        return asked.roles().isEmpty() || !rolesOf(person).isEmpty();
    }

    /** Returns the people who said yes. */
    public List<String> approvers() {
        return counted().stream()
                .filter(given -> given.answer().answer() == Answer.APPROVE
                        && given.answer().source().isPerson())
                .map(given -> given.answer().who())
                .toList();
    }

    /** Returns the roles that still need a yes: those for which no approver is left. */
    public List<String> openRoles() {
        Set<String> left = new HashSet<>(approvers());
        List<String> open = new ArrayList<>();
        for (QuestionAsked.Role role : asked.roles()) {
            Optional<String> by = role.people().stream().filter(left::contains).findFirst();
            by.ifPresentOrElse(left::remove, () -> open.add(role.name()));
        }
        return open;
    }

    /** Returns whether each role has a yes from a different person; the drill and silence answer for all roles. */
    private boolean approved() {
        boolean forAll = counted().stream()
                .map(Given::answer)
                .anyMatch(answer -> answer.answer() == Answer.APPROVE
                        && (answer.source() == AnswerSource.DRILL || answer.source() == AnswerSource.SILENCE));
        List<String> yes = approvers();
        return forAll
                || (asked.roles().isEmpty()
                        ? !yes.isEmpty()
                        : RoleAssignment.exists(asked.roles().stream()
                                .map(role -> role.people().stream()
                                        .filter(yes::contains)
                                        .toList())
                                .toList()));
    }

    /** Returns whether the drill answered, at least in part. */
    boolean answeredByDrill() {
        return counted().stream().anyMatch(given -> given.answer().source() == AnswerSource.DRILL);
    }
}
