package dev.runbook.forecast;

import dev.runbook.forecast.PastTimes.Once;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ForEach;
import dev.runbook.plan.Group;
import dev.runbook.plan.Plan;
import dev.runbook.plan.PlanAlgebra;
import dev.runbook.plan.PlanFold;
import dev.runbook.plan.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Simulates many runs of a plan from the results of its steps in earlier runs: in each simulated run every step takes
 * one of its past times and ends as it ended then, so failures go through handlers and fallbacks as they would in a
 * run. A step without history succeeds and takes its budget. The same plan and history give the same results.
 */
public final class Simulation implements PlanAlgebra<Simulation.Model> {
    private static final int MOST_RUNS = 10_000;
    private static final int MOST_NODES = 5_000_000;
    private static final long SEED = 20_260_131;

    /** A part of the plan that can be simulated any number of times. */
    @FunctionalInterface
    public interface Model {
        Simulated simulate();
    }

    /** How a part ended in one simulated run. */
    private enum Ending {
        COMPLETED,
        FAILED,
        /** The runbook it fell back to succeeded; nothing more of this one is run. */
        FELL_BACK
    }

    private record Simulated(long ms, Ending ending) {
        static final Simulated NOTHING = new Simulated(0, Ending.COMPLETED);

        boolean completed() {
            return ending == Ending.COMPLETED;
        }

        Simulated after(long before) {
            return new Simulated(before + ms, ending);
        }

        Simulated as(Ending other) {
            return new Simulated(ms, other);
        }
    }

    /**
     * How one simulated run ended.
     *
     * @param took on the RTO clock
     */
    public record SimulatedRun(Duration took, boolean recovered) {}

    private final PastTimes past;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int nodes;

    private Simulation(PastTimes past) {
        this.past = past;
    }

    /** Simulates ten thousand runs; fewer for a plan of very many steps. */
    static List<SimulatedRun> of(Plan plan, PastTimes past) {
        Simulation simulation = new Simulation(past);
        Model model = new PlanFold<>(simulation).runbook(plan, plan.clocked(), "");
        List<SimulatedRun> runs = new ArrayList<>();
        while (runs.size() < MOST_RUNS && simulation.nodes < MOST_NODES) {
            Simulated run = model.simulate();
            runs.add(new SimulatedRun(Duration.ofMillis(run.ms()), run.ending() != Ending.FAILED));
        }
        return runs;
    }

    @Override
    public Model nothing() {
        return () -> Simulated.NOTHING;
    }

    @Override
    public Model task(Task task, String path, Optional<Supplier<Model>> followed) {
        return fromHistory(path)
                .or(() -> followed.map(Supplier::get).map(Simulation::step))
                .orElseGet(() -> lasting(task.budget()));
    }

    /** Returns the model of a step that follows a runbook: if that one falls back, the step has failed. */
    private static Model step(Model followed) {
        return () -> {
            Simulated end = followed.simulate();
            return end.completed() ? end : end.as(Ending.FAILED);
        };
    }

    @Override
    public Model forEach(ForEach forEach, String path, Supplier<Model> iteration) {
        return fromHistory(path).orElseGet(() -> lasting(forEach.budget()));
    }

    private Optional<Model> fromHistory(String path) {
        List<Once> times = past.of(path);
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(() -> {
                    Once once = times.get(random.nextInt(times.size()));
                    boolean failed = once.end() == PastTimes.End.FAILED;
                    return new Simulated(once.took().toMillis(), failed ? Ending.FAILED : Ending.COMPLETED);
                });
    }

    private static Model lasting(Optional<Budget> budget) {
        long ms = budget.map(granted -> granted.time().toMillis()).orElse(0L);
        return () -> new Simulated(ms, Ending.COMPLETED);
    }

    @Override
    public Model then(Model first, Model second) {
        return sequence(List.of(first, second));
    }

    @Override
    public Model inOrder(List<Part<Model>> members) {
        return sequence(members.stream().map(Part::value).toList());
    }

    private Model sequence(List<Model> members) {
        return () -> {
            long ms = 0;
            for (Model member : members) {
                nodes++;
                Simulated end = member.simulate();
                ms += end.ms();
                if (!end.completed()) {
                    return new Simulated(ms, end.ending());
                }
            }
            return new Simulated(ms, Ending.COMPLETED);
        };
    }

    @Override
    public Model parallel(Group group, List<Part<Model>> members) {
        int mayFail = group.counted() - group.required();
        return () -> {
            long longest = 0;
            int failed = 0;
            for (Part<Model> member : members) {
                nodes++;
                Simulated end = member.value().simulate();
                longest = Math.max(longest, end.ms());
                if (end.ending() == Ending.FELL_BACK) {
                    return end;
                }
                failed += end.completed() ? 0 : 1;
            }
            return new Simulated(longest, failed <= mayFail ? Ending.COMPLETED : Ending.FAILED);
        };
    }

    @Override
    public Model within(Budget budget, Model members) {
        long most = budget.stopsAfter().toMillis();
        return () -> {
            Simulated end = members.simulate();
            return new Simulated(Math.min(end.ms(), most), end.ending());
        };
    }

    @Override
    public Model onFailure(Model part, Supplier<Model> recovery) {
        Model handled = recovery.get();
        return () -> {
            Simulated end = part.simulate();
            return end.ending() == Ending.FAILED ? handled.simulate().after(end.ms()) : end;
        };
    }

    @Override
    public Model cleanedUp(Model part, Model cleanup) {
        return () -> {
            Simulated end = part.simulate();
            Simulated cleaned = cleanup.simulate().after(end.ms());
            return end.completed() ? cleaned : cleaned.as(end.ending());
        };
    }

    @Override
    public Model failing(Model part) {
        return () -> {
            Simulated end = part.simulate();
            return end.completed() ? end.as(Ending.FAILED) : end;
        };
    }

    @Override
    public Model fallingBack(Model other) {
        return () -> {
            Simulated end = other.simulate();
            return end.completed() ? end.as(Ending.FELL_BACK) : end;
        };
    }
}
