package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.StepKind;
import dev.runbook.json.JsonWriter;
import dev.runbook.model.QuestionView;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.StepPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Answers an approval of a live run, or ends its pause, from another terminal. */
final class ApproveCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<String> run = CliOption.firstArgument("RUN", "The run's id, a part of it, or 'last'.");
    private final CliOption<Optional<String>> name =
            CliOption.secondArgument("NAME", "The name of the approve or pause; needed if several are open.");
    private final CliOption<Optional<String>> reject =
            CliOption.option("--reject=WHY", "Answer no, and why: the run ends as aborted.");
    private final CliOption<Optional<String>> reason =
            CliOption.option("--reason=WHY", "Why yes, for the record; ends a pause, which needs one.");
    private final EverydayOptions everyday = new EverydayOptions();

    ApproveCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("approve", "Answers an approval of a run, from another terminal.")
                .paragraph(
                        "Says yes to an approval, or no with --reject. Ends a pause early with --reason. Who answers, "
                                + "from where and why is in the journal. The first answer counts; a late one is recorded. An "
                                + "answer of somebody who has none of the roles that are asked is refused: the roles are in the "
                                + "section 'people' of the environment.")
                .paragraph("Touches nothing but the run, which continues or ends.")
                .paragraph("Without an open question it lists nothing and answers nothing. 'runbook tick' answers the "
                        + "boxes and choices of a run.")
                .examples(
                        "runbook approve last",
                        "runbook approve kd 'Restore the database' --reason 'agreed in the call'",
                        "runbook approve last --reject 'the vendor has a fix'",
                        "runbook approve last 'Let users finish' --reason 'everybody is out'    ends a pause")
                .exitCodes(
                        "Exit codes:",
                        "  0  the answer counts                2  no such run, or wrong usage",
                        "  1  the engine recorded no answer    5  refused or late, or nobody is asked")
                .command(this, run, name, reject, reason, everyday);
    }

    @Override
    public Integer call() {
        if (reject.value().filter(String::isBlank).isPresent()) {
            throw new AuthorException("--reject needs a reason, for the record: --reject 'the vendor has a fix'");
        }
        AnswerSession session = new AnswerSession(context, run.value());
        List<QuestionView> open = session.open().stream()
                .filter(question -> question.asked().kind() == StepKind.APPROVE
                        || question.asked().kind() == StepKind.PAUSE)
                .toList();
        boolean pause = !named(open).isEmpty()
                && named(open).stream().allMatch(question -> question.asked().kind() == StepKind.PAUSE);
        if (open.isEmpty() && name.value().isEmpty()) {
            throw new NotStartedException("run " + session.run() + " waits for no approval"
                    + (session.open().isEmpty() ? "" : "; its boxes and choices: runbook tick " + session.run()));
        }
        Answer answer = reject.value().isPresent() ? Answer.REJECT : pause ? Answer.END : Answer.APPROVE;
        if (answer == Answer.END && reason.value().isEmpty()) {
            throw new AuthorException("a pause is ended early with a reason: --reason 'everybody is out'");
        }
        Optional<QuestionAnswered> recorded = session.answer(
                name.value().orElse(""),
                answer,
                -1,
                Map.of(),
                reject.value().or(reason::value).orElse(""));
        return report(session, recorded);
    }

    private List<QuestionView> named(List<QuestionView> open) {
        return open.stream()
                .filter(question -> name.value()
                        .map(given -> question.step().equals(given)
                                || StepPath.last(question.step()).equals(given))
                        .orElse(true))
                .toList();
    }

    private int report(AnswerSession session, Optional<QuestionAnswered> recorded) {
        int exit = AnswerSession.exitCode(recorded);
        CliContext shown = everyday.applyTo(context);
        if (everyday.json()) {
            recorded.ifPresent(answer -> shown.terminal().out().println(JsonWriter.pretty(RecordMap.of(answer))));
        } else if (exit != ExitCode.OK.number()) {
            shown.terminal().err().println(TerminalSanitizer.line(session.describe(recorded)));
        } else if (!everyday.quiet()) {
            shown.terminal().out().println(TerminalSanitizer.line(session.describe(recorded)));
            recorded.flatMap(answer -> session.open().stream()
                            .filter(question -> question.step().equals(answer.step())
                                    && question.asked().kind() == StepKind.APPROVE)
                            .findFirst())
                    .ifPresent(question -> shown.terminal()
                            .out()
                            .println("  still needs a yes: " + String.join(", ", question.openRoles())));
        }
        return exit;
    }
}
