package dev.runbook.run.message;

import dev.runbook.notify.Templates;
import dev.runbook.plan.Place;
import dev.runbook.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds before a run what would prevent a message from being rendered: a missing template, an unknown value. */
public final class TemplateCheck {
    /** A problem in the template of a {@code notify}; the message names the place within the template. */
    public record Problem(Place at, String message) {}

    private TemplateCheck() {}

    public static List<Problem> problems(Plan plan) {
        Set<String> known = known(plan);
        return plan.everyMessage()
                .flatMap(message -> message.files()
                        .flatMap(name -> Templates.check(file(plan, name), known).stream())
                        .map(problem -> new Problem(message.at(), problem)))
                .toList();
    }

    public static Path file(Plan plan, String template) {
        return plan.file().resolveSibling("templates").resolve(template);
    }

    private static Set<String> known(Plan plan) {
        Set<String> known = new TreeSet<>();
        MessageTexts.RUN_NAMES.forEach(name -> known.add("run." + name));
        plan.parameters().forEach(parameter -> known.add("params." + parameter.name()));
        return known;
    }
}
