package dev.runbook.run.execution;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.model.QuestionView;
import dev.runbook.plan.Question;
import dev.runbook.run.people.Questions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers in a drill where nobody has: yes, every box, the first choice, the end of a pause. */
final class DrillAnswers {
    private DrillAnswers() {}

    static void give(Questions questions, QuestionView asked, Question question) {
        String step = asked.step();
        switch (question.kind()) {
            case APPROVE -> questions.answer(step, Answer.APPROVE, -1, AnswerSource.DRILL, "");
            case PAUSE -> questions.answer(step, Answer.END, -1, AnswerSource.DRILL, "");
            case CHOOSE -> questions.answer(step, Answer.CHOOSE, 1, AnswerSource.DRILL, "");
            case MANUAL ->
                asked.openBoxes().stream()
                        .filter(box -> !box.byEngine())
                        .forEach(box -> questions.answer(
                                step,
                                Answer.TICK,
                                box.number(),
                                examples(question.boxes()
                                        .get(box.number() - question.first())
                                        .inputs()),
                                AnswerSource.DRILL,
                                ""));
        }
    }

    private static Map<String, String> examples(List<Question.Input> inputs) {
        Map<String, String> values = new LinkedHashMap<>();
        inputs.forEach(input -> values.put(
                input.name(),
                !input.example().isEmpty()
                        ? input.example()
                        : input.oneOf().stream().findFirst().orElse("drill")));
        return values;
    }
}
