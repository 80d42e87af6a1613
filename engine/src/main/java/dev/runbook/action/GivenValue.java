package dev.runbook.action;

import dev.runbook.environment.Target;
import dev.runbook.value.Template;
import java.util.Collections;
import java.util.List;

/**
 * A value that an earlier step returned, as its own action: it is recorded and judged like the answer of any other
 * action, and nothing is executed.
 *
 * @param value a text, a number or an instant
 */
public record GivenValue(Object value) implements ActionSpec {
    @Override
    public String word() {
        return "value";
    }

    @Override
    public String shown() {
        return Template.mark(value);
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public Action action() {
        return attempt -> Outcome.ok(Collections.singletonMap("value", value));
    }

    @Override
    public boolean idempotent() {
        return true;
    }
}
