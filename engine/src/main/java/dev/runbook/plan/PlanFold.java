package dev.runbook.plan;

import dev.runbook.plan.PlanAlgebra.Part;
import dev.runbook.value.StepPath;
import java.util.List;
import java.util.Optional;

/**
 * Folds a plan to one value. The one place that decides what a plan means before it runs: what follows what, which path
 * each part has, and what {@code carryOn}, {@code stop} and {@code fallBackTo} do to a failure.
 *
 * @param <T> the value
 */
public final class PlanFold<T> {
    private final PlanAlgebra<T> algebra;

    public PlanFold(PlanAlgebra<T> algebra) {
        this.algebra = algebra;
    }

    /**
     * Returns the value of nodes of a runbook, and of the runbook's handler.
     *
     * @param path of the runbook in the run, empty for the run's own
     */
    public T runbook(Plan plan, List<Node> nodes, String path) {
        Location inside = new Location(path, path);
        T handled = inside.handled(inside.sequence(Cleanup.before(nodes)), plan.onFailure());
        return inside.cleanedUp(handled, nodes);
    }

    /** @param path of the runbook or step that contains the nodes */
    public T sequence(List<? extends Node> nodes, String path) {
        return new Location(path, path).sequence(nodes);
    }

    /** Returns the value of each node, its handler included. */
    public List<Part<T>> parts(List<? extends Node> nodes, String path) {
        return new Location(path, path).parts(nodes);
    }

    public T node(Node node, String path) {
        return new Location(path, path).node(node);
    }

    /** Returns the value of a node without its handler. */
    public T withoutHandler(Node node, String path) {
        return node.accept(new Location(path, path));
    }

    /** The nodes under one path of a runbook. */
    private final class Location implements NodeVisitor.OfSteps<T> {
        private final String runbook;
        private final String under;

        Location(String runbook, String under) {
            this.runbook = runbook;
            this.under = under;
        }

        T sequence(List<? extends Node> nodes) {
            return algebra.inOrder(parts(nodes));
        }

        List<Part<T>> parts(List<? extends Node> nodes) {
            return nodes.stream().map(node -> new Part<T>(node, node(node))).toList();
        }

        T node(Node node) {
            T handled = handled(node.accept(this), node.onFailure());
            return node instanceof Group group ? cleanedUp(handled, group.members()) : handled;
        }

        T cleanedUp(T part, List<? extends Node> members) {
            return Cleanup.of(members)
                    .map(cleanup -> algebra.cleanedUp(part, node(cleanup)))
                    .orElse(part);
        }

        T handled(T part, Optional<Handler> onFailure) {
            return onFailure
                    .map(handler -> algebra.onFailure(part, () -> recovery(handler)))
                    .orElse(part);
        }

        private T recovery(Handler handler) {
            T block = sequence(handler.nodes());
            return handler.ending().accept(new Handler.EndingVisitor<T>() {
                @Override
                public T carryOn() {
                    return block;
                }

                @Override
                public T stop() {
                    return algebra.failing(block);
                }

                @Override
                public T fallBack(Handler.FallBack to) {
                    Plan other = to.plan();
                    String path = StepPath.of(runbook, other.id());
                    return algebra.then(block, algebra.fallingBack(PlanFold.this.runbook(other, other.nodes(), path)));
                }
            });
        }

        @Override
        public T task(Task task) {
            String path = StepPath.of(under, task.name());
            return algebra.task(
                    task, path, task.work().act().followed().map(other -> () -> followed(other.plan(), task, path)));
        }

        private T followed(Plan other, Task task, String path) {
            return algebra.then(
                    PlanFold.this.runbook(other, other.nodes(), path),
                    PlanFold.this.sequence(task.work().verifies(), path));
        }

        @Override
        public T group(Group group) {
            List<Part<T>> parts = parts(Cleanup.before(group.members()));
            T members = switch (group.kind()) {
                case PHASE, CLEANUP -> algebra.inOrder(parts);
                case PARALLEL -> algebra.parallel(group, parts);
            };
            return group.budget().map(budget -> algebra.within(budget, members)).orElse(members);
        }

        @Override
        public T forEach(ForEach forEach) {
            String path = StepPath.of(under, forEach.name());
            String iteration = StepPath.of(path, ForEach.ANY_ITEM);
            return algebra.forEach(forEach, path, () -> new Location(runbook, iteration).sequence(forEach.shown()));
        }

        @Override
        public T background(Background background) {
            return algebra.nothing();
        }

        @Override
        public T single(Node.Single node) {
            return algebra.nothing();
        }
    }
}
