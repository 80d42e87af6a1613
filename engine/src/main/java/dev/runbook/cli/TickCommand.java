package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.cli.console.QuestionText;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.QuestionAsked.Box;
import dev.runbook.journal.event.StepKind;
import dev.runbook.json.JsonWriter;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunModel;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Ticks boxes of a live run, or takes a choice, from another terminal. */
final class TickCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<List<String>> words = CliOption.arguments(
            "RUN [NUMBER...]", "The run's id, a part of it, or 'last'; then the numbers of boxes, or of a choice.");
    private final CliOption<Optional<String>> fail =
            CliOption.option("--fail=WHY", "The box cannot be done, and why: its manual fails.");
    private final CliOption<Optional<String>> skip = CliOption.option("--skip=WHY", "Leave the box out, and why.");
    private final CliOption<Optional<String>> step =
            CliOption.option("--step=NAME", "The manual or choose; needed if several have the number.");
    private final CliOption<List<String>> values = CliOption.repeatable(
            "-p, --param=NAME=VALUE", "A value that a box asks for. Repeatable; finds the box without its number.");
    private final EverydayOptions everyday = new EverydayOptions();

    TickCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("tick", "Ticks boxes of a run, or takes a choice, from another terminal.")
                .paragraph(
                        "Without a number it shows what is open. With numbers it ticks these boxes, or fails or skips "
                                + "them with a reason. A box that asks for a value is ticked with -p. The number of a choice "
                                + "takes that choice.")
                .paragraph("Touches nothing but the run, which continues when its last box is closed.")
                .paragraph("Who did what, from where and why is in the journal. A late answer is recorded; one of "
                        + "somebody who has none of the roles that are asked is refused.")
                .examples(
                        "runbook tick last                            what is open",
                        "runbook tick last 3 4",
                        "runbook tick last -p location=/backups/today",
                        "runbook tick kd 8 --fail 'the checksum differs'",
                        "runbook tick kd 10 --skip 'no test machine at this site'")
                .exitCodes(
                        "Exit codes:",
                        "  0  the answers count                2  no such run, or wrong usage",
                        "  1  the engine recorded no answer    5  refused or late, or nobody is asked")
                .command(this, words, fail, skip, step, values, everyday);
    }

    @Override
    public Integer call() {
        if (fail.value().isPresent() && skip.value().isPresent()) {
            throw new AuthorException("--fail and --skip are two answers: give one");
        }
        AnswerSession session = new AnswerSession(context, words.value().get(0));
        List<QuestionView> open = session.open().stream()
                .filter(question -> question.asked().kind() == StepKind.MANUAL
                        || question.asked().kind() == StepKind.CHOOSE)
                .toList();
        if (open.isEmpty()) {
            throw new NotStartedException("run " + session.run() + " has no open box and no choice"
                    + (session.open().isEmpty() ? "" : "; its approvals: runbook approve " + session.run()));
        }
        Map<String, String> given = given();
        List<Integer> numbers = numbers(open, given);
        if (numbers.isEmpty()) {
            return show(session, open);
        }
        int worst = ExitCode.OK.number();
        for (int number : numbers) {
            Optional<QuestionAnswered> recorded = answer(session, open, number, given);
            worst = Math.max(worst, AnswerSession.exitCode(recorded));
            report(session, recorded);
        }
        return worst;
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String value : values.value()) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new AuthorException("-p " + value + ": write a value as NAME=VALUE");
            }
            given.put(value.substring(0, equals), value.substring(equals + 1));
        }
        return given;
    }

    /** Returns the numbers that were given, else those of the boxes that ask for the values. */
    private List<Integer> numbers(List<QuestionView> open, Map<String, String> given) {
        List<Integer> numbers = new ArrayList<>();
        for (String word : words.value().subList(1, words.value().size())) {
            try {
                numbers.add(Integer.parseInt(word));
            } catch (NumberFormatException none) {
                throw new AuthorException("'" + word + "' is not the number of a box; 'runbook tick "
                        + words.value().get(0) + "' shows them");
            }
        }
        if (numbers.isEmpty()) {
            for (String name : given.keySet()) {
                numbers.add(boxes(open)
                        .filter(box -> asks(box, name))
                        .map(Box::number)
                        .findFirst()
                        .orElseThrow(() -> new AuthorException("no open box asks for '" + name + "'")));
            }
        }
        return numbers.stream().distinct().toList();
    }

    private static Stream<Box> boxes(List<QuestionView> open) {
        return open.stream().flatMap(question -> question.openBoxes().stream());
    }

    private static boolean asks(Box box, String name) {
        return box.inputs().stream().map(QuestionAsked.Input::name).anyMatch(name::equals);
    }

    private Optional<QuestionAnswered> answer(
            AnswerSession session, List<QuestionView> open, int number, Map<String, String> given) {
        boolean choice = open.stream()
                .filter(question -> step.value()
                        .map(name -> StepPath.last(question.step()).equals(name)
                                || question.step().equals(name))
                        .orElse(true))
                .allMatch(question -> question.asked().kind() == StepKind.CHOOSE);
        Answer answer = choice
                ? Answer.CHOOSE
                : fail.value().isPresent() ? Answer.FAIL : skip.value().isPresent() ? Answer.SKIP : Answer.TICK;
        Map<String, String> ofBox = new LinkedHashMap<>(given);
        ofBox.keySet()
                .removeIf(name -> boxes(open).anyMatch(box -> box.number() != number && asks(box, name))
                        && boxes(open).noneMatch(box -> box.number() == number && asks(box, name)));
        return session.answer(
                step.value().orElse(""),
                answer,
                number,
                ofBox,
                fail.value().or(skip::value).orElse(""));
    }

    private int show(AnswerSession session, List<QuestionView> open) {
        Terminal terminal = everyday.applyTo(context).terminal();
        if (everyday.json()) {
            terminal.out()
                    .println(JsonWriter.pretty(open.stream()
                            .map(question -> RecordMap.of(question.asked()))
                            .toList()));
        } else {
            RunModel model = session.model();
            open.forEach(question -> QuestionText.of(
                            question, model.questionContext(question.step()), terminal.columns(), terminal.palette())
                    .forEach(terminal.out()::println));
            terminal.out().println();
            terminal.out().println("  runbook tick " + session.run() + " NUMBER");
        }
        return ExitCode.OK.number();
    }

    private void report(AnswerSession session, Optional<QuestionAnswered> recorded) {
        Terminal terminal = everyday.applyTo(context).terminal();
        boolean counted = recorded.filter(QuestionAnswered::counted).isPresent();
        if (everyday.json()) {
            recorded.ifPresent(answer -> terminal.out().println(JsonWriter.pretty(RecordMap.of(answer))));
        } else if (!counted) {
            terminal.err().println(TerminalSanitizer.line(session.describe(recorded)));
        } else if (!everyday.quiet()) {
            terminal.out().println(TerminalSanitizer.line(session.describe(recorded)));
        }
    }
}
