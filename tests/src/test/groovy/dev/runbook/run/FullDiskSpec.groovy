package dev.runbook.run

import dev.runbook.cli.CommandRig
import dev.runbook.crash.RealEngine
import dev.runbook.journal.event.*
import dev.runbook.journal.JournalText
import dev.runbook.journal.RunFolder
import dev.runbook.journal.RunStore
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/**
 * The disk is full at each write of a run, one after the other: the engine's process writes to a small file system of its
 * own, what the steps do is counted on another. Nothing may be done that is not on record, and the run goes on when there
 * is space again.
 */
@Thorough('a run for each page of a disk')
class FullDiskSpec extends Specification {
    static final int PAGE = 4096
    /** Tries every page and every record, instead of each second page and one of {@link #SAMPLED} neighbouring records. */
    static final boolean EVERY_POINT = Boolean.getBoolean('runbook.points.all')
    static final int SAMPLED = 8

    @TempDir
    Path folder

    Path home
    Path effects
    Path runbook

    def setup() {
        home = Files.createDirectories(folder.resolve('home'))
        effects = folder.resolve('effects')
        runbook = Files.writeString(folder.resolve('full.groovy'), """
            runbook('full') {
                description 'Steps of every shape, each counted'
                owner 'nobody'
                rto 5.minutes
                step('One') { idempotent(); shell 'echo One >> $effects; seq 1 400' }
                phase('Two') {
                    step('Two a') { idempotent(); shell 'echo "Two a" >> $effects' }
                    verify('Two b') { shell 'echo "Two b" >> $effects; echo ok'; expect { stdout == 'ok' } }
                }
                parallel('Three') {
                    step('Three a') { idempotent(); shell 'echo "Three a" >> $effects' }
                    step('Three b') { idempotent(); shell 'echo "Three b" >> $effects' }
                }
                step('Four') {
                    idempotent()
                    shell 'echo Four >> $effects; exit 3'
                    onFailure {
                        step('Mend') { idempotent(); shell 'echo Mend >> $effects' }
                        carryOn()
                    }
                }
            }""".stripIndent())
        assert engine([], 'run', runbook.toString()).exit == 0
        Files.delete(effects)
        clear(home.resolve('runs'))
    }

    @Requires(value = { Machine.root && Machine.has('mount') && Machine.has('umount') }, reason = 'only root may mount')
    def 'a file system with no page left, at pages of a run'() {
        given:
        def classes = Files.move(home.resolve('classes'), folder.resolve('classes'))
        def said = new TreeSet<String>()
        int pages = 0
        boolean enough = false

        when:
        while (!enough) {
            mounted {
                copy(classes, home.resolve('classes'))
                def filler = leave(pages)
                enough = judge([], pages, said) { Files.delete(filler) }
            }
            pages += EVERY_POINT ? 1 : 2
        }

        then:
        println "the run takes up to ${pages - 1} pages; what was said:\n  ${said.join('\n  ')}"
        pages > 8
    }

    @Requires(value = { Machine.has('prlimit') }, reason = 'prlimit is not installed')
    def 'a file that may not grow, within each record of the journal'() {
        given: 'where each record of an undisturbed run ends'
        assert engine([], 'run', runbook.toString()).exit == 0
        def journal = Files.readString(run().path().resolve('journal'))
        def ends = [0]
        journal.eachLine { ends << ends.last() + it.getBytes('UTF-8').length + 1 }
        def said = new TreeSet<String>()

        expect:
        ends.size() > 30
        ends.withIndex().findAll { end, i -> i % SAMPLED == 1 || EVERY_POINT }.collectMany { [it[0], it[0] + 40] }.each { limit ->
            clear(home.resolve('runs'))
            judge(['prlimit', "--fsize=$limit".toString()], limit, said) {}
        }
        println "what was said:\n  ${said.join('\n  ')}"
    }

    /** One run with too little space, then another start with enough. Whether the space was enough after all. */
    private boolean judge(List<String> limited, int space, Set<String> said, Closure makeSpace) {
        Files.deleteIfExists(effects)
        def ended = engine(limited, 'run', runbook.toString())
        if (ended.exit == 0) {
            return true
        }
        String what = "with $space: exit ${ended.exit}, $ended.err"
        def run = run()
        def begun = run == null ? [] : events(run).findAll { it instanceof AttemptStarted }*.step()
        def finished = run == null ? [] : events(run).findAll { it instanceof StepFinished }*.step()
        said << "exit $ended.exit: ${ended.err.readLines()[0].replaceAll(/[0-9]{8}-[0-9]{6}-\w\w/, 'RUN')}".toString()

        assert ended.err =~ /No space left on device|File too large/: what
        assert !ended.err.contains('\tat '): what
        assert run == null || !Files.walk(run.path()).withCloseable { it.anyMatch { it.toString().endsWith('.part') } }: what
        assert ended.err.readLines().size() <= 3: what
        assert ended.exit == (begun ? 1 : 2) || (ended.exit == 1 && run != null): what
        assert begun.containsAll(done()): "unrecorded, $what"

        makeSpace()
        if (run == null || events(run).isEmpty()) {
            assert done().isEmpty(): what
            assert here('run', runbook.toString()).exit == 0
            return false
        }
        assert run.read().tail() != JournalText.Tail.DAMAGED: what
        def again = here('resume', run.id())
        assert again.exit == 0: "resume $what\n$again.out$again.err"
        assert here('verify', run.id()).exit == 0: what
        assert done().toSet() == ['One', 'Two a', 'Two b', 'Three a', 'Three b', 'Four', 'Mend'] as Set: what
        finished.each { step -> assert done().count(step) == 1: "'$step' ran again, $what" }
        return false
    }

    private List<String> done() {
        Files.exists(effects) ? Files.readAllLines(effects) : []
    }

    private RunFolder run() {
        def all = new RunStore(home).list()
        all.isEmpty() ? null : all[0]
    }

    private static List<Event> events(RunFolder run) {
        Files.exists(run.path().resolve('journal')) ? run.read().entries()*.event() : []
    }

    /** Runs a command line that nothing limits in this JVM, which has loaded its classes. */
    private CommandRig.Answer here(String... arguments) {
        new CommandRig(folder).run(arguments)
    }

    private Map engine(List<String> limited, String... arguments) {
        def out = limited ? new File('/dev/null') : folder.resolve('out').toFile()
        if (!limited) {
            out.delete()
        }
        def process = RealEngine.get().start(folder, [], arguments.toList(), under: limited, out: out.path, listened: true,
                variables: [RUNBOOK_HOME: home.toString()])
        def err = process.errorReader().text
        assert process.waitFor(2, TimeUnit.MINUTES)
        [exit: process.exitValue(), out: limited ? '' : out.text, err: err]
    }

    private void mounted(Closure body) {
        command('mount', '-t', 'tmpfs', '-o', 'size=2m,mode=0700', 'tmpfs', home.toString())
        try {
            body()
        } finally {
            command('umount', home.toString())
        }
    }

    /** Fills the file system up to so many pages. */
    private Path leave(int pages) {
        def filler = home.resolve('filler')
        long rest = Files.getFileStore(home).usableSpace - pages * PAGE
        Files.write(filler, new byte[(int) rest])
        assert Files.getFileStore(home).usableSpace == pages * PAGE
        filler
    }

    private static void command(String... words) {
        def process = new ProcessBuilder(words).redirectErrorStream(true).start()
        assert process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0: "${words.join(' ')}: ${process.inputStream.text}"
    }

    private static void copy(Path from, Path to) {
        Files.createDirectories(to)
        Files.list(from).withCloseable { it.each { Files.copy(it, to.resolve(it.fileName.toString()), StandardCopyOption.COPY_ATTRIBUTES) } }
    }

    private static void clear(Path tree) {
        tree.toFile().deleteDir()
    }
}
