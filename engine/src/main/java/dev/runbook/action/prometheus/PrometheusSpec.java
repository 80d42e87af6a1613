package dev.runbook.action.prometheus;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.action.http.HttpMethod;
import dev.runbook.action.http.HttpSpec;
import dev.runbook.environment.Target;
import dev.runbook.time.TimeText;
import dev.runbook.value.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A PromQL query, for the current time or for a range up to now.
 *
 * @param on the service of the environment to query
 * @param partial whether to accept a response that Prometheus reports as possibly incomplete
 */
public record PrometheusSpec(Template query, String on, Optional<Range> range, boolean partial) implements ActionSpec {
    /**
     * A time range that ends now.
     *
     * @param every the distance between two numbers
     */
    public record Range(Duration over, Duration every) {
        private static final Duration SHORTEST = Duration.ofSeconds(1);
        private static final int POINTS = 60;
        private static final int MOST = 11_000;

        /**
         * @param every defaults to a 60th of the range, at least a second
         */
        public static Range of(Duration over, Optional<Duration> every) {
            Duration part = over.dividedBy(POINTS);
            return new Range(over, every.orElse(part.compareTo(SHORTEST) < 0 ? SHORTEST : part));
        }

        /** Returns why Prometheus would reject the range. */
        public Optional<String> problem() {
            if (every.compareTo(Duration.ofMillis(1)) < 0 || over.compareTo(every) < 0) {
                return Optional.of(
                        "over: " + TimeText.of(over) + ", every: " + TimeText.of(every) + " holds no number");
            }
            return points() > MOST
                    ? Optional.of("over: " + TimeText.of(over) + ", every: " + TimeText.of(every)
                            + " is more than the 11,000 points that Prometheus returns")
                    : Optional.empty();
        }

        /** Returns the number of points in a series without gaps. */
        long points() {
            return over.dividedBy(every) + 1;
        }
    }

    @Override
    public String word() {
        return "prometheus";
    }

    @Override
    public String shown() {
        String time = range.map(
                        asked -> ", over " + TimeText.of(asked.over()) + ", every " + TimeText.of(asked.every()))
                .orElse("");
        return query.marked().strip() + "\n(on " + on + time + (partial ? ", partial" : "") + ")";
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(Target.Kind.SERVICE, on));
    }

    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public Action action() {
        return new PrometheusAction(this);
    }

    @Override
    public Optional<Runnable> warmup() {
        return HttpSpec.of(HttpMethod.GET, query).warmup();
    }
}
