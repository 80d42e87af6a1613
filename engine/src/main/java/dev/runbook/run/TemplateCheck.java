package dev.runbook.run;

import dev.runbook.notify.Templates;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Message;
import dev.runbook.plan.Node;
import dev.runbook.plan.Place;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds before a run what would keep a message of it from being made: a template that is not there, a name nothing has. */
public final class TemplateCheck {
    /** What is wrong with the template a {@code notify} names; the message tells the place within the template. */
    public record Problem(Place at, String message) {}

    private final List<Message> messages = new ArrayList<>();

    private TemplateCheck() {}

    public static List<Problem> problems(Plan plan) {
        TemplateCheck check = new TemplateCheck();
        check.nodes(plan.messages());
        check.nodes(plan.nodes());
        check.handler(plan.onFailure());
        Set<String> known = known(plan);
        List<Problem> problems = new ArrayList<>();
        for (Message message : check.messages) {
            message.templateFile()
                    .map(name -> file(plan, name))
                    .map(file -> Templates.check(file, known))
                    .orElse(List.of())
                    .forEach(problem -> problems.add(new Problem(message.at(), problem)));
        }
        return problems;
    }

    static Path file(Plan plan, String template) {
        return plan.file().resolveSibling("templates").resolve(template);
    }

    private static Set<String> known(Plan plan) {
        Set<String> known = new TreeSet<>();
        MessageTexts.RUN_NAMES.forEach(name -> known.add("run." + name));
        plan.parameters().forEach(parameter -> known.add("params." + parameter.name()));
        return known;
    }

    private void nodes(List<? extends Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Message message) {
                messages.add(message);
            } else if (node instanceof Task task) {
                handler(task.work().onFailure());
            } else if (node instanceof Group group) {
                nodes(group.members());
                handler(group.onFailure());
            } else if (node instanceof ForEach forEach) {
                nodes(forEach.shown());
                handler(forEach.onFailure());
            }
        }
    }

    private void handler(Optional<Handler> handler) {
        handler.ifPresent(block -> nodes(block.nodes()));
    }
}
