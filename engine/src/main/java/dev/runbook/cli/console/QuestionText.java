package dev.runbook.cli.console;

import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.QuestionAsked.Box;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.QuestionContext;
import dev.runbook.model.QuestionView;
import dev.runbook.model.StepView;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
import dev.runbook.value.EnumWord;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lays out a question for whoever is asked, in the width of a terminal. */
public final class QuestionText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final int LABEL = 9;
    /** The width before the text of a box. */
    private static final int BOX = 9;
    /** A narrower terminal has no room to indent labels. */
    private static final int NARROW = 72;

    private final QuestionView question;
    private final QuestionContext context;
    private final int columns;
    private final ColorPalette palette;

    private QuestionText(QuestionView question, QuestionContext context, int columns, ColorPalette palette) {
        this.question = question;
        this.context = context;
        this.columns = columns;
        this.palette = palette;
    }

    /** Returns the question without the time that is left. */
    public static List<String> of(QuestionView question, QuestionContext context, int columns, ColorPalette palette) {
        return new QuestionText(question, context, columns, palette).lines(Optional.empty(), Integer.MAX_VALUE);
    }

    /** Returns what the plan still does after a question, one task a line. */
    public static String plan(QuestionView question, QuestionContext context) {
        String name = "'" + StepPath.last(question.step()) + "'";
        return context.next().isEmpty()
                ? "nothing follows " + name
                : "what follows " + name + ":\n"
                        + context.next().stream()
                                .map(step -> "  " + TerminalText.pad(EnumWord.phrase(step.kind()), 15)
                                        + StepPath.last(step.path()) + budget(step))
                                .collect(Collectors.joining("\n"));
    }

    private static String budget(StepView step) {
        return step.budgetMs() < 0 ? "" : " (" + TimeText.ofMs(step.budgetMs()) + ")";
    }

    /** Returns the line of a phase in which people are asked. */
    static String phase(QuestionContext.Phase phase, Optional<Duration> left, int columns, ColorPalette palette) {
        String number = phase.total() > 1 ? " (" + phase.number() + " of " + phase.total() + ")" : "";
        String time = left.map(rest ->
                        timeLeft(rest) + " of " + TimeText.ofMs(phase.step().budgetMs()))
                .orElse("");
        return palette.strong(between(StepPath.last(phase.step().path()) + number, time, columns));
    }

    private static String timeLeft(Duration left) {
        return left.isNegative()
                ? RunClock.inSeconds(left.negated()) + " over the budget"
                : RunClock.inSeconds(left) + " left";
    }

    /**
     * Returns the question as it is now.
     *
     * @param rows the maximum number of lines; closed boxes are left out before open ones
     */
    static List<String> of(
            QuestionView question,
            QuestionContext context,
            Duration elapsed,
            int columns,
            int rows,
            ColorPalette palette) {
        long withinMs = question.asked().withinMs();
        Optional<Duration> left = withinMs < 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, question.askedMs() + withinMs - elapsed.toMillis())));
        return new QuestionText(question, context, columns, palette).lines(left, rows);
    }

    private List<String> lines(Optional<Duration> left, int rows) {
        List<String> lines = new ArrayList<>();
        title(head(left)).forEach(line -> lines.add(palette.strong(line)));
        List<QuestionAsked.Role> roles = question.asked().roles();
        for (int i = 0; i < roles.size(); i++) {
            lines.addAll(labelled(i == 0 ? "asked" : "", roles.get(i).describe()));
        }
        List<String> text = question.asked().text();
        for (int i = 0; i < text.size(); i++) {
            lines.addAll(labelled(i == 0 ? "why" : "", text.get(i)));
        }
        switch (question.asked().kind()) {
            case APPROVE -> lines.addAll(approval(left));
            case MANUAL -> lines.addAll(boxes(rows - lines.size()));
            case CHOOSE -> lines.addAll(choices(rows - lines.size()));
            default -> {
                // a pause has nothing more to show
            }
        }
        return lines;
    }

    private String head(Optional<Duration> left) {
        int open = question.openBoxes().size();
        String what = switch (question.asked().kind()) {
            case APPROVE -> "waits for a yes";
            case MANUAL -> open == 1 ? "1 box open" : open + " boxes open";
            case CHOOSE -> "waits for a choice";
            default -> "pauses";
        };
        return what
                + left.map(time -> "  " + RunClock.inSeconds(time) + " left of "
                                + TimeText.ofMs(question.asked().withinMs()))
                        .orElse("");
    }

    private List<String> approval(Optional<Duration> left) {
        List<String> lines = new ArrayList<>();
        if (!question.approvers().isEmpty()) {
            lines.addAll(labelled("yes", String.join(", ", question.approvers())));
            lines.addAll(labelled("missing", String.join(", ", question.openRoles())));
        }
        lines.addAll(labelled("if yes", ifYes()));
        lines.addAll(labelled("if no", ifNo()));
        boolean yes = question.asked().silence() == QuestionAsked.Silence.APPROVES;
        left.ifPresent(time -> lines.addAll(
                labelled("silence", "counts as " + (yes ? "yes" : "no") + " in " + RunClock.inSeconds(time))));
        return lines;
    }

    private String ifYes() {
        List<StepView> next = context.next();
        if (next.isEmpty()) {
            return "the run continues";
        }
        int more = next.size() - 1;
        return "continues with '" + StepPath.last(next.get(0).path()) + "'" + budget(next.get(0))
                + (more == 0 ? "" : ", then " + more + (more == 1 ? " more task" : " more tasks"));
    }

    private String ifNo() {
        return "the run ends aborted; "
                + switch (context.done()) {
                    case 0 -> "no step has run yet";
                    case 1 -> "the one step that has run is not undone";
                    default -> "the " + context.done() + " steps that have run are not undone";
                };
    }

    /** Returns the name with what is asked and the time left; in two lines where one is too narrow. */
    private List<String> title(String head) {
        String name = TerminalSanitizer.line(StepPath.last(question.step()));
        if (TerminalText.width(name) + 2 + TerminalText.width(head) <= columns) {
            return List.of(between(name, head, columns));
        }
        List<String> lines = new ArrayList<>(TerminalText.wrap(name, columns));
        lines.add(TerminalText.cut(" ".repeat(Math.max(0, columns - TerminalText.width(head))) + head, columns));
        return lines;
    }

    private List<String> boxes(int rows) {
        List<String> all = question.asked().boxes().stream()
                .flatMap(box -> box(box).stream())
                .toList();
        if (all.size() <= rows) {
            return all;
        }
        List<String> open =
                question.openBoxes().stream().flatMap(box -> box(box).stream()).toList();
        int closed = question.asked().boxes().size() - question.openBoxes().size();
        List<String> lines = new ArrayList<>();
        if (closed > 0) {
            lines.add(palette.faint(
                    "  … " + closed + " of " + question.asked().boxes().size() + " done"));
        }
        int room = Math.max(1, rows - lines.size() - 1);
        open.stream().limit(open.size() <= room + 1 ? room + 1 : room).forEach(lines::add);
        if (open.size() > room + 1) {
            lines.add(palette.faint("  … and more: runbook tick shows all"));
        }
        return lines;
    }

    private List<String> box(Box box) {
        Optional<QuestionView.Given> closed = question.closed(box);
        List<String> lines = new ArrayList<>();
        String number = TerminalText.pad(Integer.toString(box.number()), 3);
        String text = number + TerminalSanitizer.line(box.text());
        if (closed.isPresent()) {
            QuestionAnswered answer = closed.get().answer();
            String mark = switch (answer.answer()) {
                case FAIL -> "[!] ";
                case SKIP -> "[-] ";
                default -> "[x] ";
            };
            lines.add(palette.faint(between(
                    "  " + mark + text,
                    answer.describeWho() + "  " + TIME.format(closed.get().at()),
                    columns)));
            answer.values()
                    .forEach((name, value) -> lines.add(palette.faint(
                            TerminalText.cut("         " + name + ": " + TerminalSanitizer.line(value), columns))));
            return lines;
        }
        String engine = box.byEngine() ? " (the engine checks)" : "";
        List<String> wrapped = TerminalText.wrap(TerminalSanitizer.line(box.text()) + engine, columns - BOX);
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add((i == 0 ? "  [ ] " + number : " ".repeat(BOX)) + wrapped.get(i));
        }
        box.inputs().forEach(input -> lines.addAll(input(input)));
        return lines;
    }

    private List<String> input(QuestionAsked.Input input) {
        String indent = " ".repeat(BOX);
        String help = TerminalSanitizer.line(input.help()) + ": ";
        if (!input.oneOf().isEmpty()) {
            return TerminalText.wrap(help + String.join(" | ", input.oneOf()), columns - BOX).stream()
                    .map(indent::concat)
                    .toList();
        }
        int room = columns - BOX - TerminalText.width(help);
        return List.of(TerminalText.cut(indent + help + "_".repeat(Math.max(3, Math.min(34, room))), columns));
    }

    private List<String> choices(int rows) {
        List<String> choices = question.asked().choices();
        List<String> lines = new ArrayList<>();
        int shown = choices.size() <= rows - 1 ? choices.size() : Math.max(1, rows - 2);
        for (int i = 0; i < shown; i++) {
            lines.add(TerminalText.cut(
                    String.format("    %2d  %s", i + 1, TerminalSanitizer.line(choices.get(i))), columns));
        }
        if (shown < choices.size()) {
            lines.add(palette.faint("    … and " + (choices.size() - shown) + " more: runbook tick shows all"));
        }
        if (question.asked().silence() == QuestionAsked.Silence.CHOOSES_FIRST) {
            lines.add("    without an answer: 1");
        }
        return lines;
    }

    /** Returns what may be typed for these questions, in one line. */
    static String keys(List<QuestionView> open) {
        return open.stream()
                .map(question -> keys(question.asked().kind()))
                .distinct()
                .collect(Collectors.joining("   "));
    }

    private static String keys(StepKind kind) {
        return switch (kind) {
            case APPROVE -> "y yes  n WHY no  p plan";
            case MANUAL -> "4 ticks  4 VALUE  f 4 WHY fails  s 4 WHY skips";
            case CHOOSE -> "a number chooses";
            default -> "e WHY ends the pause";
        };
    }

    /** Returns a text with a label before it; the text is wrapped, for nothing of it may be missed. */
    private List<String> labelled(String label, String text) {
        String indent = " ".repeat(columns < NARROW ? 2 : 10);
        List<String> wrapped = TerminalText.wrap(TerminalSanitizer.line(text), columns - indent.length() - LABEL);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(indent + TerminalText.pad(i == 0 ? label : "", LABEL) + wrapped.get(i));
        }
        return lines;
    }

    /** Puts one text left and one right; the left one is cut where both do not fit. */
    private static String between(String left, String right, int columns) {
        String end = TerminalSanitizer.line(right);
        int room = columns - TerminalText.width(end) - (end.isEmpty() ? 0 : 2);
        if (room < 20) {
            return TerminalText.cut(TerminalSanitizer.line(left), columns);
        }
        return end.isEmpty()
                ? TerminalText.cut(left, columns)
                : TerminalText.pad(TerminalText.cut(left, room), room) + "  " + end;
    }
}
