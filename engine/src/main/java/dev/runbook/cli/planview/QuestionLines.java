package dev.runbook.cli.planview;

import dev.runbook.plan.Question;
import dev.runbook.plan.Question.Box;
import dev.runbook.value.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays out in a plan what people are asked. */
final class QuestionLines {
    private QuestionLines() {}

    static List<String> of(Question question) {
        List<String> lines = new ArrayList<>();
        if (!question.roles().isEmpty()) {
            lines.add("by " + String.join(", ", question.roles()));
        }
        question.text().stream().map(Template::shown).forEach(lines::add);
        if (question.kind() == Question.Kind.CHOOSE) {
            lines.add("one of " + question.choices().source());
        }
        for (int i = 0; i < question.boxes().size(); i++) {
            Box box = question.boxes().get(i);
            lines.add("[ ] " + (question.first() + i) + "  " + box.text()
                    + (box.verify().isEmpty() ? "" : " (verify)"));
            box.inputs()
                    .forEach(input -> lines.add("      " + input.name() + ": " + input.help()
                            + (input.oneOf().isEmpty() ? "" : " (" + String.join(", ", input.oneOf()) + ")")
                            + (input.optional() ? " (optional)" : "")));
        }
        silence(question).ifPresent(lines::add);
        return lines;
    }

    private static Optional<String> silence(Question question) {
        return Optional.ofNullable(
                switch (question.silence()) {
                    case REJECTS -> "without an answer: no";
                    case APPROVES -> question.kind() == Question.Kind.PAUSE ? null : "without an answer: yes";
                    case CHOOSES_FIRST -> "without an answer: the first";
                    case TIMES_OUT -> null;
                });
    }
}
