package dev.runbook.run.people;

import dev.runbook.environment.AnswerAddress;
import dev.runbook.environment.Masker;
import dev.runbook.environment.Secrets;
import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.Entry;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.Noted;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAnswered.Acceptance;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.run.record.Recorder;
import dev.runbook.time.Clock;
import dev.runbook.value.StepPath;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The questions of a live run: records each answer and whether it counts. The first answer that decides a question
 * counts, later ones are recorded as late. Thread-safe.
 */
public final class Questions {
    private final Recorder recorder;
    private final Masker masker;
    /** The questions that take no answer any more, although their steps have not ended yet. */
    private final Set<String> closed = new HashSet<>();

    private final Optional<AnswerLinks> links;
    private boolean over;

    /**
     * @param secrets what people type may contain one, and links are masked as one
     * @param address where people answer by link; empty if they cannot
     */
    public Questions(Recorder recorder, Secrets secrets, Optional<AnswerAddress> address, Clock clock) {
        this.recorder = recorder;
        this.masker = secrets.masker();
        this.links = address.map(where -> new AnswerLinks(where, this, secrets::hideLink, clock));
    }

    /**
     * Asks; a question that was cut off with an earlier engine process keeps its answers. Returns the links with which
     * people answer, a line each; empty if there are none.
     */
    public String ask(QuestionAsked question) {
        Entry entry;
        synchronized (this) {
            closed.remove(question.step());
            entry = recorder.record(question);
        }
        try {
            return links.isPresent() ? links.get().open(question, entry.at()) : "";
        } catch (IOException refused) {
            recorder.record(
                    Noted.of(Noted.Kind.NETWORK, "nobody can answer by link: cannot listen: " + refused.getMessage()));
            return "";
        }
    }

    /** Returns the question of a step that was asked. */
    public QuestionView at(String step) {
        return recorder.model().question(step).orElseThrow();
    }

    /** Ends a question: later answers are late. Returns it with all answers. */
    public QuestionView close(String step) {
        links.ifPresent(open -> open.close(step));
        synchronized (this) {
            closed.add(step);
            return at(step);
        }
    }

    /** Ends all questions: what comes later is not recorded, because the run's end is its last record. */
    public void end() {
        links.ifPresent(AnswerLinks::closeAll);
        synchronized (this) {
            over = true;
        }
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
                    step, answer, number, values, "", source, "", masker.mask(why), Acceptance.COUNTED, "", ""));
        }
    }

    /** Takes the answer of a person, and returns its record; empty after the last question. */
    public synchronized Optional<QuestionAnswered> deliver(AnswerNote note) {
        if (over) {
            return Optional.empty();
        }
        List<QuestionView> meant = meant(note);
        List<QuestionView> open = meant.stream().filter(this::isOpen).toList();
        if (open.size() > 1) {
            return record(note, "", Acceptance.REFUSED, "several questions are open: " + names(open) + "; name one");
        }
        if (open.size() == 1) {
            QuestionView question = open.get(0);
            Optional<String> refusal = AnswerJudge.refusal(note, question);
            return record(
                    note,
                    question.step(),
                    refusal.isPresent() ? Acceptance.REFUSED : Acceptance.COUNTED,
                    refusal.orElse(""));
        }
        if (meant.isEmpty()) {
            return record(note, "", Acceptance.REFUSED, nothingMeant(note));
        }
        QuestionView last = meant.get(meant.size() - 1);
        return record(note, last.step(), Acceptance.LATE, decided(last));
    }

    /** Records an answer that does not count, whatever it says. */
    synchronized void refuse(AnswerNote note, Acceptance acceptance, String why) {
        if (!over) {
            record(note, note.step(), acceptance, why);
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
                        : "no question is named '" + masker.mask(note.step()) + "'")
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

    private Optional<QuestionAnswered> record(AnswerNote note, String step, Acceptance acceptance, String refusal) {
        Map<String, String> values = new LinkedHashMap<>();
        note.values().forEach((name, value) -> values.put(name, masker.mask(value)));
        QuestionAnswered answered = new QuestionAnswered(
                step,
                note.answer(),
                note.number(),
                values,
                note.who(),
                note.source(),
                note.from(),
                masker.mask(note.why()),
                acceptance,
                refusal,
                note.id());
        recorder.record(answered);
        return Optional.of(answered);
    }

    /** Returns whether asking at this step continues a question that was cut off. */
    public Optional<QuestionView> cutOff(String step) {
        RunModel model = recorder.model();
        return model.questionCutOff(step) ? model.question(step) : Optional.empty();
    }
}
