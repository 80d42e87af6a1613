package dev.runbook.plan;

import dev.runbook.plan.PastTimes.End;
import dev.runbook.plan.PastTimes.Once;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Simulates many runs of a plan from the results of its steps in earlier runs: in each simulated run every step takes
 * one of its past times and ends as it ended then, so failures go through handlers and fallbacks as they would in a
 * run. A step without history succeeds and takes its budget. The same plan and history give the same results.
 */
public final class Simulation {
    private static final int MOST_PLAYS = 10_000;
    private static final int MOST_STEPS_PLAYED = 5_000_000;
    private static final long SEED = 20_260_131;

    /** How something ends in one simulated run. */
    private enum Way {
        GOES_ON,
        FAILS,
        /** The runbook it fell back to succeeded; nothing more of this one is run. */
        FELL_BACK
    }

    private record Passed(long ms, Way way) {
        static final Passed NOTHING = new Passed(0, Way.GOES_ON);
    }

    /**
     * How one simulated run ended.
     *
     * @param took on the RTO clock
     */
    public record Play(Duration took, boolean recovered) {}

    private final PastTimes past;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int steps;

    private Simulation(PastTimes past) {
        this.past = past;
    }

    /** Simulates ten thousand runs; fewer for a plan of very many steps. */
    public static List<Play> of(Plan plan, PastTimes past) {
        Simulation simulation = new Simulation(past);
        List<Play> plays = new ArrayList<>();
        while (plays.size() < MOST_PLAYS && simulation.steps < MOST_STEPS_PLAYED) {
            Passed passed = simulation.runbook(plan, plan.clocked(), "");
            plays.add(new Play(Duration.ofMillis(passed.ms()), passed.way() != Way.FAILS));
        }
        return plays;
    }

    private Passed runbook(Plan plan, List<Node> nodes, String path) {
        return handled(sequence(nodes, path), plan.onFailure(), path);
    }

    private Passed sequence(List<? extends Node> nodes, String under) {
        long ms = 0;
        for (Node node : nodes) {
            Passed passed = node(node, under);
            ms += passed.ms();
            if (passed.way() != Way.GOES_ON) {
                return new Passed(ms, passed.way());
            }
        }
        return new Passed(ms, Way.GOES_ON);
    }

    private Passed node(Node node, String under) {
        steps++;
        if (node instanceof Task task) {
            return handled(
                    task(task, StepPath.of(under, task.name())), task.work().onFailure(), under);
        }
        if (node instanceof Group group) {
            return handled(members(group, under), group.onFailure(), under);
        }
        if (node instanceof ForEach forEach) {
            Passed rounds = drawn(StepPath.of(under, forEach.name()))
                    .orElseGet(() -> new Passed(budget(forEach.budget()), Way.GOES_ON));
            return handled(rounds, forEach.onFailure(), under);
        }
        return Passed.NOTHING;
    }

    private Passed task(Task task, String path) {
        return drawn(path).orElseGet(() -> {
            if (task.work().act() instanceof Work.Follow follow) {
                Plan other = follow.runbook().plan();
                Passed passed = runbook(other, other.nodes(), path);
                if (passed.way() != Way.GOES_ON) {
                    return new Passed(passed.ms(), Way.FAILS);
                }
                Passed verified = sequence(task.work().verifies(), path);
                return new Passed(passed.ms() + verified.ms(), verified.way());
            }
            return new Passed(budget(task.budget()), Way.GOES_ON);
        });
    }

    private Optional<Passed> drawn(String path) {
        List<Once> times = past.of(path);
        if (times.isEmpty()) {
            return Optional.empty();
        }
        Once once = times.get(random.nextInt(times.size()));
        return Optional.of(new Passed(once.took().toMillis(), once.end() == End.FAILED ? Way.FAILS : Way.GOES_ON));
    }

    private Passed members(Group group, String under) {
        Passed passed = group.kind() == Group.Kind.PHASE ? sequence(group.members(), under) : atOnce(group, under);
        return group.budget()
                .map(budget ->
                        new Passed(Math.min(passed.ms(), budget.stopsAfter().toMillis()), passed.way()))
                .orElse(passed);
    }

    private Passed atOnce(Group group, String under) {
        long longest = 0;
        int failed = 0;
        for (Node member : group.members()) {
            Passed passed = node(member, under);
            longest = Math.max(longest, passed.ms());
            if (passed.way() == Way.FELL_BACK) {
                return passed;
            }
            failed += passed.way() == Way.FAILS ? 1 : 0;
        }
        int members = group.members().size();
        int needed = group.atLeast().map(quorum -> quorum.of(members)).orElse(members);
        return new Passed(longest, members - failed >= needed ? Way.GOES_ON : Way.FAILS);
    }

    private Passed handled(Passed passed, Optional<Handler> onFailure, String under) {
        if (passed.way() != Way.FAILS || onFailure.isEmpty()) {
            return passed;
        }
        Handler handler = onFailure.get();
        Passed block = sequence(handler.nodes(), under);
        long ms = passed.ms() + block.ms();
        if (block.way() != Way.GOES_ON || handler.ending() instanceof Handler.Stop) {
            return new Passed(ms, block.way() == Way.FELL_BACK ? Way.FELL_BACK : Way.FAILS);
        }
        if (handler.ending() instanceof Handler.FallBack fallBack) {
            Plan other = fallBack.runbook().plan();
            Passed end = runbook(other, other.nodes(), StepPath.of(under, other.id()));
            return new Passed(ms + end.ms(), end.way() == Way.FAILS ? Way.FAILS : Way.FELL_BACK);
        }
        return new Passed(ms, Way.GOES_ON);
    }

    private static long budget(Optional<Budget> budget) {
        return budget.map(granted -> granted.time().toMillis()).orElse(0L);
    }
}
