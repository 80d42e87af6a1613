package dev.runbook.run.people;

import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.model.QuestionView;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.StepPath;

/** The pages of a one-time link. */
final class AnswerPage {
    static final String YES = "yes";
    static final String NO = "no";

    private static final String HEAD = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">"
            + "<title>Runbook</title><style>body{font:1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
            + "input{width:100%;font:inherit}button{font:inherit;padding:.5rem 1.5rem;margin:1rem 1rem 0 0}</style>"
            + "</head><body>\n";
    private static final String END = "</body></html>\n";

    private AnswerPage() {}

    static String message(String text) {
        return HEAD + "<p>" + escaped(text) + "</p>\n" + END;
    }

    /** Returns the page that asks; a question that is decided shows that. */
    static String form(AnswerLinks.Shown shown) {
        QuestionView question = shown.question();
        if (!question.open() || question.decision() != QuestionView.Decision.OPEN) {
            return message("This question is decided"
                    + question.deciding()
                            .map(given -> ": " + given.answer().describe() + ".")
                            .orElse("."));
        }
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<h1>").append(escaped(StepPath.last(question.step()))).append("</h1>\n");
        for (String line : question.asked().text()) {
            page.append("<p>").append(escaped(line)).append("</p>\n");
        }
        for (QuestionAsked.Role role : question.asked().roles()) {
            page.append("<p>").append(escaped(role.describe())).append("</p>\n");
        }
        return page.append("<form method=\"post\"><p>You answer as <b>")
                .append(escaped(shown.person()))
                .append("</b>. A no needs a reason, and ends the run.</p>\n")
                .append("<label for=\"why\">Why</label><input id=\"why\" name=\"why\" maxlength=\"500\">\n")
                .append("<button name=\"answer\" value=\"" + YES + "\">Yes</button>")
                .append("<button name=\"answer\" value=\"" + NO + "\">No</button></form>\n")
                .append(END)
                .toString();
    }

    private static String escaped(String text) {
        return TerminalSanitizer.line(text) // a browser would hide characters or reverse the line
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
