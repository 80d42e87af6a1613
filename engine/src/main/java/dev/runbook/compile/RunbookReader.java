package dev.runbook.compile;

import dev.runbook.AuthorException;
import dev.runbook.dsl.Planning;
import dev.runbook.dsl.Problem;
import dev.runbook.dsl.ReadingRequest;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Place;
import dev.runbook.plan.ReadRunbook;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads runbook files: compiles them, or takes them from the cache, and plans them. The way in to the language for
 * everybody else.
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
        Planning.Result result = planned(request, List.of(), Map.of());
        refuse(request.file(), result.problems());
        return result.runbook();
    }

    /**
     * Reads a runbook once for every choice a parameter leaves open ({@code oneOf}, true or false), so that a mistake
     * on a path that the first choice does not take is found too.
     *
     * @return the readings, that of the defaults first
     */
    public List<ReadRunbook> readChoices(RunbookRequest request) {
        List<ReadRunbook> readings = new ArrayList<>();
        Planning.Result first = planned(request, List.of(), Map.of());
        Set<Problem> problems = new java.util.LinkedHashSet<>(first.problems());
        readings.add(first.runbook());
        for (Parameter parameter : first.runbook().plan().parameters()) {
            for (Object choice : choices(parameter)) {
                if (!request.arguments().containsKey(parameter.name())
                        && !choice.equals(first.runbook().plan().arguments().get(parameter.name()))) {
                    Planning.Result other = planned(with(request, parameter.name(), choice), List.of(), Map.of());
                    problems.addAll(other.problems());
                    readings.add(other.runbook());
                }
            }
        }
        refuse(request.file(), List.copyOf(problems));
        return readings;
    }

    private static List<?> choices(Parameter parameter) {
        return parameter.type() == Boolean.class ? List.of(true, false) : parameter.oneOf();
    }

    private static RunbookRequest with(RunbookRequest request, String name, Object value) {
        Map<String, Object> arguments = new HashMap<>(request.arguments());
        arguments.put(name, value);
        return new RunbookRequest(request.file(), arguments, request.environment(), request.now(), request.complete());
    }

    /** @param chain the ids of the runbooks that lead here, outermost first */
    private Planning.Result planned(RunbookRequest request, List<String> chain, Map<String, Object> offered) {
        Path file = request.file();
        SourceText source = source(file);
        CompiledRunbook compiled = cache.find(source.text()).orElseGet(() -> compile(source));
        Map<String, Object> arguments = new LinkedHashMap<>(request.arguments());
        RunbookFolder folder = RunbookFolder.of(file);
        Optional<String> id = folder.idOf(file);
        List<String> here = new ArrayList<>(chain);
        id.ifPresent(here::add);
        ReadingRequest reading = new ReadingRequest(
                id,
                file,
                source.file(),
                source.text(),
                arguments,
                offered,
                request.environment(),
                request.now(),
                request.complete(),
                compiled.written(),
                (other, given, also) -> follow(request, folder, other, here, given, also));
        return Planning.read(RunbookLoader.load(compiled), reading);
    }

    private CompiledRunbook compile(SourceText source) {
        GroovyBoot.await();
        CompiledRunbook compiled = RunbookCompiler.compile(source);
        cache.keep(source.text(), compiled);
        return compiled;
    }

    private ReadRunbook follow(
            RunbookRequest from,
            RunbookFolder folder,
            String id,
            List<String> chain,
            Map<String, Object> offered,
            Map<String, Object> given) {
        if (chain.contains(id)) {
            throw new AuthorException(String.join(" → ", chain) + " → " + id + " is a circle");
        }
        Path file = folder.fileOf(id);
        RunbookRequest request = new RunbookRequest(file, given, from.environment(), from.now(), true);
        Planning.Result result = planned(request, chain, offered);
        refuse(file, result.problems());
        return result.runbook();
    }

    private static void refuse(Path file, List<Problem> problems) {
        if (!problems.isEmpty()) {
            SourceText source = source(file);
            throw new InvalidRunbookException(problems.stream()
                    .map(problem -> new Diagnostic(
                            new Place(source.file(), problem.line(), problem.column()),
                            problem.length(),
                            problem.message(),
                            source.line(problem.line()),
                            problem.cures()))
                    .toList());
        }
    }

    private static SourceText source(Path file) {
        String shown = shown(file);
        try {
            return new SourceText(shown, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new AuthorException("there is no runbook " + shown, e);
        } catch (MalformedInputException e) {
            throw new AuthorException(shown + " is no UTF-8 text", e);
        } catch (IOException e) {
            throw new AuthorException(shown + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The file as a person in the working folder would name it. */
    private static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path there = file.toAbsolutePath().normalize();
        return there.startsWith(here) ? here.relativize(there).toString() : there.toString();
    }
}
