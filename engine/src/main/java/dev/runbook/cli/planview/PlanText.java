package dev.runbook.cli.planview;

import dev.runbook.environment.Environment;
import dev.runbook.forecast.PastTimes;
import dev.runbook.forecast.RunForecast;
import dev.runbook.plan.CriticalPath;
import dev.runbook.plan.Group;
import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;
import dev.runbook.plan.WorstCase;
import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
import dev.runbook.value.EnumWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Formats a plan as a table for a person. */
public final class PlanText {
    private static final int TIMES = 8;
    private static final String INDENT = "   ";

    private final ColorPalette palette;
    private final boolean known;
    private final List<String> lines = new ArrayList<>();

    private PlanText(ColorPalette palette, boolean known) {
        this.palette = palette;
        this.known = known;
    }

    /**
     * @param given the parameters with a value from the caller; the others have their default or example
     * @param past the earlier durations of its steps; shown in a column if known
     */
    public static String of(
            Plan plan, Environment environment, Set<String> given, PastTimes past, ColorPalette palette) {
        PlanText text = new PlanText(palette, past.runs() > 0);
        text.head(plan, environment.name(), given);
        text.table(PlanRows.of(plan, environment, past));
        text.messages(plan.messages());
        text.sum(plan);
        text.lines.addAll(ForecastText.of(RunForecast.of(plan, past), plan.rto(), palette));
        text.lines.add("nothing was run");
        return String.join("\n", text.lines);
    }

    private void head(Plan plan, String environment, Set<String> given) {
        lines.add(palette.strong(visible(plan.id())) + " in " + visible(environment)
                + plan.description().map(text -> ": " + visible(text)).orElse(""));
        List<String> facts = new ArrayList<>();
        plan.rto()
                .ifPresent(rto -> facts.add("RTO " + TimeText.of(rto.time())
                        + rto.limit()
                                .map(limit -> " (at worst " + TimeText.of(limit) + ")")
                                .orElse("")));
        plan.rpo().ifPresent(rpo -> facts.add("RPO " + TimeText.of(rpo)));
        plan.namedRpos().forEach((data, rpo) -> facts.add("RPO " + visible(data) + " " + TimeText.of(rpo)));
        plan.owner().ifPresent(owner -> facts.add("owner " + visible(owner)));
        plan.locks().forEach(lock -> facts.add("lock " + visible(lock)));
        plan.stakeholders().forEach(file -> facts.add("stakeholders " + visible(file.id())));
        if (!facts.isEmpty()) {
            lines.add(String.join(" · ", facts));
        }
        if (!plan.arguments().isEmpty()) {
            lines.add(plan.parameters().stream()
                    .filter(parameter -> plan.arguments().containsKey(parameter.name()))
                    .map(parameter -> visible(parameter.name()) + "="
                            + visible(String.valueOf(plan.arguments().get(parameter.name())))
                            + (parameter.isPlaceholder(given) ? palette.faint(" (example)") : ""))
                    .collect(Collectors.joining(", ")));
        }
        lines.add("");
    }

    private void table(List<PlanRow> rows) {
        lines.add(palette.faint("  #   " + right("budget") + INDENT + right("done by") + INDENT
                + (known ? right("usually") + INDENT : "") + "what"));
        rows.forEach(this::row);
        lines.add("");
    }

    private void row(PlanRow row) {
        String number = row.number() == 0 ? "" : String.valueOf(row.number());
        String columns = " ".repeat(Math.max(0, 3 - number.length())) + number + (row.critical() ? " *" : "  ") + " "
                + right(time(row.budget())) + INDENT + right(time(row.doneBy())) + INDENT
                + (known ? right(usual(row)) + INDENT : "");
        String indent = "  ".repeat(row.depth());
        lines.add((columns + indent + kind(row) + palette.strong(visible(row.name()))).stripTrailing());
        String below = " ".repeat(TerminalText.width(columns)) + indent + "  ";
        String word = row.action().isEmpty() ? "" : row.action() + "  ";
        for (int i = 0; i < row.command().size(); i++) {
            lines.add(below
                    + (i == 0 ? word : " ".repeat(word.length()))
                    + visible(row.command().get(i)));
        }
        row.notes().forEach(note -> lines.add(below + palette.faint(visible(note))));
    }

    private void messages(List<Message> messages) {
        for (Message message : messages) {
            List<String> when = new ArrayList<>(
                    message.on().stream().map(EnumWord::phrase).sorted().toList());
            message.after().ifPresent(time -> when.add("after " + TimeText.of(time)));
            message.every().ifPresent(time -> when.add("every " + TimeText.of(time)));
            lines.add("notifies " + palette.strong(visible(message.channel())) + ": " + String.join(", ", when));
        }
        if (!messages.isEmpty()) {
            lines.add("");
        }
    }

    private void sum(Plan plan) {
        Duration sum = CriticalPath.sum(CriticalPath.ofRto(plan)).time();
        boolean complete = CriticalPath.sum(CriticalPath.ofRto(plan)).complete();
        String adds = "* budgets on the longest path add up to " + TimeText.of(sum);
        lines.add(plan.rto().map(rto -> adds + ofRto(rto.time(), sum)).orElse(adds + "; the runbook has no RTO"));
        if (!complete) {
            lines.add(palette.warning("  not everything has a budget, so this is not an upper bound"));
        }
        WorstCase.fallingBack(plan)
                .ifPresent(time -> lines.add("falling back: " + TimeText.of(time)
                        + plan.rto().map(rto -> ofRto(rto.time(), time)).orElse("")));
    }

    private String ofRto(Duration rto, Duration time) {
        return " of the RTO " + TimeText.of(rto) + ": " + spare(rto.minus(time));
    }

    private String spare(Duration spare) {
        return spare.isNegative()
                ? palette.bad(TimeText.of(spare.negated()) + " over")
                : palette.good(TimeText.of(spare) + " to spare");
    }

    private static String usual(PlanRow row) {
        return row.usual().map(usual -> TimeText.of(usual.median())).orElse("");
    }

    private static String time(Optional<Duration> time) {
        return time.map(TimeText::inColumn).orElse("");
    }

    private static String right(String text) {
        return TerminalText.padLeft(text, TIMES);
    }

    private static String visible(String text) {
        return TerminalSanitizer.line(text);
    }

    /** Returns the word before a name; the name of a cleanup says already what it is. */
    private static String kind(PlanRow row) {
        return row.kind().equals(Group.Kind.CLEANUP.word()) ? "" : row.kind() + " ";
    }
}
