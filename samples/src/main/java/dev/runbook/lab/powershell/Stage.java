package dev.runbook.lab.powershell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One stage of a pipeline. */
sealed interface Stage {
    /**
     * @param input what the stage before it put out
     * @return what this stage puts out
     */
    List<Object> run(Session session, List<Object> input);

    /** An expression, the first stage of its pipeline. */
    record Value(Expression expression) implements Stage {
        @Override
        public List<Object> run(Session session, List<Object> input) {
            return List.copyOf(Expression.asList(expression.value(session)));
        }
    }

    /** A cmdlet or a program of the machine. */
    record Command(Expression name, Map<String, Expression> parameters, List<Expression> arguments) implements Stage {
        @Override
        public List<Object> run(Session session, List<Object> input) {
            Map<String, Object> values = new LinkedHashMap<>();
            parameters.forEach((parameter, value) -> values.put(parameter, value.value(session)));
            List<Object> positional = new ArrayList<>();
            arguments.forEach(argument -> positional.add(argument.value(session)));
            Call call = new Call(Values.text(name.value(session)), values, positional, input);
            try {
                return Cmdlets.run(call, session);
            } catch (PowerShellException failure) {
                if (call.ignoresErrors()) {
                    return List.of();
                }
                throw failure;
            }
        }
    }
}
