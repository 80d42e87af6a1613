package dev.runbook.run;

import dev.runbook.action.Resources;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Masker;
import dev.runbook.forecast.PastTimes;
import dev.runbook.journal.Entry;
import dev.runbook.journal.Journal;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.SigningKey;
import dev.runbook.journal.event.Mode;
import dev.runbook.model.RunDigestBuilder;
import dev.runbook.model.RunObserver;
import dev.runbook.notify.Notifier;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.control.RunControl;
import dev.runbook.run.drill.DrillCoverage;
import dev.runbook.run.drill.Injections;
import dev.runbook.run.execution.RunContext;
import dev.runbook.run.message.MessageTexts;
import dev.runbook.run.message.Notices;
import dev.runbook.run.objective.ObjectiveTracker;
import dev.runbook.run.people.Questions;
import dev.runbook.run.record.MaskedOutput;
import dev.runbook.run.record.Outputs;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.resume.Resumption;
import dev.runbook.run.state.RunState;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Assembles a run around its recorder: the subscribers in their order, messages, output, and the context of its steps.
 */
final class RunAssembly {
    private final RunStore runs;
    private final BiFunction<Environment, Mode, Notifier> notifiers;
    private final MessageTexts.Templates templates;
    private final Duration grace;

    /** @param grace how long a step that is stopped may take to end */
    RunAssembly(
            RunStore runs,
            BiFunction<Environment, Mode, Notifier> notifiers,
            MessageTexts.Templates templates,
            Duration grace) {
        this.runs = runs;
        this.notifiers = notifiers;
        this.templates = templates;
        this.grace = grace;
    }

    /**
     * What one run is assembled from.
     *
     * @param earlier how long its steps took in earlier runs
     * @param past what its journal contains already
     * @param resumption the decisions of a resume
     */
    record Parts(
            RunRequest request,
            RunFolder folder,
            Journal journal,
            Clock clock,
            PastTimes earlier,
            JournalReplay past,
            Resumption resumption,
            RunDigestBuilder digesting,
            RunListener listener,
            RunControl control) {
        private Environment environment() {
            return request.environment();
        }

        private Masker masker() {
            return environment().secrets().masker();
        }
    }

    LiveRun assemble(Parts run) {
        RunRequest request = run.request();
        Recorder recorder = recorder(run);
        Notifier notifier = notifiers.apply(run.environment(), request.mode());
        Notices notices = notices(run, recorder, notifier);
        RunContext context = new RunContext(
                run.folder().id(),
                run.environment(),
                run.clock(),
                recorder,
                outputs(run),
                notices,
                new Questions(
                        recorder, run.environment().secrets(), run.environment().answers(), run.clock()),
                new ObjectiveTracker(request.runbook().plan(), run.earlier(), run.clock(), recorder, notices),
                new CancellationScope(),
                new Resources(),
                request.selection(),
                new Injections(request.injections(), recorder, run.clock()),
                run.past(),
                run.resumption(),
                isDrill(run) ? run.environment().drill().approveAfter() : Optional.empty(),
                grace);
        RunState state = new RunState(run.folder().id(), run.clock());
        return new LiveRun(request, context, run.control(), notifier, state, drillCoverage(run));
    }

    private static Recorder recorder(Parts run) {
        Recorder recorder = new Recorder(run.journal(), run.past().model());
        recorder.subscribe(each(run.digesting()::add));
        recorder.subscribe(each(run.listener()::recorded));
        run.environment()
                .signingKey()
                .map(SigningKey::read)
                .ifPresent(key -> recorder.subscribe(new JournalSigner(run.folder(), key)));
        return recorder;
    }

    private Notices notices(Parts run, Recorder recorder, Notifier notifier) {
        RunRequest request = run.request();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("run", run.folder().id());
        about.put("runbook", request.runbook().plan().id());
        about.put("environment", run.environment().name());
        about.put("mode", request.mode().word());
        Map<String, String> forTemplates = new LinkedHashMap<>(about);
        forTemplates.put("who", request.who());
        MessageTexts texts = new MessageTexts(
                run.environment().secrets()::messageMasker,
                templates,
                forTemplates,
                run.past().selection().orElse(request.selection()).partial(),
                recorder.model());
        return new Notices(notifier, texts, run.masker(), recorder, run.clock(), about, run.past());
    }

    private static Outputs outputs(Parts run) {
        return (step, number) -> {
            String name = run.folder().outputName(step, number);
            return new MaskedOutput(
                    name,
                    run.folder().output(name),
                    run.masker(),
                    run.clock(),
                    (source, line) -> run.listener().printed(step, source, line));
        };
    }

    private Optional<DrillCoverage> drillCoverage(Parts run) {
        return isDrill(run)
                ? Optional.of(new DrillCoverage(
                        run.request().runbook().plan(),
                        run.environment().name(),
                        runs.digests(RunDigestBuilder::of),
                        run.digesting()))
                : Optional.empty();
    }

    private static boolean isDrill(Parts run) {
        return run.request().mode() == Mode.DRILL;
    }

    private static RunObserver each(Consumer<Entry> watcher) {
        return new RunObserver() {
            @Override
            public void at(Entry entry) {
                watcher.accept(entry);
            }
        };
    }
}
