package dev.runbook.lab.powershell;

import java.util.List;
import java.util.Map;

/**
 * A command with its evaluated arguments.
 *
 * @param parameters by lower-case name without the dash; a switch is true
 * @param input what the stage before it in the pipeline put out
 */
record Call(String name, Map<String, Object> parameters, List<Object> arguments, List<Object> input) {

    /** Returns a parameter, or the positional argument that stands for it; null when there is none. */
    Object get(String parameter, int position) {
        if (parameters.containsKey(parameter)) {
            return parameters.get(parameter);
        }
        return position < arguments.size() ? arguments.get(position) : null;
    }

    /** @throws PowerShellException when it is missing */
    Object require(String parameter, int position) {
        Object value = get(parameter, position);
        if (value == null) {
            throw new PowerShellException(name + ": the parameter -" + parameter + " is missing");
        }
        return value;
    }

    boolean has(String parameter) {
        return Values.isTrue(parameters.get(parameter));
    }

    boolean ignoresErrors() {
        return Values.text(parameters.get("erroraction")).equalsIgnoreCase("SilentlyContinue");
    }
}
