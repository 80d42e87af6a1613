package dev.runbook.transcript;

import dev.runbook.journal.OutputText;
import dev.runbook.journal.event.EarlierTimes;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.Objective;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.QuestionView;
import dev.runbook.model.RunView;
import dev.runbook.model.StepView;
import dev.runbook.model.TimelineEntry;
import dev.runbook.model.UndoReport;
import dev.runbook.value.EnumWord;
import dev.runbook.value.StepPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Renders a run as one self-contained HTML file: no script, no request, a content security policy that forbids both.
 * The result and its reason come first, then the waterfall, then every step, then the timeline.
 */
public final class HtmlTranscript {
    private static final String STYLE = style();

    private final RunView run;
    private final Html html = new Html();
    private final StepLinks links;
    private final HtmlSteps steps;

    private HtmlTranscript(RunView run, Function<String, OutputText> outputs) {
        this.run = run;
        this.links = new StepLinks(run);
        this.steps = new HtmlSteps(run, links, outputs, html);
    }

    /** @param outputs returns the output of an attempt, by its name in the journal */
    public static String of(RunView run, Function<String, OutputText> outputs) {
        return new HtmlTranscript(run, outputs).page();
    }

    private String page() {
        RunStarted started = run.started();
        html.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.open(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; style-src '" + hash()
                                + "'; img-src data:; base-uri 'none'; form-action 'none'")
                .line();
        html.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.tag("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
        html.text(started.runbook().id() + " " + run.describeStatus() + " · " + started.run())
                .tag("</title>\n");
        html.tag("<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n");
        header();
        objectives();
        why();
        section("waterfall", "Where the time went");
        boolean late = run.late() || run.atRisk();
        if (late && !timeIsWhy()) {
            blame();
        }
        new Waterfall(run, links, html).write();
        html.tag("</section>\n");
        section("steps", "Steps");
        steps.write();
        html.tag("</section>\n");
        new HtmlDrillCoverage(run, html).write();
        timeline();
        answers();
        notices();
        about();
        html.tag("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private String startedBy(FiredTrigger trigger) {
        return "Started by trigger " + trigger.describe()
                + run.timeToDetect()
                        .map(time -> ", detected after " + TimeFormat.of(time.toMillis()))
                        .orElse("")
                + run.breakToDecision()
                        .map(time ->
                                ", decided " + TimeFormat.of(time.toMillis()) + " after the drill broke the system")
                        .orElse("");
    }

    private void section(String id, String title) {
        html.open("section", "id", id).element("h2", null, title).line();
    }

    private void header() {
        RunStarted started = run.started();
        html.open("header", "class", tone());
        html.tag("<p class=\"eyebrow\">");
        if (run.drill()) {
            html.tag("<span class=\"badge drill\">drill</span> ");
        }
        html.element(
                        "span",
                        started.environment().production() ? "badge production" : "badge",
                        started.environment().name())
                .tag(" ");
        html.text(TimeFormat.day(run.startedAt()) + " · " + started.engine().who() + " on "
                        + started.engine().host() + " · " + started.run())
                .tag("</p>");
        html.element("h1", null, started.runbook().id());
        html.element("p", "description", started.runbook().description());
        html.tag("<p class=\"status\">").element("strong", null, run.describeStatus());
        html.text(" after " + TimeFormat.of(run.endMs()) + (run.running() ? " so far" : ""))
                .tag("</p>");
        started.trigger().ifPresent(trigger -> html.element("p", "resumed", startedBy(trigger)));
        run.resumes().forEach(resumed -> html.element("p", "resumed", "Resumed " + resumed.describe()));
        if (run.resumable()) {
            html.element("p", "resumed", "To continue: " + run.resumeCommand());
        } else if (!run.describeResume().isEmpty()) {
            html.element("p", "resumed", "This run " + run.describeResume());
        }
        if (!run.partial().isEmpty()) {
            html.element("p", "proof", "Only a part of the runbook was run: " + run.partial() + ".");
        }
        if (!UndoReport.done(run.undos()).isEmpty()) {
            html.element("p", "proof", "Undone: " + UndoReport.done(run.undos()));
        }
        if (!run.notUndone().isEmpty()) {
            html.element("p", "proof bad", "NOT undone: " + run.notUndone());
        }
        if (!run.damage().isEmpty()) {
            html.element(
                    "p", "proof bad", "The journal is not whole: " + run.damage() + ". What follows it is not shown.");
        }
        html.tag("</header>\n");
    }

    private String tone() {
        return switch (run.status()) {
            case SUCCEEDED -> run.good() ? "good" : "warning";
            case FAILED -> "bad";
            default -> "warning";
        };
    }

    private void objectives() {
        html.tag("<section class=\"objectives\">");
        run.verdicts().forEach(this::objective);
        if (run.verdicts().isEmpty() && run.clock().rtoMs() >= 0) {
            html.open("div", "class", "objective open");
            figures("RTO", "open", "", run.clock().rtoMs(), run.clock().elapsedMs(run.endMs()));
            html.element("p", "why", run.running() ? "so far" : "when last heard of");
            expected();
            html.tag("</div>");
        }
        html.tag("</section>\n");
    }

    private void objective(Verdict verdict) {
        html.open("div", "class", "objective " + EnumWord.of(verdict.verdict()));
        figures(
                verdict.name(),
                EnumWord.phrase(verdict.verdict()),
                verdict.upperBound() ? "≤ " : "",
                verdict.targetMs(),
                verdict.actualMs());
        html.element("p", "why", verdict.why());
        verdict.measuredLoss().ifPresent(loss -> html.element("p", "formula", loss.formula()));
        if (verdict.objective() == Objective.RTO && verdict.runbook().isEmpty()) {
            expected();
        }
        html.tag("</div>");
    }

    /** Writes what an objective asked for and what was reached, as figures and as a gauge. */
    private void figures(String name, String verdict, String bound, long targetMs, long actualMs) {
        html.tag("<p class=\"name\">").text(name).tag(" <em>").text(verdict).tag("</em></p>");
        html.tag("<p class=\"figure\">").text(actualMs < 0 ? "–" : bound + TimeFormat.of(actualMs));
        html.element("small", null, " of " + TimeFormat.of(targetMs)).tag("</p>");
        if (actualMs >= 0 && targetMs > 0) {
            long most = Math.max(actualMs, targetMs);
            html.tag(
                    "<svg class=\"gauge\" aria-hidden=\"true\"><rect class=\"whole\" width=\"100%\" height=\"100%\"/>");
            html.tag("<rect class=\"gone\" height=\"100%\" width=\"" + 100 * actualMs / most + "%\"/>");
            String due = 100 * targetMs / most + "%";
            html.tag("<line class=\"due\" y1=\"0\" y2=\"100%\" x1=\"" + due + "\" x2=\"" + due + "\"/></svg>");
        }
    }

    private void expected() {
        run.forecast()
                .ifPresent(forecast -> html.element(
                        "p",
                        "expected",
                        "expected at the start: " + TimeFormat.of(forecast.expectedMs()) + ", by "
                                + EarlierTimes.describe(forecast.runs())));
    }

    private void why() {
        List<RunView.Failure> failures = run.failures();
        if (run.good() && failures.isEmpty()) {
            return;
        }
        section("why", run.good() ? "What did not go well" : "Why");
        if (!run.cause().isEmpty()) {
            html.element("p", "cause", run.cause());
        }
        if (timeIsWhy()) {
            blame();
        }
        for (RunView.Failure failure : failures) {
            StepView step = failure.step();
            html.tag("<article class=\"failure\">").open("h3");
            html.element("span", "sign " + step.state().word(), step.sign()).tag(" ");
            html.open("a", "href", "#" + links.of(step)).text(step.title()).close("a");
            html.tag(" ").element("em", step.state().word(), failure.ending()).close("h3");
            if (!step.cause().isEmpty() && !run.cause().contains(step.cause())) {
                html.element("p", null, step.cause());
            }
            step.lastAttempt().ifPresent(ended -> {
                steps.evidence(ended);
                steps.lastLines(ended.output().lastLines());
            });
            html.tag("</article>").line();
        }
        List<StepView> missed =
                run.notReached().stream().filter(step -> !step.path().isEmpty()).toList();
        if (!missed.isEmpty()) {
            html.tag("<p class=\"unreached\">Not reached: ");
            String comma = "";
            for (StepView step : missed) {
                html.tag(comma)
                        .open("a", "href", "#" + links.of(step))
                        .text(step.path())
                        .close("a");
                comma = ", ";
            }
            html.tag("</p>");
        }
        html.tag("</section>\n");
    }

    /** Returns whether nothing failed and only the overrun has to be explained. */
    private boolean timeIsWhy() {
        return run.late() && !run.good() && run.failures().isEmpty();
    }

    private void blame() {
        html.tag("<ul class=\"blame\">");
        TimeBreakdown.of(run).forEach(line -> html.element("li", null, line));
        html.tag("</ul>");
    }

    private void timeline() {
        section("moments", "What happened");
        html.tag("<ol class=\"moments\">\n");
        for (TimelineEntry moment : run.timeline()) {
            html.open("li", "class", moment.tone().name().toLowerCase(Locale.ROOT));
            html.open("time", "datetime", TimeFormat.iso(moment.at()), "title", TimeFormat.day(moment.at()));
            html.text(TimeFormat.point(run.onClock(moment.atMs()))).close("time");
            html.element("span", "wall", TimeFormat.clock(moment.at())).tag("<span class=\"text\">");
            if (!moment.step().isEmpty()) {
                Optional<String> link = links.of(moment.step());
                link.ifPresentOrElse(anchor -> html.open("a", "href", "#" + anchor), () -> html.open("b"));
                html.text(moment.step()).close(link.isPresent() ? "a" : "b").tag(" ");
            }
            html.text(moment.text()).tag("</span></li>").line();
        }
        html.tag("</ol></section>\n");
    }

    private void answers() {
        if (run.questions().isEmpty()) {
            return;
        }
        section("answers", "Who decided");
        for (QuestionView question : run.questions()) {
            html.tag("<div class=\"notice\"><p>").element("b", null, StepPath.last(question.step()));
            html.text(" · " + AnswerLines.asked(question)).tag("</p>");
            String text = String.join("\n", AnswerLines.answers(question));
            html.element("pre", null, text.isEmpty() ? "no answer" : text)
                    .tag("</div>")
                    .line();
        }
        if (!run.describeClock().isEmpty()) {
            html.element("p", "warning", run.describeClock());
        }
        if (!run.describeDrillAnswers().isEmpty()) {
            html.element("p", "warning", run.describeDrillAnswers());
        }
        html.tag("</section>\n");
    }

    private void notices() {
        if (run.messages().isEmpty()) {
            return;
        }
        section("notices", "Who was notified");
        for (MessageSent notice : run.messages()) {
            html.open("div", "class", "notice " + EnumWord.of(notice.result()))
                    .tag("<p>")
                    .element("b", null, notice.channel());
            html.text(notice.trigger().describe());
            html.text(" · "
                    + (notice.late()
                            ? notice.describeDelay()
                            : notice.sent()
                                    ? "sent in " + TimeFormat.of(notice.tookMs()) + notice.describeShortened()
                                    : "not delivered: " + notice.cause()));
            html.tag("</p>").element("pre", null, notice.text()).tag("</div>").line();
        }
        html.tag("</section>\n");
    }

    private void about() {
        RunStarted started = run.started();
        section("about", "About this run");
        html.tag("<dl class=\"about\">");
        pair("Run", started.run());
        started.parameters().forEach((name, value) -> pair("Parameter " + name, value));
        pair("Owner", started.runbook().owner());
        run.resumes().forEach(resumed -> pair("Resumed", resumed.describe()));
        started.engine().versions().forEach((name, value) -> pair("Version of " + name, value));
        started.files().forEach((name, hash) -> pair("SHA-256 of " + name, hash));
        pair("Journal", run.records() + " records, head " + run.head());
        html.tag("</dl></section>\n");
    }

    private void pair(String name, String value) {
        if (!value.isEmpty()) {
            html.tag("<div>")
                    .element("dt", null, name)
                    .element("dd", null, value)
                    .tag("</div>");
        }
    }

    private static String style() {
        try (InputStream css = HtmlTranscript.class.getResourceAsStream("transcript.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hash() {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(sha256);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
