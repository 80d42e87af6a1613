package dev.runbook.compile;

import dev.runbook.AuthorException;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.dsl.FileKind;
import dev.runbook.dsl.Problem;
import dev.runbook.dsl.ReadingResult;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.ReadStakeholders;
import dev.runbook.trigger.ReadTriggers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads runbook files: compiles them, or loads them from the cache, and plans them. The entry point to the language for
 * all other packages. Thread-safe.
 */
public final class RunbookReader {
    private final ClassCache cache;

    public RunbookReader(ClassCache cache) {
        this.cache = cache;
    }

    /**
     * Reads a runbook for its plan.
     *
     * @throws InvalidRunbookException with every mistake of the first stage that finds one
     * @throws AuthorException when the file cannot be read
     */
    public ReadRunbook read(RunbookRequest request) {
        ReadingSession session = new ReadingSession(cache);
        return session.accepted(request, session.plan(request));
    }

    /**
     * Reads a runbook once for every choice of its parameters ({@code oneOf}, true or false), to find mistakes also on
     * paths that the first choice does not take, and reads its triggers.
     *
     * @return the results, with the one for the defaults first
     */
    public List<ReadRunbook> readChoices(RunbookRequest request) {
        ReadingSession session = new ReadingSession(cache);
        ReadingResult<ReadRunbook> first = session.plan(request);
        List<ReadRunbook> readings = new ArrayList<>(List.of(first.read()));
        Set<Problem> problems = new LinkedHashSet<>(first.problems());
        for (RunbookRequest other : otherChoices(request, first.read())) {
            ReadingResult<ReadRunbook> result = session.plan(other);
            problems.addAll(result.problems());
            readings.add(result.read());
        }
        if (problems.isEmpty()) {
            problems.addAll(session.triggers(request).problems());
        }
        session.refuse(request.file(), problems);
        return readings;
    }

    /**
     * Reads the triggers of a triggers file or a runbook; there may be none in a runbook.
     *
     * @throws InvalidRunbookException with every mistake of the first stage that finds one
     * @throws AuthorException when the file cannot be read
     */
    public ReadTriggers triggers(RunbookRequest request) {
        ReadingSession session = new ReadingSession(cache);
        return session.accepted(request, session.triggers(request));
    }

    /**
     * Reads a file of stakeholders by itself, with placeholders for the parameters of the runbooks that use it.
     *
     * @throws InvalidRunbookException with every mistake of the first stage that finds one
     * @throws AuthorException when the file cannot be read
     */
    public ReadStakeholders stakeholders(RunbookRequest request) {
        ReadingSession session = new ReadingSession(cache);
        return session.accepted(request, session.stakeholders(request));
    }

    /** Returns what a file declares. */
    public FileKind kind(RunbookRequest request) {
        return new ReadingSession(cache).kind(request);
    }

    /**
     * Returns the lint warnings for a runbook that checks, in source order. Warnings reject nothing.
     *
     * @throws InvalidRunbookException when the file does not compile
     */
    public List<Diagnostic> warnings(Path file) {
        return new ReadingSession(cache).warnings(file);
    }

    private static List<RunbookRequest> otherChoices(RunbookRequest request, ReadRunbook first) {
        List<RunbookRequest> others = new ArrayList<>();
        for (Parameter parameter : first.plan().parameters()) {
            if (!request.arguments().containsKey(parameter.name())) {
                Object taken = first.plan().arguments().get(parameter.name());
                choices(parameter).stream()
                        .filter(choice -> !choice.equals(taken))
                        .forEach(choice -> others.add(with(request, parameter.name(), choice)));
            }
        }
        return others;
    }

    private static List<?> choices(Parameter parameter) {
        return parameter.type() == Boolean.class ? List.of(true, false) : parameter.oneOf();
    }

    private static RunbookRequest with(RunbookRequest request, String name, Object value) {
        Map<String, Object> arguments = new HashMap<>(request.arguments());
        arguments.put(name, value);
        return new RunbookRequest(request.file(), arguments, request.environment(), request.now(), request.complete());
    }
}
