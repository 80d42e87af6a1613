package dev.runbook.plan;

import dev.runbook.action.ActionSpec;
import dev.runbook.value.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A runbook read with parameters and an environment: every step in order, with everything known before a run.
 *
 * @param file the runbook's file; templates are in {@code templates/} beside it
 * @param namedRpos how much of each kind of data may be lost, by its name; each has a recovery point of that name
 * @param parameters as declared
 * @param arguments the values of this reading by parameter name, defaults filled in; an absent optional one is missing
 * @param nodes the nodes, in order
 * @param messages the notifies of the top level that wait for events of the run, and those of its stakeholders
 * @param stakeholders the files of messages that it uses
 */
public record Plan(
        String id,
        Path file,
        String text,
        Optional<String> description,
        Optional<String> owner,
        Optional<RtoTarget> rto,
        Optional<Duration> rpo,
        Map<String, Duration> namedRpos,
        List<String> locks,
        List<Parameter> parameters,
        Map<String, Object> arguments,
        List<Node> nodes,
        List<Message> messages,
        List<Stakeholders> stakeholders,
        Optional<Handler> onFailure) {
    public Plan {
        namedRpos = Collections.unmodifiableMap(new LinkedHashMap<>(namedRpos));
        locks = List.copyOf(locks);
        parameters = List.copyOf(parameters);
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        nodes = List.copyOf(nodes);
        messages = List.copyOf(messages);
        stakeholders = List.copyOf(stakeholders);
    }

    /** Returns whether the runbook itself says where its RTO clock starts. */
    public boolean marksClock() {
        return nodes.stream().anyMatch(node -> node instanceof ClockMark mark && mark.kind() == ClockMark.Kind.START);
    }

    /** Returns this plan with other nodes. */
    public Plan withNodes(List<Node> others) {
        return new Plan(
                id,
                file,
                text,
                description,
                owner,
                rto,
                rpo,
                namedRpos,
                locks,
                parameters,
                arguments,
                others,
                messages,
                stakeholders,
                onFailure);
    }

    /** Returns the nodes that count for the RTO: between the clock marks, or all. */
    public List<Node> clocked() {
        boolean counts = !marksClock();
        List<Node> clocked = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof ClockMark mark) {
                counts = mark.kind() == ClockMark.Kind.START;
            } else if (counts) {
                clocked.add(node);
            }
        }
        return clocked;
    }

    /**
     * Returns all nodes of this runbook: in containers, in steps, in handlers. Nodes of other runbooks are excluded.
     */
    public Stream<Node> everyNode() {
        return Stream.of(nodes, messages, onFailure.map(Handler::nodes).orElse(List.of()))
                .flatMap(List::stream)
                .flatMap(Node::everyNode);
    }

    /** Returns this plan, and each it may follow or fall back to, as often as it may. */
    public Stream<Plan> withOthers() {
        Stream<Plan> followed = everyTask()
                .flatMap(task -> task.work().act().followed().stream())
                .map(ReadRunbook::plan);
        Stream<Plan> fallbacks = Stream.concat(
                        onFailure.stream(), everyNode().flatMap(node -> node.onFailure().stream()))
                .flatMap(handler -> handler.fallBack().stream())
                .map(Handler.FallBack::plan);
        return Stream.concat(Stream.of(this), Stream.concat(followed, fallbacks).flatMap(Plan::withOthers));
    }

    /** Returns the secret parameters that the operator gives, of this runbook and of those it may follow. */
    public Set<String> secretParameters() {
        return withOthers()
                .flatMap(plan -> plan.parameters().stream()
                        .filter(Parameter::secret)
                        .map(Parameter::name)
                        .filter(name ->
                                Secret.ofParameter(name).equals(plan.arguments().get(name))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns all phases and parallels of this runbook. */
    public Stream<Group> everyGroup() {
        return everyNode().filter(Group.class::isInstance).map(Group.class::cast);
    }

    /** Returns all actions of this runbook, those of probes included. Actions of other runbooks are excluded. */
    public Stream<ActionSpec> everyAction() {
        return everyTask().flatMap(task -> task.work().actions());
    }

    /** Returns all steps and verifies of this runbook. */
    public Stream<Task> everyTask() {
        return everyNode().filter(Task.class::isInstance).map(Task.class::cast);
    }

    /** Returns all messages of this runbook. */
    public Stream<Message> everyMessage() {
        return everyNode().filter(Message.class::isInstance).map(Message.class::cast);
    }
}
