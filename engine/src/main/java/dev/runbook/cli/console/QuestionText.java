package dev.runbook.cli.console;

import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.QuestionAsked.Box;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.QuestionView;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
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

    private final QuestionView question;
    private final int columns;
    private final ColorPalette palette;

    private QuestionText(QuestionView question, int columns, ColorPalette palette) {
        this.question = question;
        this.columns = columns;
        this.palette = palette;
    }

    /** Returns the question without the time that is left. */
    public static List<String> of(QuestionView question, int columns, ColorPalette palette) {
        return new QuestionText(question, columns, palette).lines(Optional.empty(), Integer.MAX_VALUE);
    }

    /**
     * Returns the question as it is now.
     *
     * @param rows the maximum number of lines; closed boxes are left out before open ones
     */
    static List<String> of(QuestionView question, Duration elapsed, int columns, int rows, ColorPalette palette) {
        long withinMs = question.asked().withinMs();
        Optional<Duration> left = withinMs < 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, question.askedMs() + withinMs - elapsed.toMillis())));
        return new QuestionText(question, columns, palette).lines(left, rows);
    }

    private List<String> lines(Optional<Duration> left, int rows) {
        List<String> lines = new ArrayList<>();
        lines.add(palette.strong(between(StepPath.last(question.step()), head(left))));
        List<QuestionAsked.Role> roles = question.asked().roles();
        for (int i = 0; i < roles.size(); i++) {
            lines.add(labelled(i == 0 ? "asked" : "", roles.get(i).describe()));
        }
        List<String> text = question.asked().text();
        for (int i = 0; i < text.size(); i++) {
            lines.add(labelled(i == 0 ? "why" : "", text.get(i)));
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
            lines.add(labelled("yes", String.join(", ", question.approvers())));
            lines.add(labelled("missing", String.join(", ", question.openRoles())));
        }
        lines.add(labelled("if no", "the run ends aborted"));
        boolean yes = question.asked().silence() == QuestionAsked.Silence.APPROVES;
        left.ifPresent(time -> lines.add(
                labelled("silence", "counts as " + (yes ? "yes" : "no") + " in " + RunClock.inSeconds(time))));
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
        String text = TerminalText.pad(Integer.toString(box.number()), 3) + TerminalSanitizer.line(box.text());
        if (closed.isPresent()) {
            QuestionAnswered answer = closed.get().answer();
            String mark = switch (answer.answer()) {
                case FAIL -> "[!] ";
                case SKIP -> "[-] ";
                default -> "[x] ";
            };
            lines.add(palette.faint(between(
                    "  " + mark + text,
                    answer.describeWho() + "  " + TIME.format(closed.get().at()))));
            answer.values()
                    .forEach((name, value) -> lines.add(palette.faint(
                            TerminalText.cut("         " + name + ": " + TerminalSanitizer.line(value), columns))));
            return lines;
        }
        lines.add(between("  [ ] " + text, box.byEngine() ? "the engine checks" : ""));
        box.inputs().forEach(input -> lines.add(TerminalText.cut(input(input), columns)));
        return lines;
    }

    private String input(QuestionAsked.Input input) {
        String head = "         " + TerminalSanitizer.line(input.help()) + ": ";
        return input.oneOf().isEmpty()
                ? head + "_".repeat(Math.max(3, Math.min(34, columns - TerminalText.width(head))))
                : head + String.join("  ", input.oneOf());
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
            case APPROVE -> "y yes  n WHY no";
            case MANUAL -> "4 ticks  4 VALUE  f 4 WHY fails  s 4 WHY skips";
            case CHOOSE -> "a number chooses";
            default -> "e WHY ends the pause";
        };
    }

    private String labelled(String label, String text) {
        return TerminalText.cut("          " + TerminalText.pad(label, LABEL) + TerminalSanitizer.line(text), columns);
    }

    /** Puts one text left and one right; the left one is cut where both do not fit. */
    private String between(String left, String right) {
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
