package dev.runbook.run.message;

import dev.runbook.notify.Templates;
import dev.runbook.plan.Message;
import dev.runbook.plan.Place;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds before a run what would prevent a message from being rendered: a missing template, an unknown value. */
public final class TemplateCheck {
    /** A problem in the template of a {@code notify}; the message names the place within the template. */
    public record Problem(Place at, String message) {}

    private TemplateCheck() {}

    public static List<Problem> problems(Stream<Message> messages) {
        return messages.flatMap(message -> message.files()
                        .flatMap(file -> Templates.check(file, known(message)).stream())
                        .map(problem -> new Problem(message.at(), problem)))
                .toList();
    }

    private static Set<String> known(Message message) {
        Set<String> known = new TreeSet<>();
        MessageTexts.RUN_NAMES.forEach(name -> known.add("run." + name));
        message.parameters().values().keySet().forEach(name -> known.add("params." + name));
        return known;
    }
}
