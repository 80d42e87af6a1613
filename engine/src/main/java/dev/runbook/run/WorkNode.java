package dev.runbook.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of the run, and how much of the time it is expected to take is still to come. Times are nanoseconds on the
 * journal's axis. Each news costs the same however many steps there are. Not thread-safe.
 */
final class WorkNode {
    /** How its members follow each other. */
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
    private boolean cut;
    private boolean over;

    /** @param atMost what its budget allows */
    WorkNode(Form form, long expected, long atMost) {
        this.form = form;
        this.expected = Math.min(expected, atMost);
        this.atMost = atMost;
    }

    /** Before anything has begun. */
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

    /** Whether it, or all it stands in, is over. */
    boolean gone() {
        return over || (within != null && within.gone());
    }

    /** Whether nothing stands in it. */
    boolean single() {
        return form == Form.ONE;
    }

    void begin(long now) {
        if (begun && !cut) {
            return;
        }
        boolean first = !begun;
        begun = true;
        cut = false;
        beganAt = now;
        if (within != null) {
            within.begin(now);
        }
        if (within != null && first) {
            within.notBegun -= expected;
            within.underWay.add(this);
        }
    }

    /** The engine was gone: what was under way is begun again, and takes all its time again. */
    void cut() {
        if (begun && !over) {
            cut = true;
            underWay.forEach(WorkNode::cut);
        }
    }

    /** However it ended: nothing of it is still to come. */
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
        return begun && !cut ? now - beganAt : 0;
    }

    /** What of it is still to come. */
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
