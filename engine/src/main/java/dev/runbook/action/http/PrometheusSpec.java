package dev.runbook.action.http;

import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.util.List;

/**
 * An instant query in PromQL.
 *
 * @param on the service of the environment that answers it
 */
public record PrometheusSpec(Template query, String on) implements ActionSpec {
    @Override
    public String word() {
        return "prometheus";
    }

    @Override
    public String shown() {
        return query.shown().strip() + "\n(on " + on + ")";
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(Target.Kind.SERVICE, on));
    }

    @Override
    public List<String> leaves() {
        return List.of("value");
    }

    @Override
    public Action action() {
        return new PrometheusAction(this);
    }
}
