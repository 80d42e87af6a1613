package dev.runbook.run.people;

import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.QuestionAsked.Box;
import dev.runbook.journal.event.QuestionAsked.Input;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.QuestionView;
import dev.runbook.value.StepPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides whether an answer of a person can count: who gives it, and whether it fits the question. */
final class AnswerJudge {
    private AnswerJudge() {}

    /** Returns whether an answer is of the kind that a question takes. */
    static boolean fits(AnswerNote note, QuestionView question) {
        StepKind kind = question.asked().kind();
        return switch (note.answer()) {
            case APPROVE, REJECT -> kind == StepKind.APPROVE;
            case FAIL, SKIP -> kind == StepKind.MANUAL && has(question, note.number());
            case TICK -> kind == StepKind.MANUAL && has(question, note.number());
            case CHOOSE -> kind == StepKind.CHOOSE;
            case END -> kind == StepKind.PAUSE;
        };
    }

    private static boolean has(QuestionView question, int number) {
        return question.asked().boxes().stream().anyMatch(box -> box.number() == number);
    }

    /** Returns why an answer to an open question is refused; empty if it counts. */
    static Optional<String> refusal(AnswerNote note, QuestionView question) {
        String name = "'" + StepPath.last(question.step()) + "'";
        if (!fits(note, question)) {
            return Optional.of(mismatch(note, question, name));
        }
        if (!question.mayAnswer(note.who())) {
            return Optional.of(note.who() + " has no role that may answer " + name + "; asked: "
                    + question.asked().roles().stream()
                            .map(QuestionAsked.Role::describe)
                            .collect(Collectors.joining("; ")));
        }
        return switch (note.answer()) {
            case APPROVE ->
                question.approvers().contains(note.who())
                        ? Optional.of(note.who() + " has said yes already; still open: "
                                + String.join(", ", question.openRoles()))
                        : Optional.empty();
            case REJECT -> reason(note);
            case END, SKIP, FAIL -> box(note, question).or(() -> reason(note));
            case TICK -> box(note, question).or(() -> values(note, question));
            case CHOOSE -> choice(note.number(), question.asked().choices().size());
        };
    }

    private static String mismatch(AnswerNote note, QuestionView question, String name) {
        return switch (question.asked().kind()) {
            case APPROVE -> name + " takes a yes or a no";
            case PAUSE -> name + " is a pause: it can only be ended early";
            case CHOOSE -> name + " takes the number of a choice";
            default ->
                note.number() < 0
                        ? name + " takes the number of a box"
                        : name + " has no box " + note.number() + "; open: " + numbers(question);
        };
    }

    private static String numbers(QuestionView question) {
        return question.openBoxes().stream()
                .map(box -> Integer.toString(box.number()))
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> reason(AnswerNote note) {
        return note.why().isBlank() ? Optional.of("give a reason, for the record") : Optional.empty();
    }

    private static Optional<String> choice(int number, int count) {
        return number >= 1 && number <= count
                ? Optional.empty()
                : Optional.of("there is no choice " + number + ": give a number from 1 to " + count);
    }

    private static Optional<String> box(AnswerNote note, QuestionView question) {
        return question.asked().boxes().stream()
                .filter(box -> box.number() == note.number())
                .findFirst()
                .flatMap(box -> question.closed(box)
                        .map(given -> given.answer().describe() + " already")
                        .or(() -> Optional.of("box " + box.number() + " is ticked by the engine, once it holds")
                                .filter(why -> box.byEngine() && note.answer() == Answer.TICK)));
    }

    private static Optional<String> values(AnswerNote note, QuestionView question) {
        Box box = question.asked().boxes().stream()
                .filter(one -> one.number() == note.number())
                .findFirst()
                .orElseThrow();
        List<String> names = box.inputs().stream().map(Input::name).toList();
        Optional<String> unknown = note.values().keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("box " + box.number() + " asks for no value '" + unknown.get() + "'"
                    + (names.isEmpty() ? "" : "; it asks for: " + String.join(", ", names)));
        }
        return box.inputs().stream()
                .flatMap(input -> value(note, box, input).stream())
                .findFirst();
    }

    private static Optional<String> value(AnswerNote note, Box box, Input input) {
        String given = note.values().getOrDefault(input.name(), "");
        if (given.isBlank()) {
            return input.optional()
                    ? Optional.empty()
                    : Optional.of("box " + box.number() + " needs '" + input.name() + "' (" + input.help()
                            + "): give -p " + input.name() + "=…");
        }
        return input.oneOf().isEmpty() || input.oneOf().contains(given)
                ? Optional.empty()
                : Optional.of("'" + input.name() + "' is one of " + String.join(", ", input.oneOf()) + ", not '" + given
                        + "'");
    }
}
