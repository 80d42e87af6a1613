package dev.runbook.dsl;

import dev.runbook.action.ActionSpec;
import dev.runbook.action.AlternativeTargets;
import dev.runbook.value.Template;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The target of an action: a name that is known before the run, or one of the names in {@code of:} that a value of the
 * run chooses.
 */
final class TargetChoice {
    static final String AMONG = "of";

    private final EvaluationContext context;
    private final Map<String, Object> options;

    TargetChoice(EvaluationContext context, Map<String, Object> options) {
        this.context = context;
        this.options = options;
    }

    /**
     * Returns the action on the target that {@code option} names; on all that it may name while that is not known.
     *
     * @param on makes the action on the target of a name
     */
    ActionSpec action(String option, Function<String, ActionSpec> on) {
        if (!options.containsKey(AMONG)) {
            return on.apply(Values.text((CharSequence) options.get(option)));
        }
        List<String> among = among();
        Template chosen = Values.option(options.get(option));
        if (Values.unknown(chosen)) {
            return new AlternativeTargets(
                    on.apply(chosen.shown() + ", one of " + String.join(", ", among)),
                    among.stream().map(on).toList());
        }
        String name = Values.shown(options.get(option));
        if (!among.isEmpty() && !among.contains(name)) {
            context.problem(
                    option + ": is '" + name + "', which is not one of " + String.join(", ", among),
                    "a target is one of those that of: lists");
        }
        return on.apply(name);
    }

    private List<String> among() {
        if (!(Values.plain(options.get(AMONG)) instanceof List<?> names)) {
            return List.of(); // a setting, without an environment
        }
        if (names.isEmpty() || !names.stream().allMatch(String.class::isInstance)) {
            context.problem("of: takes the names of the targets that may be chosen", "write of: ['pg2', 'pg3']");
        }
        return names.stream().map(String::valueOf).distinct().toList();
    }
}
