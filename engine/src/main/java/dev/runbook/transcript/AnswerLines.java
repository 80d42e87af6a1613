package dev.runbook.transcript;

import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.model.QuestionView;
import dev.runbook.model.QuestionView.Given;
import java.util.List;
import java.util.stream.Collectors;

/** Describes a question and its answers for a reviewer: who was asked, who answered, when, from where and why. */
final class AnswerLines {
    private AnswerLines() {}

    /** {@code asked engineering-lead: maria, jo at 14:02:11 UTC, within 5m}. */
    static String asked(QuestionView question) {
        QuestionAsked asked = question.asked();
        String who = asked.roles().isEmpty()
                ? "anyone"
                : asked.roles().stream().map(QuestionAsked.Role::describe).collect(Collectors.joining("; "));
        return "asked " + who + " at " + TimeFormat.clock(question.askedAt()) + " UTC"
                + (asked.withinMs() < 0 ? "" : ", within " + TimeFormat.of(asked.withinMs()));
    }

    /** Returns a line for each answer, those that do not count included. */
    static List<String> answers(QuestionView question) {
        return question.answers().stream().map(given -> answer(given, question)).toList();
    }

    private static String answer(Given given, QuestionView question) {
        QuestionAnswered answer = given.answer();
        String from = answer.source().isPerson()
                ? " (" + answer.source().describe() + (answer.from().isEmpty() ? "" : ", " + answer.from()) + ")"
                : "";
        String what = switch (answer.acceptance()) {
            case COUNTED -> answer.describe();
            case LATE -> answer.describeAttempt() + " came too late: " + answer.refusal();
            case REFUSED -> answer.describeAttempt() + " was refused: " + answer.refusal();
        };
        return TimeFormat.clock(given.at()) + "  " + what + box(answer, question) + from;
    }

    /** Returns the text of the box or choice that an answer is about. */
    private static String box(QuestionAnswered answer, QuestionView question) {
        return question.asked().boxes().stream()
                .filter(box -> box.number() == answer.number())
                .map(box -> " \u2013 " + box.text())
                .findFirst()
                .orElse("");
    }
}
