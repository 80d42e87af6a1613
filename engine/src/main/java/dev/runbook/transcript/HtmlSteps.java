package dev.runbook.transcript;

import dev.runbook.journal.OutputText;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.EarlierTimes;
import dev.runbook.journal.event.FailedCondition;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.UsualStep;
import dev.runbook.model.RunView;
import dev.runbook.model.StepView;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.EnumWord;
import java.util.List;
import java.util.function.Function;

/** Writes every step with its command, attempts, conditions and output. */
final class HtmlSteps {
    private static final int FIRST_LINES = 40;
    private static final int LAST_LINES = 160;
    private static final int MOST_POLLS = 6;

    private final RunView run;
    private final StepLinks links;
    private final Function<String, OutputText> outputs;
    private final Html html;

    HtmlSteps(RunView run, StepLinks links, Function<String, OutputText> outputs, Html html) {
        this.run = run;
        this.links = links;
        this.outputs = outputs;
        this.html = html;
    }

    void write() {
        run.steps().forEach(step -> step(step, 0));
    }

    private void step(StepView step, int depth) {
        boolean open = step.bad();
        html.tag(open ? "<details open class=\"step d" : "<details class=\"step d")
                .tag(Math.min(depth, 5) + "\">");
        html.tag("<summary>");
        html.element("span", "sign " + step.state().word(), step.sign()).tag(" ");
        html.element("span", "what", step.name()).tag(" ");
        html.element("span", "kind", kind(step)).tag(" ");
        html.tag("<span class=\"when\">").text(when(step)).tag("</span></summary>");
        html.open("div", "class", "body", "id", links.of(step));
        body(step);
        html.close("div").close("details").line();
        step.inner().forEach(inner -> step(inner, depth + 1));
    }

    private static String kind(StepView step) {
        return step.kind() == StepKind.NOTIFY || step.action().isEmpty()
                ? step.kind().word()
                : step.kind().word() + " · " + step.action();
    }

    private String when(StepView step) {
        if (!step.began()) {
            return step.describe();
        }
        String budget = step.budgetMs() >= 0 ? " of " + TimeFormat.of(step.budgetMs()) : "";
        return step.describe() + " · " + TimeFormat.point(run.onClock(step.startMs())) + " · "
                + TimeFormat.of(run.usedMs(step)) + budget;
    }

    private void body(StepView step) {
        if (!step.command().isEmpty() && step.kind() != StepKind.NOTIFY) {
            html.element("pre", "command", step.command()).line();
        }
        if (!step.cause().isEmpty()) {
            html.element("p", "cause " + step.state().word(), step.cause());
        }
        if (!step.detail().isEmpty()) {
            html.element("p", "detail", step.detail());
        }
        if (step.usual().count() > 0) {
            html.element("p", "detail", usual(step.usual()));
        }
        if (!step.blame().isEmpty()) {
            html.element("p", "detail", "Over its budget: " + step.blame());
        }
        if (step.began()) {
            html.element(
                    "p",
                    "detail",
                    TimeFormat.day(run.wall(step.startMs()))
                            + (step.endMs() >= 0 ? " to " + TimeFormat.clock(run.wall(step.endMs())) : ""));
        }
        attempts(step);
    }

    /** Formats the usual time: {@code Usually 1m 05s, nine times out of ten at most 1m 40s (12 earlier runs)}. */
    private static String usual(UsualStep usual) {
        return "Usually " + TimeFormat.of(usual.medianMs()) + ", nine times out of ten at most "
                + TimeFormat.of(usual.p90Ms()) + " (" + EarlierTimes.describe(usual.count()) + ")";
    }

    /** Writes the attempts; a poll with many attempts shows only the first and last ones. */
    private void attempts(StepView step) {
        List<StepView.AttemptView> attempts = step.attempts();
        boolean all = attempts.size() <= MOST_POLLS;
        for (int i = 0; i < attempts.size(); i++) {
            if (all || i < 2 || i >= attempts.size() - 2) {
                attempt(step, attempts.get(i), attempts.size() > 1);
            } else if (i == 2) {
                html.element("p", "detail", (attempts.size() - 4) + " more attempts between");
            }
        }
    }

    private void attempt(StepView step, StepView.AttemptView attempt, boolean several) {
        if (several) {
            String result = attempt.finished()
                    .map(ended -> EnumWord.phrase(ended.result())
                            + (ended.cause().isEmpty() || ended.cause().equals(step.cause())
                                    ? ""
                                    : ": " + ended.cause()))
                    .orElse(
                            attempt.number() < step.attempts().size()
                                    ? "interrupted, its outcome is unknown"
                                    : "not ended");
            html.tag("<h4>").text("Attempt " + attempt.number()).tag(" <span>");
            html.text(TimeFormat.point(run.onClock(attempt.startMs())) + " · " + result)
                    .tag("</span></h4>");
        }
        attempt.finished().ifPresent(ended -> {
            evidence(ended);
            facts(ended);
        });
        output(attempt);
    }

    void evidence(AttemptFinished ended) {
        for (FailedCondition condition : ended.failed()) {
            html.tag("<div class=\"condition\">").element("code", null, condition.text());
            html.element("span", "place", condition.place());
            if (!condition.undecided().isEmpty()) {
                html.element("p", null, "cannot be judged: " + condition.undecided());
            }
            html.tag("<dl>");
            condition
                    .parts()
                    .forEach(part -> html.element("dt", null, part.text()).element("dd", null, part.value()));
            html.tag("</dl></div>");
        }
        String stopped = Evidence.stopped(ended);
        if (!stopped.isEmpty()) {
            html.element("p", ended.stopped().survivors().isEmpty() ? "proof" : "proof bad", stopped);
        }
    }

    private void facts(AttemptFinished ended) {
        if (!ended.facts().isEmpty()) {
            html.tag("<dl class=\"facts\">");
            ended.facts()
                    .forEach((name, value) -> html.tag("<div>")
                            .element("dt", null, name)
                            .element("dd", null, value)
                            .tag("</div>"));
            html.tag("</dl>");
        }
    }

    private void output(StepView.AttemptView attempt) {
        OutputLines.Ends lines = attempt.output().isEmpty()
                ? new OutputLines.Ends(List.of(), 0, List.of())
                : OutputLines.of(outputs.apply(attempt.output()), FIRST_LINES, LAST_LINES);
        if (lines.first().isEmpty()) {
            attempt.finished().map(ended -> ended.output().lastLines()).ifPresent(this::lastLines);
        } else {
            html.tag("<pre class=\"output\">");
            lines.first().forEach(line -> line(attempt, line));
            if (lines.between() > 0) {
                html.element("span", "note", "… " + lines.between() + " lines are not shown here …\n");
            }
            lines.last().forEach(line -> line(attempt, line));
            html.tag("</pre>");
        }
        String size = Evidence.output(attempt);
        if (!size.isEmpty()) {
            html.element("p", "detail", size);
        }
    }

    private void line(StepView.AttemptView attempt, OutputLines.Line line) {
        if (line.atMs() >= 0) {
            html.element("i", null, TimeFormat.point(run.onClock(attempt.startMs() + line.atMs())) + " ");
        }
        if (!line.source().isEmpty()) {
            html.element("b", null, line.source() + ": ");
        }
        html.element(
                "span", line.stream().equals("OUT") ? null : line.stream().equals("ERR") ? "err" : "note", line.text());
        html.line();
    }

    void lastLines(List<String> lines) {
        if (!lines.isEmpty()) {
            html.tag("<pre class=\"output\">");
            lines.forEach(line -> html.text(TerminalSanitizer.output(line)).line());
            html.tag("</pre>");
        }
    }
}
