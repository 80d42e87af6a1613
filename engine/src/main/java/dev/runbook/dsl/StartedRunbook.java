package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.trigger.Approval;
import dev.runbook.trigger.Start;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans the runbook that a trigger starts, with the parameters it is given. */
final class StartedRunbook {
    private StartedRunbook() {}

    /** Reports a runbook that does not exist or does not accept the parameters. */
    static Start start(
            EvaluationContext context,
            String trigger,
            String id,
            Map<String, Object> given,
            Optional<Approval> approval) {
        Map<String, Object> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(name, Values.plain(value)));
        try {
            ReadRunbook runbook = context.request().library().read(id, Map.of(), values, context.meter());
            return Start.of(runbook.plan(), approval);
        } catch (AuthorException e) {
            String what = id.equals(ReadingRequest.Library.THIS_FILE) ? "this runbook" : "'" + id + "'";
            context.problemWith(
                    NamePosition.NAME,
                    trigger,
                    "trigger '" + trigger + "' cannot start " + what + ": " + e.getMessage());
            return new Start(id, context.request().file(), Set.of(), Optional.empty(), approval);
        }
    }
}
