package dev.runbook.run.people;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.QuestionAsked.Box;
import dev.runbook.journal.event.QuestionAsked.Input;
import dev.runbook.model.QuestionView;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.StepPath;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The pages of a one-time link. They work without scripts; every text of the run or of a person is escaped. */
final class AnswerPage {
    private static final String HEAD = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">"
            + "<title>Runbook</title><style>body{font:1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
            + "input,select{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.3rem;margin:.2rem 0 .6rem}"
            + "button{font:inherit;padding:.5rem 1.2rem;margin:.4rem .6rem .4rem 0}"
            + "form{border-top:1px solid #bbb;padding:.6rem 0}.done{color:#555}.notice{background:#eef;padding:.6rem}"
            + "summary{color:#555;cursor:pointer}</style></head><body>\n";
    private static final String END = "</body></html>\n";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final StringBuilder page = new StringBuilder(HEAD);

    private AnswerPage() {}

    static String message(String text) {
        return HEAD + "<p>" + escaped(text) + "</p>\n" + END;
    }

    /** Returns the page that asks; a question that is decided shows that. */
    static String form(AnswerLinks.Shown shown) {
        return form(shown, "");
    }

    /** Returns the page after an answer; while boxes are open it shows them again. */
    static String after(String outcome, AnswerLinks.Shown shown) {
        boolean more =
                isOpen(shown.question()) && !shown.question().asked().boxes().isEmpty();
        return more ? form(shown, outcome) : message(outcome);
    }

    private static String form(AnswerLinks.Shown shown, String notice) {
        QuestionView question = shown.question();
        return isOpen(question)
                ? new AnswerPage().asked(question, shown.person(), notice)
                : message("This question is decided"
                        + question.deciding()
                                .map(given -> ": " + given.answer().describe() + ".")
                                .orElse("."));
    }

    private static boolean isOpen(QuestionView question) {
        return question.open() && question.decision() == QuestionView.Decision.OPEN;
    }

    private String asked(QuestionView question, String person, String notice) {
        QuestionAsked asked = question.asked();
        element("h1", StepPath.last(question.step()));
        if (!notice.isEmpty()) {
            page.append("<p class=\"notice\">").append(escaped(notice)).append("</p>\n");
        }
        asked.text().forEach(line -> element("p", line));
        asked.roles().forEach(role -> element("p", role.describe()));
        if (asked.withinMs() >= 0) {
            element(
                    "p",
                    "Open until " + TIME.format(question.askedAt().plusMillis(asked.withinMs())) + " UTC. "
                            + silence(asked.silence()));
        }
        page.append("<p>You answer as <b>").append(escaped(person)).append("</b>. ");
        switch (asked.kind()) {
            case APPROVE -> {
                page.append("A no needs a reason, and ends the run.</p>\n<form method=\"post\">");
                why("Why");
                button(Answer.APPROVE, "Yes");
                button(Answer.REJECT, "No");
                page.append("</form>\n");
            }
            case MANUAL -> {
                page.append("A box that fails fails all of them.</p>\n");
                asked.boxes().forEach(box -> box(question, box));
            }
            case CHOOSE -> {
                page.append("The button of a choice takes it.</p>\n<form method=\"post\">");
                hidden(AnswerForm.ANSWER, Answer.CHOOSE.word());
                choices(asked.choices());
                page.append("</form>\n");
            }
            default -> {
                page.append("The pause ends by itself; ending it early needs a reason.</p>\n<form method=\"post\">");
                why("Why");
                button(Answer.END, "End the pause now");
                page.append("</form>\n");
            }
        }
        return page.append(END).toString();
    }

    private static String silence(QuestionAsked.Silence silence) {
        return switch (silence) {
            case REJECTS -> "Without an answer it is a no.";
            case APPROVES -> "Without an answer the run continues.";
            case CHOOSES_FIRST -> "Without an answer the first is taken.";
            case TIMES_OUT -> "Without an answer the step fails.";
        };
    }

    private void box(QuestionView question, Box box) {
        String title = box.number() + "  " + box.text();
        if (question.closed(box).isPresent()) {
            page.append("<p class=\"done\">").append(escaped(title + ": "));
            page.append(escaped(question.closed(box).get().answer().describe())).append("</p>\n");
            return;
        }
        page.append("<form method=\"post\">");
        element("b", title);
        hidden(AnswerForm.NUMBER, Integer.toString(box.number()));
        if (box.byEngine()) {
            element("p", "The engine ticks this box.");
        } else {
            box.inputs().forEach(this::input);
            page.append("<p>");
            button(Answer.TICK, "Done");
            page.append("</p>");
        }
        page.append("<details><summary>It fails, or is skipped</summary>");
        why("Why");
        button(Answer.FAIL, "It fails");
        button(Answer.SKIP, "Skip it");
        page.append("</details></form>\n");
    }

    private void input(Input input) {
        String name = escaped(AnswerForm.VALUE + input.name());
        page.append("<label>").append(escaped(input.help() + (input.optional() ? " (optional)" : "")));
        if (input.oneOf().isEmpty()) {
            page.append("<input name=\"").append(name).append("\" maxlength=\"500\">");
        } else {
            page.append("<select name=\"").append(name).append("\"><option></option>");
            input.oneOf().forEach(choice -> element("option", choice));
            page.append("</select>");
        }
        page.append("</label>");
    }

    private void choices(List<String> choices) {
        for (int i = 0; i < choices.size(); i++) {
            page.append("<p><button name=\"" + AnswerForm.NUMBER + "\" value=\"")
                    .append(i + 1)
                    .append("\">")
                    .append(i + 1)
                    .append("</button> ")
                    .append(escaped(choices.get(i)))
                    .append("</p>\n");
        }
    }

    private void why(String label) {
        page.append("<label>")
                .append(label)
                .append("<input name=\"" + AnswerForm.WHY + "\" maxlength=\"500\"></label>\n");
    }

    private void hidden(String name, String value) {
        page.append("<input type=\"hidden\" name=\"").append(name);
        page.append("\" value=\"").append(escaped(value)).append("\">");
    }

    private void button(Answer answer, String label) {
        page.append("<button name=\"" + AnswerForm.ANSWER + "\" value=\"").append(answer.word());
        page.append("\">").append(label).append("</button>\n");
    }

    private void element(String tag, String text) {
        page.append('<')
                .append(tag)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(tag)
                .append(">\n");
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
