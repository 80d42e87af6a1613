package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import dev.runbook.terminal.Terminal
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A pull request full of files that are written to occupy {@code check}, exhaust its memory or end it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileCheckSpec extends Specification {
    /** The processor time of a check of one plain file on the machine where 200 hostile ones may take a minute. */
    static final double PLAIN_SECONDS = 1.5

    /** {@code -Drunbook.hostile=200} checks so many files as a minute is for. */
    static final int FILES = Integer.getInteger('runbook.hostile', 100)

    @TempDir
    Path folder

    @AutoCleanup
    ReaderProcess reader

    @Requires({ Files.isReadable(Path.of('/proc/self/stat')) })
    @Thorough('reads 100 hostile files')
    def 'check of 200 hostile files would end within a minute, each has its own result, and --json is complete'() {
        given:
        def files = new HostileFiles(folder.resolve('runbooks')).write(FILES)
        def plain = Files.writeString(folder.resolve('plain.groovy'), "runbook('plain') { step('One') { shell 'true' } }")
        def slowness = checked([plain]).seconds / PLAIN_SECONDS

        when:
        def checked = checked(files)
        def exit = checked.exit
        def results = new JsonSlurper().parseText(checked.out as String)
        println "$FILES hostile files: $checked.seconds s of processor time, on a machine that takes ${slowness.round(2)} of the usual time"

        then:
        exit == ExitCode.NOT_STARTED.number()
        results*.runbook == files*.toString()
        results.every { it.ok ? it.problems == [] : it.problems.every { it.message && it.file } && it.problems.size() > 0 }
        results.every { it.problems.every { !it.message.contains('internal error') && !it.message.contains('Exception') } }
        checked.seconds < 60 * FILES / 200 * Math.max(1, slowness)
    }

    private Map checked(List<Path> files) {
        def out = new ByteArrayOutputStream()
        def terminal = new Terminal(new PrintStream(out, true, 'UTF-8'), System.err, new BufferedReader(new StringReader('')), [] as Set, 100, false)
        reader?.close()
        reader = new ReaderProcess([RUNBOOK_HOME: folder.resolve('home').toString()])
        def before = processorSeconds()
        def exit = Main.run(['check'] + files*.toString() + '--json', new CliContext(terminal, [:], folder, folder, Optional.of(reader)))
        [exit: exit, out: out.toString('UTF-8'), seconds: processorSeconds() - before]
    }

    /** The processor time of the children of this process: independent of the load of the machine. */
    private static double processorSeconds() {
        def ofEnded = Files.readString(Path.of('/proc/self/stat')).replaceFirst(/.*\) /, '').split(' ')[13, 14]*.toLong().sum() / 100
        def ofRunning = ProcessHandle.current().descendants().mapToLong { it.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() }.sum() / 1000
        ofEnded + ofRunning
    }
}
