package dev.runbook.run.resume;

import dev.runbook.plan.Background;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Node;
import dev.runbook.plan.NodeVisitor;
import dev.runbook.plan.Task;
import dev.runbook.value.StepPath;
import java.util.List;
import java.util.stream.Stream;

/** The paths under which nodes are recorded in a run, except for what is within one of these paths. */
record RecordedPaths(String prefix) implements NodeVisitor.OfSteps<Stream<String>> {
    Stream<String> of(List<? extends Node> nodes) {
        return nodes.stream().flatMap(node -> node.accept(this));
    }

    private Stream<String> withHandler(Stream<String> paths, Node node) {
        return Stream.concat(paths, node.onFailure().stream().flatMap(handler -> of(handler.nodes())));
    }

    private String path(Node node) {
        return StepPath.of(prefix, node.name());
    }

    @Override
    public Stream<String> task(Task task) {
        return withHandler(
                Stream.concat(
                        Stream.of(path(task)), of(task.work().undo().stream().toList())),
                task);
    }

    @Override
    public Stream<String> group(Group group) {
        return withHandler(Stream.concat(Stream.of(path(group)), of(group.members())), group);
    }

    @Override
    public Stream<String> forEach(ForEach forEach) {
        return withHandler(Stream.of(path(forEach)), forEach);
    }

    @Override
    public Stream<String> background(Background background) {
        return background.task().accept(this);
    }

    @Override
    public Stream<String> single(Node.Single node) {
        return Stream.empty();
    }
}
