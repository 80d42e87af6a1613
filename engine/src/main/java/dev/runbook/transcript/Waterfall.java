package dev.runbook.transcript;

import dev.runbook.journal.event.StepKind;
import dev.runbook.model.ActiveTime;
import dev.runbook.model.Pause;
import dev.runbook.model.RunView;
import dev.runbook.model.StepState;
import dev.runbook.model.StepView;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Draws the steps over time: each bar at its place on the RTO clock, its budget as an outline, its attempts and waits
 * in it, and the line where the RTO ends. SVG with positions in percent: it needs no script and no inline style.
 */
final class Waterfall {
    private static final long[] TICKS = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        14_400_000,
        28_800_000,
        86_400_000
    };
    private static final int MOST_TICKS = 6;
    /** The width of the RTO label in a narrow picture, in percent. */
    private static final double DUE_LABEL = 28;
    /** A run that used less of its RTO is shown larger, with the end of the RTO beyond the edge. */
    private static final double SMALLEST_SHARE = 0.3;

    private final RunView run;
    private final StepLinks links;
    private final Html html;
    private final long from;
    private final long to;
    private final boolean dueShown;

    Waterfall(RunView run, StepLinks links, Html html) {
        this.run = run;
        this.links = links;
        this.html = html;
        this.from = Math.min(0, run.clock().zeroMs());
        long due = run.clock().dueMs();
        long end = Math.max(run.endMs(), 1);
        this.dueShown = due >= 0 && end - from >= SMALLEST_SHARE * (due - from);
        long last = dueShown ? Math.max(end, due) : end;
        this.to = last + Math.max(1, (last - from) / 25);
    }

    void write() {
        html.tag("<div class=\"waterfall\">").line();
        axis();
        run.steps().forEach(step -> row(step, 0));
        html.tag("</div>").line();
        html.tag("<p class=\"legend\"><span class=\"key ok\"></span> took <span class=\"key budget\"></span> budget");
        html.tag(" <span class=\"key wait\"></span> waiting");
        if (run.allSteps().stream()
                .anyMatch(step -> step.began() && step.usual().count() > 0)) {
            html.tag(" <span class=\"key usual\"></span> usually done here");
        }
        if (!run.pauses().isEmpty()) {
            html.tag(" <span class=\"key idle\"></span> ")
                    .text(run.pauses().stream().map(Pause::why).distinct().collect(Collectors.joining(", ")));
        }
        if (dueShown) {
            html.tag(" <span class=\"key due\"></span> end of the RTO");
        } else if (run.clock().dueMs() >= 0) {
            html.text(" · the RTO of " + TimeFormat.of(run.clock().rtoMs()) + " ends beyond the right edge");
        }
        html.tag("</p>").line();
    }

    private void axis() {
        html.tag("<div class=\"row axis\"><span class=\"name\"></span><svg class=\"bar\" aria-hidden=\"true\">");
        long span = to - from;
        long tick = TICKS[TICKS.length - 1];
        for (int i = TICKS.length - 1; i >= 0; i--) {
            tick = span / TICKS[i] <= MOST_TICKS ? TICKS[i] : tick;
        }
        long zero = run.clock().zeroMs();
        for (long at = zero; at < to; at += tick) {
            if (at >= from && at < to - span / 12 && !underDue(share(at))) {
                html.tag("<text x=\"" + percent(at) + "\" y=\"12\" class=\"" + (at == from ? "first" : "tick") + "\">")
                        .text(label(at - zero))
                        .tag("</text>");
            }
        }
        due();
        html.tag("</svg><span class=\"time\"></span></div>").line();
    }

    /** Draws the RTO label over its line, or at the edge if there is no room. */
    private void due() {
        if (run.clock().dueMs() >= 0) {
            String x = dueAtEdge() ? "100%" : percent(run.clock().dueMs());
            html.tag("<text x=\"" + x + "\" y=\"12\" class=\"due" + (dueAtEdge() ? " edge" : "") + "\">")
                    .text("RTO " + TimeFormat.of(run.clock().rtoMs()) + (dueShown ? "" : " →"))
                    .tag("</text>");
        }
    }

    private boolean dueAtEdge() {
        return !dueShown || share(run.clock().dueMs()) > 100 - DUE_LABEL / 2;
    }

    /** Returns whether a label there would overlap the RTO label, also on a phone. */
    private boolean underDue(double share) {
        if (run.clock().dueMs() < 0) {
            return false;
        }
        return dueAtEdge()
                ? share > 100 - DUE_LABEL
                : Math.abs(share - share(run.clock().dueMs())) < DUE_LABEL * 2 / 3;
    }

    private static String label(long ms) {
        return ms == 0 ? "0" : TimeFormat.of(ms);
    }

    private void row(StepView step, int depth) {
        String name = links.of(step);
        String state = step.state().word();
        html.open("a", "class", "row d" + Math.min(depth, 5) + " " + state, "href", "#" + name);
        html.tag("<span class=\"name\">");
        html.element("span", "sign " + state, step.sign())
                .tag(" ")
                .text(step.name())
                .tag("</span>");
        bar(step);
        html.tag("<span class=\"time\">");
        if (step.began()) {
            html.element("b", null, TimeFormat.of(run.usedMs(step)));
            if (step.budgetMs() >= 0) {
                html.element(
                        "i",
                        run.usedMs(step) > step.budgetMs() ? "over" : null,
                        " of " + TimeFormat.of(step.budgetMs()));
            }
        } else {
            html.element("i", null, step.describe());
        }
        html.tag("</span></a>").line();
        step.inner().forEach(inner -> row(inner, depth + 1));
    }

    private void bar(StepView step) {
        html.tag("<svg class=\"bar\" aria-hidden=\"true\">");
        if (step.began()) {
            long end = step.endMs() >= 0 ? step.endMs() : run.endMs();
            boolean thin = step.container() || step.kind() == StepKind.ON_FAILURE;
            String bar = (thin ? "span " : step.waited() ? "wait " : "took ")
                    + step.state().word();
            if (step.budgetMs() >= 0) {
                rect("budget", step.startMs(), Math.min(to, step.startMs() + step.budgetMs()), "2", "18");
            }
            for (ActiveTime.Span span : step.active()) {
                rect(bar, span.startMs(), span.endMs(run.endMs()), thin ? "9" : "5", thin ? "4" : "12");
            }
            if (!thin) {
                attempts(step, end);
            }
            if (step.budgetMs() >= 0 && run.usedMs(step) > step.budgetMs()) {
                rect("over", step.startMs() + step.budgetMs(), end, "18", "3");
            }
        }
        usual(step);
        step.active().forEach(span -> idle(span.startMs(), span.endMs(run.endMs())));
        if (dueShown) {
            String due = percent(run.clock().dueMs());
            html.tag("<line class=\"due\" x1=\"" + due + "\" x2=\"" + due + "\" y1=\"0\" y2=\"100%\"/>");
        }
        html.tag("</svg>");
    }

    /** Draws a pause over a bar: the step made no progress then. */
    private void idle(long start, long end) {
        run.pauses().stream()
                .filter(one -> one.within(start, end) > 0)
                .forEach(one -> rect("idle", Math.max(start, one.startMs()), Math.min(end, one.endMs()), "4", "14"));
    }

    /** Marks when the step is usually done, if that is within the picture. */
    private void usual(StepView step) {
        long at = step.startMs() + step.usual().medianMs();
        if (step.began() && step.usual().count() > 0 && at <= to) {
            String x = percent(at);
            html.tag("<line class=\"usual\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"2\" y2=\"20\"/>");
        }
    }

    /** Draws the attempts of a step that made several, or waited; otherwise the bar is its one attempt. */
    private void attempts(StepView step, long end) {
        if (!step.waited() && step.attempts().size() < 2) {
            return;
        }
        for (int i = 0; i < step.attempts().size(); i++) {
            StepView.AttemptView attempt = step.attempts().get(i);
            boolean last = i == step.attempts().size() - 1;
            StepState result = attempt.finished()
                    .map(ended -> StepState.of(ended.result()))
                    .orElse(last && step.state() != StepState.OK ? step.state() : StepState.INTERRUPTED);
            long open = last ? end : step.attempts().get(i + 1).startMs();
            long until = attempt.endMs() >= 0 ? attempt.endMs() : open;
            rect(
                    "took " + (result == StepState.OK || step.bad() ? result.word() : "retried"),
                    attempt.startMs(),
                    until,
                    "5",
                    "12");
        }
    }

    private void rect(String cssClass, long start, long end, String y, String height) {
        double width = Math.max(0, share(end) - share(start));
        html.open(
                        "rect",
                        "class",
                        cssClass,
                        "x",
                        percent(start),
                        "width",
                        String.format(Locale.ROOT, "%.2f%%", Math.max(width, 0.35)),
                        "y",
                        y,
                        "height",
                        height,
                        "rx",
                        "2")
                .close("rect");
    }

    private double share(long ms) {
        return 100.0 * (ms - from) / (to - from);
    }

    private String percent(long ms) {
        return String.format(Locale.ROOT, "%.2f%%", share(ms));
    }
}
