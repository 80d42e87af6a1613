package dev.runbook.crash

import dev.runbook.journal.event.*
import dev.runbook.cli.CommandRig
import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.journal.Entry
import dev.runbook.journal.RunStore
import dev.runbook.machine.OwnProcess
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport

/** Real engine processes in one folder, and command lines from another terminal. */
class OtherTerminal implements Closeable {
    final RealEngine engine = RealEngine.get()
    final Path folder
    final CommandRig rig
    final List<Process> started = []
    private final RunbookReader reader

    OtherTerminal(Path folder) {
        this.folder = folder.toRealPath()
        this.rig = new CommandRig(this.folder)
        rig.variables.RUNBOOK_HOME = this.folder.toString()
        reader = new RunbookReader(ClassCache.in(this.folder.resolve('classes')))
    }

    /** Writes a runbook and compiles it into the cache of `run`, so that no engine process has to. */
    Path runbook(String id, String body) {
        def file = rig.runbook(id, body)
        reader.read(RunbookRequest.toCheck(file, [:], Optional.empty(), Instant.now()))
        file
    }

    /** Starts an engine process; its output goes to a file, {@code out} if the first word is a command. */
    Process start(CharSequence... words) {
        def named = !(words[0] in ['run', 'drill', 'resume', 'attach', 'abort'])
        def out = named ? words[0].toString() : 'out'
        def arguments = words.toList().drop(named ? 1 : 0)
        def process = engine.start(folder, ['-Xmx96m'], arguments, out: out)
        started << process
        process
    }

    /** How a process ended. */
    int exit(Process process) {
        assert process.waitFor(60, TimeUnit.SECONDS): 'it hangs'
        process.exitValue()
    }

    String printed(String out = 'out') {
        Files.readString(folder.resolve(out))
    }

    /** Waits for an action of another process, for as long as that process needs. */
    void until(String what, Closure<Boolean> holds) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4)
        while (!holds()) {
            assert System.nanoTime() < end: "$what: ${folder.toFile().listFiles().findAll { it.name.startsWith('out') }*.text}"
            LockSupport.parkNanos(5_000_000)
        }
    }

    /** Waits until the newest run has begun an attempt of this step. */
    void untilIn(String step) {
        until("nobody is in '$step'") { events.any { it instanceof AttemptStarted && it.step() == step } }
    }

    List<Event> getEvents() {
        entries*.event()
    }

    List<Entry> getEntries() {
        def runs = new RunStore(folder).list()
        runs && Files.exists(runs[0].path().resolve('journal')) ? runs[0].read().entries() : []
    }

    void touch(String name) {
        if (!Files.exists(folder.resolve(name))) {
            Files.createFile(folder.resolve(name))
        }
    }

    List<String> lines(String name) {
        Files.exists(folder.resolve(name)) ? Files.readAllLines(folder.resolve(name)) : []
    }

    /** Ends the engines, and the processes that a killed one left running in the folder. */
    @Override
    void close() {
        started.findAll { it.alive }.each { it.destroyForcibly().waitFor() }
        until('it cannot be ended') { OwnProcess.workingIn(folder).each { it.destroyForcibly() }.empty }
    }
}
