package dev.runbook.compile;

import dev.runbook.AuthorException;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.compile.source.SourceText;
import dev.runbook.dsl.NamePosition;
import dev.runbook.dsl.PlanBuilder;
import dev.runbook.dsl.Problem;
import dev.runbook.dsl.ReadingRequest;
import dev.runbook.dsl.RunbookScript;
import dev.runbook.dsl.TriggersBuilder;
import dev.runbook.dsl.WorkMeter;
import dev.runbook.plan.Place;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.text.NotTextException;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the files of one plan: the requested runbook and those it follows, each read once. A run that evaluates a step
 * again uses what was planned, even if the file has changed. Thread-safe.
 */
final class ReadingSession {
    private record Loaded(SourceText source, CompiledRunbook compiled) {
        RunbookScript script() {
            return RunbookLoader.load(compiled);
        }
    }

    private final ClassCache cache;
    private final WorkMeter meter = new WorkMeter();
    private final Map<Path, Loaded> files = new ConcurrentHashMap<>();

    ReadingSession(ClassCache cache) {
        this.cache = cache;
    }

    PlanBuilder.Result plan(RunbookRequest request) {
        return plan(request, List.of(), Map.of(), meter);
    }

    /**
     * @param chain the ids of the runbooks that lead here, outermost first
     * @param offered values of the runbook that follows this one
     */
    private PlanBuilder.Result plan(
            RunbookRequest request, List<String> chain, Map<String, Object> offered, WorkMeter meter) {
        RunbookFolder folder = RunbookFolder.of(request.file());
        List<String> here = new ArrayList<>(chain);
        folder.idOf(request.file()).ifPresent(here::add);
        ReadingRequest reading = reading(
                request,
                offered,
                meter,
                (other, values, given, counts) ->
                        follow(request, folder.fileOf(other), other, here, values, given, counts));
        return PlanBuilder.read(loaded(request.file()).script(), reading);
    }

    /** Returns whether a file declares triggers, and no runbook. */
    boolean declaresTriggers(RunbookRequest request) {
        return TriggersBuilder.declaresTriggers(
                loaded(request.file()).script(), reading(request, Map.of(), meter, (id, values, given, counts) -> {
                    throw new AuthorException("no runbook is read here");
                }));
    }

    /** Reads the triggers of a file; the runbooks they start are planned with the parameters they give. */
    TriggersBuilder.Result triggers(RunbookRequest request) {
        RunbookFolder folder = RunbookFolder.of(request.file());
        ReadingRequest reading = reading(request, Map.of(), meter, new ReadingRequest.Library() {
            @Override
            public ReadRunbook read(
                    String id, Map<String, Object> offered, Map<String, Object> given, WorkMeter counts) {
                boolean same = id.equals(THIS_FILE);
                return follow(
                        request, same ? request.file() : folder.fileOf(id), id, List.of(), offered, given, counts);
            }

            @Override
            public void find(String id) {
                folder.fileOf(id);
            }
        });
        return TriggersBuilder.read(loaded(request.file()).script(), reading);
    }

    private ReadingRequest reading(
            RunbookRequest request, Map<String, Object> offered, WorkMeter meter, ReadingRequest.Library library) {
        Loaded loaded = loaded(request.file());
        return new ReadingRequest(
                RunbookFolder.of(request.file()).idOf(request.file()),
                request.file(),
                loaded.source().file(),
                loaded.source().text(),
                new LinkedHashMap<>(request.arguments()),
                offered,
                request.environment(),
                request.now(),
                request.complete(),
                loaded.compiled().written(),
                meter,
                library);
    }

    private ReadRunbook follow(
            RunbookRequest from,
            Path file,
            String id,
            List<String> chain,
            Map<String, Object> offered,
            Map<String, Object> given,
            WorkMeter meter) {
        if (chain.contains(id)) {
            throw new AuthorException(String.join(" → ", chain) + " → " + id + " is a circle");
        }
        RunbookRequest request = new RunbookRequest(file, given, from.environment(), from.now(), true);
        PlanBuilder.Result result = plan(request, chain, offered, meter);
        refuse(file, result.problems());
        return result.runbook();
    }

    /** Returns the lint warnings for a file that checks. */
    List<Diagnostic> warnings(Path file) {
        Loaded loaded = loaded(file);
        return loaded.compiled().written().stream()
                .filter(written -> written.kind().equals(NamePosition.WARNING))
                .map(written -> {
                    List<String> lines = written.text().lines().toList();
                    return diagnostic(
                            loaded.source(),
                            new Problem(
                                    written.line(),
                                    written.column(),
                                    written.length(),
                                    lines.get(0),
                                    lines.subList(1, lines.size())));
                })
                .sorted()
                .toList();
    }

    /** @throws InvalidRunbookException when there are problems */
    void refuse(Path file, Collection<Problem> problems) {
        if (!problems.isEmpty()) {
            SourceText source = loaded(file).source();
            throw new InvalidRunbookException(problems.stream()
                    .map(problem -> diagnostic(source, problem))
                    .toList());
        }
    }

    private static Diagnostic diagnostic(SourceText source, Problem problem) {
        return new Diagnostic(
                new Place(source.file(), problem.line(), problem.column()),
                problem.length(),
                problem.message(),
                source.line(problem.line()),
                problem.cures());
    }

    private Loaded loaded(Path file) {
        Loaded known = files.get(file);
        if (known == null) {
            SourceText source = source(file);
            known = new Loaded(source, cache.find(source.text()).orElseGet(() -> compile(source)));
            files.put(file, known);
        }
        return known;
    }

    private CompiledRunbook compile(SourceText source) {
        GroovyBoot.await();
        CompiledRunbook compiled = RunbookCompiler.compile(source);
        cache.keep(source.text(), compiled);
        return compiled;
    }

    private static SourceText source(Path file) {
        String shown = shown(file);
        try {
            return new SourceText(shown, TextFile.read(file, TextFile.WRITTEN_BY_HAND));
        } catch (NoSuchFileException e) {
            throw new AuthorException("there is no runbook " + shown, e);
        } catch (IOException e) {
            Place place = new Place(shown, e instanceof NotTextException notText ? notText.line() : 1, 0);
            String message = "the file cannot be read: " + FileReason.of(e);
            throw new InvalidRunbookException(List.of(new Diagnostic(place, 1, message, "", List.of())));
        }
    }

    /** Returns the path of the file as shown to a person in the working folder. */
    static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path there = file.toAbsolutePath().normalize();
        return there.startsWith(here) ? here.relativize(there).toString() : there.toString();
    }
}
