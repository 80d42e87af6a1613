package dev.runbook.run.people;

import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAnswered.Acceptance;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.run.record.Recorder;
import dev.runbook.value.StepPath;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The questions of a live run: records each answer and whether it counts. The first answer that decides a question
 * counts, later ones are recorded as late. Thread-safe.
 */
public final class Questions {
    private final Recorder recorder;
    private final UnaryOperator<String> mask;
    /** The questions that take no answer any more, although their steps have not ended yet. */
    private final Set<String> closed = new HashSet<>();

    private boolean over;

    /** @param mask applied to what people type, which may contain a secret */
    public Questions(Recorder recorder, UnaryOperator<String> mask) {
        this.recorder = recorder;
        this.mask = mask;
    }

    /** Asks; a question that was cut off with an earlier engine process keeps its answers. */
    public synchronized void ask(QuestionAsked question) {
        closed.remove(question.step());
        recorder.record(question);
    }

    /** Returns the question of a step that was asked. */
    public QuestionView at(String step) {
        return recorder.model().question(step).orElseThrow();
    }

    /** Ends a question: later answers are late. Returns it with all answers. */
    public synchronized QuestionView close(String step) {
        closed.add(step);
        return at(step);
    }

    /** Ends all questions: what comes later is not recorded, because the run's end is its last record. */
    public synchronized void end() {
        over = true;
    }

    /** Answers in place of people: silence, the drill, or a verify. Ignored if the question is decided. */
    public synchronized void answer(String step, Answer answer, int number, AnswerSource source, String why) {
        answer(step, answer, number, Map.of(), source, why);
    }

    /** Answers in place of people, with values. */
    public synchronized void answer(
            String step, Answer answer, int number, Map<String, String> values, AnswerSource source, String why) {
        QuestionView question = at(step);
        boolean boxClosed = number > 0
                && answer != Answer.CHOOSE
                && question.openBoxes().stream().noneMatch(box -> box.number() == number);
        if (isOpen(question) && !boxClosed) {
            recorder.record(new QuestionAnswered(
                    step, answer, number, values, "", source, "", mask.apply(why), Acceptance.COUNTED, "", ""));
        }
    }

    /** Takes the answer of a person, and records whether it counts. */
    public synchronized void deliver(AnswerNote note) {
        if (over) {
            return;
        }
        List<QuestionView> meant = meant(note);
        List<QuestionView> open = meant.stream().filter(this::isOpen).toList();
        if (open.size() > 1) {
            record(note, "", Acceptance.REFUSED, "several questions are open: " + names(open) + "; name one");
        } else if (open.size() == 1) {
            QuestionView question = open.get(0);
            AnswerJudge.refusal(note, question)
                    .ifPresentOrElse(
                            why -> record(note, question.step(), Acceptance.REFUSED, why),
                            () -> record(note, question.step(), Acceptance.COUNTED, ""));
        } else if (meant.isEmpty()) {
            record(note, "", Acceptance.REFUSED, nothingMeant(note));
        } else {
            QuestionView last = meant.get(meant.size() - 1);
            record(note, last.step(), Acceptance.LATE, decided(last));
        }
    }

    private List<QuestionView> meant(AnswerNote note) {
        return recorder.model().questions().stream()
                .filter(question -> note.step().isEmpty()
                        ? AnswerJudge.fits(note, question)
                        : question.step().equals(note.step())
                                || StepPath.last(question.step()).equals(note.step()))
                .toList();
    }

    private String nothingMeant(AnswerNote note) {
        List<QuestionView> open =
                recorder.model().questions().stream().filter(this::isOpen).toList();
        String asked = open.isEmpty() ? "nobody is asked now" : "open: " + names(open);
        return (note.step().isEmpty()
                        ? "no question takes this answer"
                        : "no question is named '" + mask.apply(note.step()) + "'")
                + "; " + asked;
    }

    private static String names(List<QuestionView> questions) {
        return questions.stream()
                .map(question -> "'" + StepPath.last(question.step()) + "'")
                .collect(Collectors.joining(", "));
    }

    private static String decided(QuestionView question) {
        return question.deciding()
                .map(given -> "already " + given.answer().describe())
                .orElse("'" + StepPath.last(question.step()) + "' is over");
    }

    private boolean isOpen(QuestionView question) {
        return question.open()
                && !closed.contains(question.step())
                && question.decision() == QuestionView.Decision.OPEN;
    }

    private void record(AnswerNote note, String step, Acceptance acceptance, String refusal) {
        Map<String, String> values = new LinkedHashMap<>();
        note.values().forEach((name, value) -> values.put(name, mask.apply(value)));
        recorder.record(new QuestionAnswered(
                step,
                note.answer(),
                note.number(),
                values,
                note.who(),
                note.source(),
                note.from(),
                mask.apply(note.why()),
                acceptance,
                refusal,
                note.id()));
    }

    /** Returns whether asking at this step continues a question that was cut off. */
    public Optional<QuestionView> cutOff(String step) {
        RunModel model = recorder.model();
        return model.questionCutOff(step) ? model.question(step) : Optional.empty();
    }
}
