package dev.runbook.compile;

import dev.runbook.AuthorException;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.compile.source.SourceText;
import dev.runbook.dsl.FileKind;
import dev.runbook.dsl.NamePosition;
import dev.runbook.dsl.PlanBuilder;
import dev.runbook.dsl.Problem;
import dev.runbook.dsl.ReadingRequest;
import dev.runbook.dsl.ReadingResult;
import dev.runbook.dsl.RunbookScript;
import dev.runbook.dsl.StakeholdersBuilder;
import dev.runbook.dsl.TriggersBuilder;
import dev.runbook.dsl.WorkMeter;
import dev.runbook.plan.Place;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.ReadStakeholders;
import dev.runbook.text.NotTextException;
import dev.runbook.text.TextFile;
import dev.runbook.trigger.ReadTriggers;
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

    ReadingResult<ReadRunbook> plan(RunbookRequest request) {
        return plan(request, List.of(), Map.of(), meter);
    }

    /**
     * @param chain the ids of the runbooks that lead here, outermost first
     * @param offered values of the runbook that follows this one
     */
    private ReadingResult<ReadRunbook> plan(
            RunbookRequest request, List<String> chain, Map<String, Object> offered, WorkMeter meter) {
        return PlanBuilder.read(loaded(request.file()).script(), reading(request, chain, offered, meter));
    }

    /** Returns what a file declares. */
    FileKind kind(RunbookRequest request) {
        return FileKind.of(loaded(request.file()).script(), reading(request, List.of(), Map.of(), meter));
    }

    /** Reads the triggers of a file; the runbooks they start are planned with the parameters they give. */
    ReadingResult<ReadTriggers> triggers(RunbookRequest request) {
        ReadingRequest reading = reading(request, Map.of(), meter, new OtherFiles(request, List.of()));
        return TriggersBuilder.read(loaded(request.file()).script(), reading);
    }

    ReadingResult<ReadStakeholders> stakeholders(RunbookRequest request) {
        return stakeholders(request, List.of(), Map.of(), meter);
    }

    private ReadingResult<ReadStakeholders> stakeholders(
            RunbookRequest request, List<String> chain, Map<String, Object> offered, WorkMeter meter) {
        return StakeholdersBuilder.read(loaded(request.file()).script(), reading(request, chain, offered, meter));
    }

    private ReadingRequest reading(
            RunbookRequest request, List<String> chain, Map<String, Object> offered, WorkMeter meter) {
        List<String> here = new ArrayList<>(chain);
        RunbookFolder.of(request.file()).idOf(request.file()).ifPresent(here::add);
        return reading(request, offered, meter, new OtherFiles(request, here));
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

    /** The other files that a file uses. */
    private final class OtherFiles implements ReadingRequest.Library {
        private final RunbookRequest from;
        /** The ids of the files that lead to them, outermost first. */
        private final List<String> chain;

        OtherFiles(RunbookRequest from, List<String> chain) {
            this.from = from;
            this.chain = chain;
        }

        @Override
        public ReadRunbook read(String id, Map<String, Object> offered, Map<String, Object> given, WorkMeter meter) {
            RunbookRequest request = request(id, "runbook", given);
            return accepted(request, plan(request, chain, offered, meter));
        }

        @Override
        public void find(String id) {
            RunbookFolder.of(from.file()).fileOf(id, "runbook");
        }

        @Override
        public ReadStakeholders stakeholders(String id, Map<String, Object> offered, WorkMeter meter) {
            RunbookRequest request = request(id, "file of stakeholders", Map.of());
            return accepted(request, ReadingSession.this.stakeholders(request, chain, offered, meter));
        }

        private RunbookRequest request(String id, String what, Map<String, Object> given) {
            boolean same = id.equals(THIS_FILE);
            Path file = same ? from.file() : RunbookFolder.of(from.file()).fileOf(id, what);
            if (chain.contains(id)) {
                throw new AuthorException(String.join(" → ", chain) + " → " + id + " is a circle");
            }
            return new RunbookRequest(file, given, from.environment(), from.now(), true);
        }
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

    /**
     * Returns what was read.
     *
     * @throws InvalidRunbookException when there are problems
     */
    <T> T accepted(RunbookRequest request, ReadingResult<T> result) {
        refuse(request.file(), result.problems());
        return result.read();
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
