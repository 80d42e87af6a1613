package dev.runbook.plan;

/**
 * Answers for each kind of node. Every walker of a plan implements it, so that a new kind of node does not compile
 * until each of them handles it.
 *
 * @param <R> the answer
 */
public interface NodeVisitor<R> {
    R task(Task task);

    R group(Group group);

    R forEach(ForEach forEach);

    R background(Background background);

    R undoAll(UndoAll undoAll);

    R message(Message message);

    R clockMark(ClockMark mark);

    /** A visitor that has one answer for all nodes with nothing within them. */
    interface OfSteps<R> extends NodeVisitor<R> {
        R single(Node.Single node);

        @Override
        default R undoAll(UndoAll undoAll) {
            return single(undoAll);
        }

        @Override
        default R message(Message message) {
            return single(message);
        }

        @Override
        default R clockMark(ClockMark mark) {
            return single(mark);
        }
    }
}
