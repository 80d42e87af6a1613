package dev.runbook.run.execution;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.OutputSummary;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.StepValues;
import dev.runbook.journal.event.StopReport;
import dev.runbook.model.QuestionView;
import dev.runbook.outline.StepKinds;
import dev.runbook.plan.Message;
import dev.runbook.plan.Question;
import dev.runbook.run.drill.Injection;
import dev.runbook.run.drill.Injections;
import dev.runbook.run.people.Questions;
import dev.runbook.run.record.RecordedValues;
import dev.runbook.run.state.TaskEnd;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.Durations;
import dev.runbook.value.Result;
import dev.runbook.value.Template;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks people, waits for what they decide, and takes silence for what the runbook says it means. */
final class QuestionExecutor {
    /** How often the waiting step looks at the answers. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final RunContext run;
    private final Questions questions;
    private final Sequence sequence;

    QuestionExecutor(RunContext run, Sequence sequence) {
        this.run = run;
        this.questions = run.questions();
        this.sequence = sequence;
    }

    TaskEnd execute(TaskInProgress task, Question question) {
        String path = task.path();
        if (question.kind() == Question.Kind.CHOOSE
                && question.choices().values().isEmpty()) {
            return record(task, Result.FAILED, "there is nothing to choose from", DecidedBy.ITSELF, Map.of());
        }
        Optional<Injection> injected = run.injections().take(path);
        injected.filter(fault -> fault.kind() == Injection.Kind.SLOW)
                .ifPresent(fault -> task.scope().stops().lapse(run.clock(), fault.time()));
        Optional<QuestionView> before = questions.cutOff(path);
        Deadline deadline = deadline(task, question, before);
        QuestionAsked asked = asked(task, question, deadline, before.isPresent());
        String links = questions.ask(asked);
        task.scope().known().run().asked(asked.describe(), links);
        run.notices().sendAt(Message.When.WAITING);
        injected.ifPresent(fault -> inject(fault, task, question));
        boolean silent =
                injected.filter(fault -> fault.kind() == Injection.Kind.TIMEOUT).isPresent();
        boolean passes = question.kind() == Question.Kind.PAUSE && run.clock().factor() > 1;
        Optional<Deadline> drill =
                run.drillAnswers().filter(time -> !silent && !passes).map(time -> Deadline.in(run.clock(), time));
        Clock.Lapse lapse = silent || passes ? run.clock().lapse() : () -> {};
        try (CheckedBoxes checked = new CheckedBoxes(task, question, questions, sequence)) {
            TaskEnd end = await(task, question, deadline, drill);
            return end.result() == Result.FAILED ? end.inside(checked.failure()) : end;
        } finally {
            lapse.close();
        }
    }

    /** Answers as the fault of a drill says: a failure is a no, or a failed box; a timeout is silence. */
    private void inject(Injection fault, TaskInProgress task, Question question) {
        if (fault.kind() == Injection.Kind.CRASH) {
            Injections.crash();
        }
        if (fault.kind() == Injection.Kind.FAIL) {
            Answer no = question.kind() == Question.Kind.APPROVE ? Answer.REJECT : Answer.FAIL;
            int number = question.kind() == Question.Kind.MANUAL ? question.first() : -1;
            questions.answer(task.path(), no, number, AnswerSource.DRILL, "injected failure");
        }
    }

    /** A pause that was cut off has lasted since it began; for everything else people get the whole time again. */
    private Deadline deadline(TaskInProgress task, Question question, Optional<QuestionView> before) {
        Deadline limit = task.scope().limit().deadline();
        return question.lasts()
                .map(lasts -> before.map(this::left).orElse(lasts))
                .map(limit::orIn)
                .orElse(limit);
    }

    private Duration left(QuestionView was) {
        Duration gone = Duration.between(was.askedAt(), run.clock().wall());
        Duration left = Duration.ofMillis(was.asked().withinMs()).minus(gone);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private QuestionAsked asked(TaskInProgress task, Question question, Deadline deadline, boolean continued) {
        boolean unlimited = question.lasts().isEmpty() && task.scope().limit().isNone();
        Map<String, List<String>> people = run.environment().people();
        int first = question.first();
        List<Question.Box> boxes = question.boxes();
        return new QuestionAsked(
                task.path(),
                StepKinds.of(task.task().kind()),
                question.roles().stream()
                        .map(role -> new QuestionAsked.Role(role, people.getOrDefault(role, List.of())))
                        .toList(),
                question.text().stream()
                        .map(Template::shown)
                        .map(run::mask)
                        .flatMap(String::lines)
                        .toList(),
                QuestionAsked.Silence.valueOf(question.silence().name()),
                IntStream.range(0, boxes.size())
                        .mapToObj(i -> box(first + i, boxes.get(i)))
                        .toList(),
                question.choices().values().stream()
                        .map(ChoiceText::of)
                        .map(run::mask)
                        .toList(),
                unlimited ? -1 : inSeconds(deadline.remaining()),
                continued);
    }

    /** Rounds a time of more than a second, of which a moment has passed, to what the author granted. */
    private static long inSeconds(Duration time) {
        long ms = time.toMillis();
        return ms < 1000 ? ms : (ms + 500) / 1000 * 1000;
    }

    private static QuestionAsked.Box box(int number, Question.Box box) {
        return new QuestionAsked.Box(
                number,
                box.text(),
                !box.verify().isEmpty(),
                box.inputs().stream()
                        .map(input ->
                                new QuestionAsked.Input(input.name(), input.help(), input.oneOf(), input.optional()))
                        .toList());
    }

    private TaskEnd await(TaskInProgress task, Question question, Deadline deadline, Optional<Deadline> drill) {
        String path = task.path();
        while (true) {
            QuestionView now = questions.at(path);
            if (now.decision() != QuestionView.Decision.OPEN) {
                return decided(task, question, questions.close(path));
            }
            if (task.scope().stops().requested()) {
                return new TaskEnd(Result.CANCELLED, 0, "stopped while people were asked", Map.of());
            }
            if (deadline.passed()) {
                silence(path, question.silence());
                QuestionView last = questions.close(path);
                return last.decision() == QuestionView.Decision.OPEN
                        ? undecided(task, question, last)
                        : decided(task, question, last);
            }
            if (drill.filter(Deadline::passed).isPresent()) {
                DrillAnswers.give(questions, now, question);
            } else {
                Duration left = deadline.remaining();
                task.scope().stops().pause(run.clock(), Durations.shorter(left, LOOK));
            }
        }
    }

    /** Answers for those who did not, where the runbook says what silence means. */
    private void silence(String path, Question.Silence silence) {
        String why = "no answer in time";
        switch (silence) {
            case REJECTS -> questions.answer(path, Answer.REJECT, -1, AnswerSource.SILENCE, why);
            case APPROVES -> questions.answer(path, Answer.APPROVE, -1, AnswerSource.SILENCE, why);
            case CHOOSES_FIRST -> questions.answer(path, Answer.CHOOSE, 1, AnswerSource.SILENCE, why);
            case TIMES_OUT -> {
                // what is open stays open: the step times out
            }
        }
    }

    private TaskEnd undecided(TaskInProgress task, Question question, QuestionView last) {
        if (question.kind() == Question.Kind.PAUSE && !task.scope().limit().passed()) {
            return record(task, Result.OK, "", DecidedBy.ITSELF, Map.of());
        }
        String open = last.openBoxes().stream()
                .map(box -> Integer.toString(box.number()))
                .collect(Collectors.joining(", "));
        String cause = task.scope().limit().usedUp() + (open.isEmpty() ? "" : "; open boxes: " + open);
        return record(task, Result.TIMED_OUT, cause, DecidedBy.ITSELF, Map.of());
    }

    private TaskEnd decided(TaskInProgress task, Question question, QuestionView last) {
        QuestionAnswered deciding = last.deciding().orElseThrow().answer();
        return switch (last.decision()) {
            case REJECTED -> record(task, Result.FAILED, deciding.describe(), DecidedBy.REJECTION, Map.of());
            case FAILED -> record(task, Result.FAILED, deciding.describe(), DecidedBy.ITSELF, Map.of());
            default ->
                record(task, Result.OK, summary(question, last, deciding), DecidedBy.ITSELF, values(question, last));
        };
    }

    private String summary(Question question, QuestionView last, QuestionAnswered deciding) {
        return switch (question.kind()) {
            case APPROVE ->
                "approved by "
                        + last.counted().stream()
                                .map(given -> given.answer().describeWho())
                                .collect(Collectors.joining(", "));
            case MANUAL -> {
                long skipped = last.counted().stream()
                        .filter(given -> given.answer().answer() == Answer.SKIP)
                        .count();
                yield last.asked().boxes().size() - skipped + " ticked"
                        + (skipped == 0 ? "" : ", " + skipped + " skipped");
            }
            case PAUSE -> deciding.describe();
            case CHOOSE -> last.asked().choices().get(deciding.number() - 1) + ", chosen by " + deciding.describeWho();
        };
    }

    /** Returns what the handle has: the chosen value, or the values that people gave. */
    private static Map<String, Object> values(Question question, QuestionView last) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (question.kind() == Question.Kind.CHOOSE) {
            int number = last.last(Answer.CHOOSE).orElseThrow().answer().number();
            values.put("value", question.choices().values().get(number - 1));
        }
        question.inputNames().forEach(name -> values.put(Question.valueName(name), ""));
        last.counted()
                .forEach(given ->
                        given.answer().values().forEach((name, value) -> values.put(Question.valueName(name), value)));
        return values;
    }

    /** Records the answers' result as the attempt of the step, so that a resume and handles have its values. */
    private TaskEnd record(TaskInProgress task, Result result, String cause, DecidedBy by, Map<String, Object> values) {
        Map<String, Object> masked = run.masker().mask(RecordedValues.fewer(values));
        Map<String, Object> kept = RecordedValues.bounded(masked);
        run.record(new AttemptFinished(
                task.path(),
                1,
                result,
                run.mask(cause),
                List.of(),
                StopReport.NONE,
                RecordedValues.facts(masked),
                new StepValues(kept, RecordedValues.notKept(values, kept)),
                new OutputSummary(0, 0, List.of(), "")));
        return new TaskEnd(result, 1, run.mask(cause), values, by, Optional.empty());
    }
}
