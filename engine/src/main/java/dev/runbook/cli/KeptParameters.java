package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.journal.event.RunStarted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Restores the parameters of a resumed run from its journal. A parameter that was or contained a secret is masked in
 * the journal, so it must be given again.
 */
final class KeptParameters {
    private final Map<String, String> recorded;
    private final Map<String, String> given;

    /** @param given the values given again, by name */
    KeptParameters(RunStarted started, Map<String, String> given) {
        this.recorded = started.parameters();
        this.given = given;
    }

    /**
     * Returns all parameters of the run.
     *
     * @throws AuthorException when one is masked and not given again, or given that is not masked
     */
    Map<String, String> whole(String run) {
        List<String> missing = recorded.keySet().stream()
                .filter(name -> masked(name) && !given.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new AuthorException("run " + run + " cannot be resumed: the journal hides its parameter '"
                    + String.join("', '", missing)
                    + "', which is a secret or holds one\n  give it again: runbook resume " + run
                    + missing.stream().map(name -> " -p " + name + "=…").collect(Collectors.joining()));
        }
        for (String name : given.keySet()) {
            if (!masked(name)) {
                throw new AuthorException("-p " + name + ": a run continues with the parameters it began with"
                        + "; only one that the journal hides is given again");
            }
        }
        Map<String, String> whole = new LinkedHashMap<>(recorded);
        whole.putAll(given);
        return whole;
    }

    /**
     * Checks, once every secret is read, that each value given again matches the journal.
     *
     * @throws AuthorException when a value differs
     */
    void mustBeTheSame(Masker masker) {
        given.forEach((name, value) -> {
            if (!masker.mask(value).equals(recorded.get(name))) {
                throw new AuthorException("-p " + name + ": this is not the value the run began with");
            }
        });
    }

    private boolean masked(String name) {
        return recorded.getOrDefault(name, "").contains(Masker.HIDDEN);
    }
}
