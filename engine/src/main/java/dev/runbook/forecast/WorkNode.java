package dev.runbook.forecast;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of the run, and how much of its expected time remains. Times are nanoseconds on the journal's axis. Each
 * update costs the same however many steps there are. Not thread-safe.
 */
final class WorkNode {
    /** How its members are executed. */
    enum Form {
        ONE,
        IN_ORDER,
        AT_ONCE
    }

    private final Form form;
    private final long atMost;
    private final List<WorkNode> members = new ArrayList<>();
    private final Set<WorkNode> underWay = new LinkedHashSet<>();
    private WorkNode within;
    private long expected;
    private long notBegun;
    private long beganAt;
    private boolean begun;
    private boolean interrupted;
    private boolean over;

    /** @param atMost the limit of its budget */
    WorkNode(Form form, long expected, long atMost) {
        this.form = form;
        this.expected = Math.min(expected, atMost);
        this.atMost = atMost;
    }

    /** Adds a member, before anything has begun. */
    void add(WorkNode member) {
        member.within = this;
        members.add(member);
        notBegun += member.expected;
        long all = form == Form.AT_ONCE ? Math.max(expected, member.expected) : expected + member.expected;
        expected = Math.min(all, atMost);
    }

    long expected() {
        return expected;
    }

    boolean over() {
        return over;
    }

    boolean isWithin(WorkNode container) {
        return this == container || (within != null && within.isWithin(container));
    }

    /** Returns whether this node, or a container of it, is over. */
    boolean gone() {
        return over || (within != null && within.gone());
    }

    /** Returns whether the node has no members. */
    boolean single() {
        return form == Form.ONE;
    }

    void begin(long now) {
        if (begun && !interrupted) {
            return;
        }
        boolean first = !begun;
        begun = true;
        interrupted = false;
        beganAt = now;
        if (within != null) {
            within.begin(now);
        }
        if (within != null && first) {
            within.notBegun -= expected;
            within.underWay.add(this);
        }
    }

    /** Handles the death of the engine: what was in progress begins again and takes all its time again. */
    void interrupt() {
        if (begun && !over) {
            interrupted = true;
            underWay.forEach(WorkNode::interrupt);
        }
    }

    /** Ends the node, whatever its result: nothing of it remains. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        if (within != null && begun) {
            within.underWay.remove(this);
        } else if (within != null) {
            within.notBegun -= expected;
        }
    }

    long took(long now) {
        return begun && !interrupted ? now - beganAt : 0;
    }

    /** Returns how much of the node's time remains. */
    long left(long now) {
        if (over) {
            return 0;
        }
        if (!begun) {
            return expected;
        }
        long left = switch (form) {
            case ONE -> expected - took(now);
            case IN_ORDER ->
                notBegun
                        + underWay.stream()
                                .mapToLong(member -> member.left(now))
                                .sum();
            case AT_ONCE ->
                members.stream().mapToLong(member -> member.left(now)).max().orElse(0);
        };
        return Math.max(0, Math.min(left, atMost - took(now)));
    }
}
