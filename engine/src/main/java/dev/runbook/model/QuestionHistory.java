package dev.runbook.model;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.model.QuestionView.Given;
import dev.runbook.value.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions of a run, in the order they were asked, and their answers. Not thread-safe. */
final class QuestionHistory {
    private static final class Node {
        private QuestionAsked asked;
        private Instant askedAt;
        private long askedMs;
        private boolean open;
        /** Whether it was stopped with the run: its answers count when the run asks again. */
        private boolean suspended;

        private final List<Given> answers = new ArrayList<>();

        private QuestionView view() {
            return new QuestionView(asked, askedAt, askedMs, answers, open);
        }
    }

    private final List<Node> all = new ArrayList<>();
    private final Map<String, Node> last = new LinkedHashMap<>();
    /** Answers to no question. */
    private final List<Given> strays = new ArrayList<>();

    void apply(Entry entry, long ms) {
        Event event = entry.event();
        if (event instanceof QuestionAsked asked) {
            ask(asked, entry.at(), ms);
        } else if (event instanceof QuestionAnswered answer) {
            Given given = new Given(entry.at(), ms, answer);
            Optional.ofNullable(last.get(answer.step()))
                    .map(node -> node.answers)
                    .orElse(strays)
                    .add(given);
        } else if (event instanceof StepFinished end) {
            Optional.ofNullable(last.get(end.step())).ifPresent(node -> {
                node.open = false;
                node.suspended = end.result() == Result.CANCELLED;
            });
        }
    }

    private void ask(QuestionAsked asked, Instant at, long ms) {
        Node node = asked.continued() && last.containsKey(asked.step()) ? last.get(asked.step()) : new Node();
        node.asked = asked;
        node.askedAt = at;
        node.askedMs = ms;
        node.open = true;
        node.suspended = false;
        if (!all.contains(node)) {
            all.add(node);
        }
        last.put(asked.step(), node);
    }

    List<QuestionView> views() {
        return all.stream().map(Node::view).toList();
    }

    /** Returns the question that was asked last at a step. */
    Optional<QuestionView> at(String step) {
        return Optional.ofNullable(last.get(step)).map(Node::view);
    }

    /** Returns whether asking at this step continues a question that was cut off. */
    boolean cutOff(String step) {
        return Optional.ofNullable(last.get(step))
                .filter(node -> node.open || node.suspended)
                .isPresent();
    }
}
