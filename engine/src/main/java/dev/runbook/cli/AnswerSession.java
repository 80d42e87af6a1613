package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunLifecycle;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers questions of a live run from another terminal, and learns from its journal what became of the answers. */
final class AnswerSession {
    /** An engine that is alive looks at answers several times a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CliContext context;
    private final RunFolder folder;

    /** @throws NotStartedException when the run has ended, or its engine is dead */
    AnswerSession(CliContext context, String run) {
        this.context = context;
        this.folder = context.runs().find(run);
        RunLifecycle lifecycle = folder.lifecycle();
        if (!folder.live()) {
            throw new NotStartedException(
                    !lifecycle.dead().isEmpty()
                            ? lifecycle.dead()
                            : "run " + folder.id() + " has ended: it takes no answers");
        }
    }

    String run() {
        return folder.id();
    }

    /** Returns the run as its journal has it now. */
    RunModel model() {
        return RunModel.replay(folder.read().entries());
    }

    /** Returns the questions that wait for an answer. */
    List<QuestionView> open() {
        return open(model());
    }

    static List<QuestionView> open(RunModel model) {
        return model.questions().stream()
                .filter(question -> question.open() && question.decision() == QuestionView.Decision.OPEN)
                .toList();
    }

    /**
     * Answers, and returns the record of the answer.
     *
     * @param step the question, by name or path; empty for the only one that fits
     */
    Optional<QuestionAnswered> answer(String step, Answer answer, int number, Map<String, String> values, String why) {
        AnswerNote note =
                AnswerNote.of(step, answer, number, values, context.who(), AnswerSource.OTHER_TERMINAL, host(), why);
        try {
            folder.answers().leave(note);
        } catch (JournalException refused) {
            throw new AuthorException(
                    "run " + folder.id() + " was not answered: " + refused.getMessage()
                            + "\n  only the user it runs as may answer from another terminal",
                    refused);
        }
        Found found = new Found(note.id());
        Deadline patience = Deadline.in(Clock.system(), PATIENCE);
        try (LiveFollower follower = LiveFollower.of(folder, Clock.system())) {
            follower.follow(
                    found::take, (from, source, line, at) -> {}, () -> found.answer.isPresent() || patience.passed());
        }
        return found.answer;
    }

    /** Returns what became of an answer, for people. */
    String describe(Optional<QuestionAnswered> answer) {
        if (answer.isEmpty()) {
            return "run " + folder.id() + " did not record the answer: runbook show " + folder.id();
        }
        QuestionAnswered recorded = answer.get();
        String step = recorded.step().isEmpty() ? "" : "'" + recorded.step() + "': ";
        return switch (recorded.acceptance()) {
            case COUNTED -> step + recorded.describe();
            case LATE -> step + "too late, recorded and not counted: " + recorded.refusal();
            case REFUSED -> step + "refused: " + recorded.refusal();
        };
    }

    static int exitCode(Optional<QuestionAnswered> answer) {
        return answer.isEmpty()
                ? ExitCode.FAILED.number()
                : answer.get().counted() ? ExitCode.OK.number() : ExitCode.REFUSED.number();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    private static final class Found implements RunObserver {
        private final String note;
        private final RunModel model = new RunModel();
        private Optional<QuestionAnswered> answer = Optional.empty();

        Found(String note) {
            this.note = note;
        }

        private void take(Entry entry) {
            model.apply(entry).dispatchTo(this);
        }

        @Override
        public void questionAnswered(QuestionAnswered given) {
            if (given.note().equals(note)) {
                answer = Optional.of(given);
            }
        }
    }
}
