package dev.runbook.crash

import dev.runbook.journal.event.*
import dev.runbook.journal.RunStore
import dev.runbook.machine.OwnProcess
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport

/**
 * One run of {@code crash/main} by real engine processes, in a folder of its own. Every action of the runbook adds its name
 * to the file {@code effects}. When a process has been killed, an operator who can read that file goes on with the run.
 */
class DyingRun {
    /** How often each action acts in a run nobody kills. */
    static final Map<String, Integer> WHOLE = [
        'Prepare': 1, 'Drain': 1, 'Flaky': 2, 'Dump a': 1, 'Dump b': 1, 'Left': 1, 'Right': 1, 'Carry': 1, 'Breaks': 1,
        'Note it': 1, 'Mend': 1, 'Undo Carry': 1, 'Undo Dump b': 1, 'Undo Dump a': 1, 'Undo Drain': 1,
        'Undo Prepare': 1, 'Restore': 1]
    /** What the runbook itself lets an engine repeat. */
    static final Set<String> REPEATABLE = ['Flaky', 'Dump a', 'Dump b', 'Right', 'Breaks', 'Note it', 'Undo Carry', 'Undo Drain']
    /** What the runbook has a probe for, or that only looks. */
    static final Set<String> DECIDED = REPEATABLE + ['Drain', 'Mended', 'Restored']

    final RealEngine engine = RealEngine.get()
    final Path folder
    /** By step, how often an engine died while it was under way: as often it may have acted once more. */
    final Map<String, Integer> died = [:].withDefault { 0 }
    /** What the operator took as done. */
    final Set<String> skipped = []

    DyingRun(Path folder, Path compiled = null) {
        this.folder = Files.createDirectories(folder).toRealPath()
        Files.writeString(folder.resolve('lab.yaml'), "settings: { effects: ${folder.resolve('effects')} }\n")
        Files.createFile(folder.resolve('effects'))
        def runbooks = Files.createDirectories(folder.resolve('runbooks/crash'))
        ['main', 'other', 'also'].each { name ->
            runbooks.resolve("${name}.groovy").toFile().bytes = getClass().getResource("/crash/${name}.groovy").bytes
        }
        if (compiled) {
            copy(compiled, folder.resolve('classes'))
        }
    }

    private static void copy(Path from, Path to) {
        from.toFile().eachFileRecurse { file ->
            def target = to.resolve(from.relativize(file.toPath()))
            file.directory ? Files.createDirectories(target) : Files.copy(file.toPath(), Files.createDirectories(target.parent).resolve(target.fileName))
        }
    }

    /** Where this run's engine keeps its compiled runbooks. */
    Path getCompiled() {
        folder.resolve('classes')
    }

    List<String> getEffects() {
        Files.readAllLines(folder.resolve('effects'))
    }

    /** What its engines printed, all of them. */
    String getPrinted() {
        Files.readString(folder.resolve('out'))
    }

    private getStored() {
        new RunStore(folder).list()[0]
    }

    List<Event> getEvents() {
        stored.read().entries()*.event()
    }

    private List<String> begin() {
        ['run', folder.resolve('runbooks/crash/main.groovy'), '-e', folder.resolve('lab.yaml')]
    }

    /** Whether a journal has its first record: before it there is nothing to go on with. */
    boolean begun() {
        !new RunStore(folder).list().empty && !events.empty
    }

    private List<String> goOn() {
        if (!begun()) {
            folder.resolve('runs').toFile().deleteDir()
            return begin()
        }
        ['resume', 'last'] + answers()
    }

    /** What somebody says who looks whether it has happened: it has, so go on; or it has not, so do it. */
    private List<String> answers() {
        cut().findAll { !(effect(it) in DECIDED) }.collectMany { step ->
            def happened = effects.contains(effect(step))
            if (happened) {
                skipped << step
            }
            [happened ? '--skip-step' : '--retry-step', step]
        }
    }

    /** What the action of a step adds to the file: its name, in a round with what the round is for. */
    private static String effect(String path) {
        def names = path.split(' › ')
        names.first() == 'Each table' ? "${names.last()} ${names[1]}" : names.last()
    }

    /** Steps with an attempt under way in the journal. */
    Set<String> cut() {
        Set<String> under = []
        events.each {
            if (it instanceof AttemptStarted) under << it.step()
            if (it instanceof AttemptFinished || it instanceof StepFinished) under.remove(it.step())
        }
        under
    }

    /** Runs, or goes on, to the end; the exit code. */
    int toTheEnd() {
        def process = engine.start(folder, [], goOn())
        assert process.waitFor(2, TimeUnit.MINUTES): 'it hangs'
        process.exitValue()
    }

    /** Runs, or goes on, until write {@code number} of that process, and kills it there; whether it came that far. */
    boolean toWrite(int number, String point) {
        def process = engine.start(folder, ["-Dcrash.write=$number", "-Dcrash.point=$point"], goOn(), listened: true)
        boolean there = process.errorReader().lines().anyMatch { it == 'crash point reached' }
        kill(process)
        there
    }

    /**
     * Runs, or goes on, until it has begun to write, and for so many microseconds more, and kills it wherever it is then;
     * whether it was still at work.
     */
    boolean atWorkFor(int micros) {
        long before = journalBytes()
        def process = engine.start(folder, [], goOn())
        while (journalBytes() <= before && process.alive) {
            LockSupport.parkNanos(500_000)
        }
        LockSupport.parkNanos(micros * 1_000L)
        kill(process)
        !ended()
    }

    private long journalBytes() {
        def journals = folder.resolve('runs').toFile().listFiles()?.collect { new File(it, 'journal').length() }
        journals ? journals.max() : 0
    }

    boolean ended() {
        begun() && events.last() instanceof RunFinished
    }

    private void kill(Process process) {
        process.destroyForcibly().waitFor() // SIGKILL
        waitForOrphans()
        if (begun()) {
            cut().each { died[effect(it)] += 1 }
        }
    }

    /**
     * The operator looks when what the dead engine left running has ended: each of it takes but a moment. Known by the
     * folder it runs in, which it has from its first instant on; its marker comes only with its program.
     */
    private void waitForOrphans() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20)
        while (OwnProcess.workingIn(folder)) {
            assert System.nanoTime() < end: 'a process of the run does not end'
            LockSupport.parkNanos(500_000)
        }
    }

    /** That a run which has come to its end is whole: nothing lost, nothing finished done twice. */
    void check(String told) {
        def acted = effects.countBy { it }
        WHOLE.each { name, times ->
            int most = name in REPEATABLE ? times + died[name] : times
            assert times <= (acted[name] ?: 0) && (acted[name] ?: 0) <= most: "$told: '$name' acted ${acted[name] ?: 0} times"
        }
        assert acted.keySet() == WHOLE.keySet(): told
        def results = events.findAll { it instanceof StepFinished }
        assert results*.step().toSet().size() == results.size(): "$told: a finished step finished again"
        assert results*.step().collect { effect(it) }.toSet() ==
                WHOLE.keySet() + ['Also', 'Restored'] + ('Mend' in skipped ? [] : ['Mended']): told
        results.each {
            def expected = effect(it.step()) == 'Breaks' ? 'failed' : it.step() in skipped ? 'skipped' : 'ok'
            assert it.result().word() == expected: told
        }
        assert events.last() instanceof RunFinished && events.last().status() == RunStatus.FELL_BACK: told
    }
}
