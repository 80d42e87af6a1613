package dev.runbook.transcript;

import dev.runbook.journal.Event;
import dev.runbook.journal.OutputText;
import dev.runbook.journal.UndoReport;
import dev.runbook.value.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
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
        Event.RunStarted started = run.started();
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
        html.text(started.runbook() + " " + run.statusTold() + " · " + started.run())
                .tag("</title>\n");
        html.tag("<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n");
        header();
        promises();
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
        moments();
        notices();
        about();
        html.tag("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private void section(String id, String title) {
        html.open("section", "id", id).element("h2", null, title).line();
    }

    private void header() {
        Event.RunStarted started = run.started();
        html.open("header", "class", tone());
        html.tag("<p class=\"eyebrow\">");
        if (run.drill()) {
            html.tag("<span class=\"badge drill\">drill</span> ");
        }
        html.element("span", started.production() ? "badge production" : "badge", started.environment())
                .tag(" ");
        html.text(Times.day(run.startedAt()) + " · " + started.who() + " on " + started.host() + " · " + started.run())
                .tag("</p>");
        html.element("h1", null, started.runbook());
        html.element("p", "description", started.description());
        html.tag("<p class=\"status\">").element("strong", null, run.statusTold());
        html.text(" after " + Times.of(run.endMs()) + (run.running() ? " so far" : ""))
                .tag("</p>");
        run.resumes().forEach(resumed -> html.element("p", "resumed", "Resumed " + resumed.describe()));
        if (run.resumable()) {
            html.element("p", "resumed", "To continue: " + run.resumeCommand());
        } else if (!run.resumeTold().isEmpty()) {
            html.element("p", "resumed", "This run " + run.resumeTold());
        }
        if (!run.partial().isEmpty()) {
            html.element("p", "proof", "Only a part of the runbook was run: " + run.partial() + ".");
        }
        if (!UndoReport.done(run.takenBack()).isEmpty()) {
            html.element("p", "proof", "Undone: " + UndoReport.done(run.takenBack()));
        }
        if (!run.notTakenBack().isEmpty()) {
            html.element("p", "proof bad", "NOT undone: " + run.notTakenBack());
        }
        if (!run.damage().isEmpty()) {
            html.element(
                    "p", "proof bad", "The journal is not whole: " + run.damage() + ". What follows it is not shown.");
        }
        html.tag("</header>\n");
    }

    private String tone() {
        return switch (run.status()) {
            case "succeeded" -> run.good() ? "good" : "warning";
            case "failed" -> "bad";
            default -> "warning";
        };
    }

    private void promises() {
        html.tag("<section class=\"promises\">");
        run.verdicts().forEach(this::promise);
        if (run.verdicts().isEmpty() && run.promise().rtoMs() >= 0) {
            promise(new Event.Verdict(
                    "RTO",
                    "open",
                    run.promise().rtoMs(),
                    run.promise().elapsedMs(run.endMs()),
                    run.running() ? "so far" : "when last heard of"));
        }
        html.tag("</section>\n");
    }

    private void promise(Event.Verdict verdict) {
        html.open("div", "class", "promise " + verdict.verdict());
        html.tag("<p class=\"name\">")
                .text(verdict.promise())
                .tag(" <em>")
                .text(Words.describe(verdict.verdict()))
                .tag("</em></p>");
        String bound = verdict.loss().upperBound() ? "≤ " : "";
        html.tag("<p class=\"figure\">").text(verdict.actualMs() < 0 ? "–" : bound + Times.of(verdict.actualMs()));
        html.element("small", null, " of " + Times.of(verdict.promisedMs())).tag("</p>");
        if (verdict.actualMs() >= 0 && verdict.promisedMs() > 0) {
            long most = Math.max(verdict.actualMs(), verdict.promisedMs());
            html.tag(
                    "<svg class=\"gauge\" aria-hidden=\"true\"><rect class=\"whole\" width=\"100%\" height=\"100%\"/>");
            html.tag("<rect class=\"gone\" height=\"100%\" width=\"" + 100 * verdict.actualMs() / most + "%\"/>");
            String due = 100 * verdict.promisedMs() / most + "%";
            html.tag("<line class=\"due\" y1=\"0\" y2=\"100%\" x1=\"" + due + "\" x2=\"" + due + "\"/></svg>");
        }
        html.element("p", "why", verdict.why());
        if (verdict.loss().isMeasured()) {
            html.element("p", "formula", verdict.loss().formula());
        }
        if (verdict.promise().equals("RTO")) {
            run.forecast()
                    .ifPresent(forecast -> html.element(
                            "p",
                            "expected",
                            "expected at the start: " + Times.of(forecast.expectedMs()) + ", by "
                                    + Event.runs(forecast.runs())));
        }
        html.tag("</div>");
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
            html.element("span", "sign " + step.state(), step.sign()).tag(" ");
            html.open("a", "href", "#" + links.of(step)).text(step.title()).close("a");
            html.tag(" ").element("em", step.state(), failure.ending()).close("h3");
            if (!step.cause().isEmpty() && !run.cause().contains(step.cause())) {
                html.element("p", null, step.cause());
            }
            step.lastAttempt().ifPresent(ended -> {
                steps.evidence(ended);
                steps.lastLines(ended.lastLines());
            });
            html.tag("</article>").line();
        }
        List<StepView> missed =
                run.notReached().stream().filter(step -> !step.path().isEmpty()).toList();
        if (!missed.isEmpty()) {
            html.tag("<p class=\"missed\">Not reached: ");
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

    private void moments() {
        section("moments", "What happened");
        html.tag("<ol class=\"moments\">\n");
        for (TimelineEntry moment : run.moments()) {
            html.open("li", "class", moment.tone().name().toLowerCase(Locale.ROOT));
            html.open("time", "datetime", Times.iso(moment.at()), "title", Times.day(moment.at()));
            html.text(Times.point(run.onClock(moment.atMs()))).close("time");
            html.element("span", "wall", Times.clock(moment.at())).tag("<span class=\"text\">");
            if (!moment.step().isEmpty()) {
                String link = links.of(moment.step());
                html.open(link == null ? "b" : "a", "href", link == null ? null : "#" + link);
                html.text(moment.step()).close(link == null ? "b" : "a").tag(" ");
            }
            html.text(moment.text()).tag("</span></li>").line();
        }
        html.tag("</ol></section>\n");
    }

    private void notices() {
        if (run.notices().isEmpty()) {
            return;
        }
        section("notices", "Who was notified");
        for (Event.NoticeSent notice : run.notices()) {
            html.open("div", "class", "notice " + notice.result()).tag("<p>").element("b", null, notice.channel());
            html.text(notice.when().isEmpty() ? "" : " · " + Words.describe(notice.when()));
            html.text(" · "
                    + (notice.late()
                            ? notice.lateTold()
                            : notice.sent()
                                    ? "sent in " + Times.of(notice.tookMs())
                                    : "not delivered: " + notice.cause()));
            html.tag("</p>").element("pre", null, notice.text()).tag("</div>").line();
        }
        html.tag("</section>\n");
    }

    private void about() {
        Event.RunStarted started = run.started();
        section("about", "About this run");
        html.tag("<dl class=\"about\">");
        pair("Run", started.run());
        started.parameters().forEach((name, value) -> pair("Parameter " + name, value));
        pair("Owner", started.owner());
        run.resumes().forEach(resumed -> pair("Resumed", resumed.describe()));
        started.versions().forEach((name, value) -> pair("Version of " + name, value));
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
