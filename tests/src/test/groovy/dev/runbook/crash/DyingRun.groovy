package dev.runbook.crash

import dev.runbook.journal.event.*
import dev.runbook.journal.RunStore
import dev.runbook.machine.OwnProcess
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport

/**
 * A run of {@code crash/main} by real engine processes, in a separate folder. Every action of the runbook appends its
 * name to the file {@code effects}. After a process was killed, a simulated operator who can read that file resumes the
 * run.
 */
class DyingRun {
    /** How often each action acts in a run that is not killed. */
    static final Map<String, Integer> WHOLE = [
        'Prepare': 1, 'Drain': 1, 'Flaky': 2, 'Dump a': 1, 'Dump b': 1, 'Left': 1, 'Right': 1, 'Carry': 1, 'Breaks': 1,
        'Note it': 1, 'Mend': 1, 'Undo Carry': 1, 'Undo Dump b': 1, 'Undo Dump a': 1, 'Undo Drain': 1,
        'Undo Prepare': 1, 'Restore': 1]
    /** Steps that the runbook allows an engine to repeat. */
    static final Set<String> REPEATABLE = ['Flaky', 'Dump a', 'Dump b', 'Right', 'Breaks', 'Note it', 'Undo Carry', 'Undo Drain']
    /** Steps with a probe, and steps that change nothing. */
    static final Set<String> DECIDED = REPEATABLE + ['Drain', 'Mended', 'Restored']

    final RealEngine engine = RealEngine.get()
    final Path folder
    /** By step, how often an engine died during an attempt: it may have acted as many times more. */
    final Map<String, Integer> died = [:].withDefault { 0 }
    /** Steps that the operator treated as done. */
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

    /** The folder of the compiled runbooks. */
    Path getCompiled() {
        folder.resolve('classes')
    }

    List<String> getEffects() {
        Files.readAllLines(folder.resolve('effects'))
    }

    /** The output of all engines of the run. */
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

    /** Returns whether a journal has its first record: before it a run cannot be resumed. */
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

    /** The decision of an operator who checks the effects: done, so skip it; or not done, so retry it. */
    private List<String> answers() {
        cut().findAll { !(effect(it) in DECIDED) }.collectMany { step ->
            def happened = effects.contains(effect(step))
            if (happened) {
                skipped << step
            }
            [happened ? '--skip-step' : '--retry-step', step]
        }
    }

    /** The line that the action of a step appends to the file: its name, in an iteration with the element. */
    private static String effect(String path) {
        def names = path.split(' › ')
        names.first() == 'Each table' ? "${names.last()} ${names[1]}" : names.last()
    }

    /** Steps with an attempt in progress in the journal. */
    Set<String> cut() {
        Set<String> under = []
        events.each {
            if (it instanceof AttemptStarted) under << it.step()
            if (it instanceof AttemptFinished || it instanceof StepFinished) under.remove(it.step())
        }
        under
    }

    /** Starts or resumes the run until it ends; returns the exit code. */
    int toTheEnd() {
        def process = engine.start(folder, [], goOn())
        assert process.waitFor(2, TimeUnit.MINUTES): 'it hangs'
        process.exitValue()
    }

    /** Starts or resumes the run, and kills the process at write {@code number}; returns whether it came that far. */
    boolean toWrite(int number, String point) {
        def process = engine.start(folder, ["-Dcrash.write=$number", "-Dcrash.point=$point"], goOn(), listened: true)
        boolean there = process.errorReader().lines().anyMatch { it == 'crash point reached' }
        kill(process)
        there
    }

    /**
     * Starts or resumes the run until it begins to write, waits this number of microseconds, and kills the process;
     * returns whether it was still running.
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
     * Waits until the processes of the dead engine have ended: each takes only a moment. They are found by their working
     * folder, which they have from the start; the marker comes only with the program.
     */
    private void waitForOrphans() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20)
        while (OwnProcess.workingIn(folder)) {
            assert System.nanoTime() < end: 'a process of the run does not end'
            LockSupport.parkNanos(500_000)
        }
    }

    /** Asserts that a run that has ended is complete: nothing is lost, and no finished step ran twice. */
    void check(String reported) {
        def acted = effects.countBy { it }
        WHOLE.each { name, times ->
            int most = name in REPEATABLE ? times + died[name] : times
            assert times <= (acted[name] ?: 0) && (acted[name] ?: 0) <= most: "$reported: '$name' acted ${acted[name] ?: 0} times"
        }
        assert acted.keySet() == WHOLE.keySet(): reported
        def results = events.findAll { it instanceof StepFinished }
        assert results*.step().toSet().size() == results.size(): "$reported: a finished step finished again"
        assert results*.step().collect { effect(it) }.toSet() ==
                WHOLE.keySet() + ['Also', 'Restored'] + ('Mend' in skipped ? [] : ['Mended']): reported
        results.each {
            def expected = effect(it.step()) == 'Breaks' ? 'failed' : it.step() in skipped ? 'skipped' : 'ok'
            assert it.result().word() == expected: reported
        }
        assert events.last() instanceof RunFinished && events.last().status() == RunStatus.FELL_BACK: reported
    }
}
