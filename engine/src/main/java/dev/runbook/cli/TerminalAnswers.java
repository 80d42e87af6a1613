package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.cli.console.QuestionText;
import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.run.RunListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers questions with the lines that are typed on the run's own terminal. Reads from the first question on; a
 * terminal that is lost answers nothing more, and the run waits for other answers.
 */
final class TerminalAnswers implements RunListener, RunObserver {
    private final CliContext context;
    private final Consumer<String> reports;
    private final Runnable typed;
    private final RunModel model = new RunModel();
    private final Thread reader = new Thread(this::read, "own-terminal");

    /**
     * @param reports shows a message on the terminal
     * @param typed called for each line, which has moved the cursor
     */
    TerminalAnswers(CliContext context, Consumer<String> reports, Runnable typed) {
        this.context = context;
        this.reports = reports;
        this.typed = typed;
        reader.setDaemon(true);
    }

    @Override
    public void recorded(Entry entry) {
        model.apply(entry).dispatchTo(this);
    }

    @Override
    public void known(Entry entry) {
        model.apply(entry);
    }

    @Override
    public void printed(String step, String source, String line) {}

    @Override
    public void questionAsked(QuestionAsked question) {
        if (reader.getState() == Thread.State.NEW) {
            reader.start();
        }
    }

    private void read() {
        try {
            for (String line = context.terminal().in().readLine();
                    line != null;
                    line = context.terminal().in().readLine()) {
                typed.run();
                answer(line.strip());
            }
        } catch (IOException lost) {
            // answers come from elsewhere
        }
    }

    private void answer(String line) {
        List<QuestionView> open = model.questions().stream()
                .filter(question -> question.open() && question.decision() == QuestionView.Decision.OPEN)
                .toList();
        if (line.isEmpty() || open.isEmpty()) {
            return;
        }
        if (line.equalsIgnoreCase("p") || line.equalsIgnoreCase("plan")) {
            open.forEach(
                    question -> reports.accept(QuestionText.plan(question, model.questionContext(question.step()))));
            return;
        }
        try {
            Optional<TypedAnswer> answer = TypedAnswer.of(line, open);
            if (answer.isEmpty()) {
                reports.accept("'" + line + "' does not answer the question");
                return;
            }
            leave(answer.get());
        } catch (AuthorException mistake) {
            reports.accept(mistake.getMessage());
        } catch (JournalException unwritable) {
            reports.accept("the answer was not recorded: " + unwritable.getMessage());
        }
    }

    private void leave(TypedAnswer answer) {
        model.started()
                .map(RunStarted::run)
                .ifPresent(run -> context.runs()
                        .find(run)
                        .answers()
                        .leave(AnswerNote.of(
                                answer.step(),
                                answer.answer(),
                                answer.number(),
                                answer.values(),
                                context.who(),
                                AnswerSource.OWN_TERMINAL,
                                "",
                                answer.why())));
    }
}
