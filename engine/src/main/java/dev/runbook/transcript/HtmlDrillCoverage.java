package dev.runbook.transcript;

import dev.runbook.journal.event.FailurePath;
import dev.runbook.model.RunView;

/** Writes which failure paths of a drill's runbook were ever exercised, and the command that exercises the others. */
final class HtmlDrillCoverage {
    private final RunView run;
    private final Html html;

    HtmlDrillCoverage(RunView run, Html html) {
        this.run = run;
        this.html = html;
    }

    /** Writes the section; nothing for a run, or a runbook without failure paths. */
    void write() {
        if (run.failurePaths().isEmpty()) {
            return;
        }
        html.tag("<section id=\"rehearsal\">")
                .element("h2", null, "Failure paths")
                .line();
        html.element(
                "p",
                "detail",
                run.describeCoverage() + " in " + run.started().environment().name() + ".");
        html.tag("<ul class=\"paths\">").line();
        run.failurePaths().forEach(this::path);
        html.tag("</ul></section>").line();
    }

    private void path(FailurePath path) {
        html.tag("<li>");
        html.element("span", path.exercised() ? "sign ok" : "sign never", path.exercised() ? "✓" : "·");
        html.tag("<div>").element("b", null, path.what()).tag(" ");
        html.element("span", "when", path.exercised() ? path.when() : "never exercised here");
        if (!path.command().isEmpty()) {
            html.element("pre", "command", path.command());
        } else if (!path.exercised()) {
            html.element("p", "detail", "No fault of a step leads there.");
        }
        html.tag("</div></li>").line();
    }
}
