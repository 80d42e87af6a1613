package dev.runbook.crash

import dev.runbook.journal.event.*
import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** The processes that a killed engine leaves running, and how later engines handle them. */
@Thorough('several engine processes')
@Requires(value = { os.linux }, reason = 'reads /proc')
class OrphansSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    OtherTerminal other

    Process dead

    def setup() {
        other = new OtherTerminal(folder)
        other.runbook('demo/left', '''
            step('Leaves') { shell 'echo $$ > pid; sh -c "while [ ! -e go ]; do sleep 0.05; done" hunter2-left; echo went on >> effects' }
            step('Next') { shell 'echo Next >> effects' }
        ''')
        other.runbook('demo/other', "step('Other') { shell 'true' }")
        dead = other.start('run', 'runbooks/demo/left.groovy')
        other.until('nothing runs') { other.lines('pid') }
        dead.destroyForcibly().waitFor()
        assert left()
    }

    /** Returns whether the process still runs: a zombie has no working folder. */
    private boolean left() {
        try {
            return Files.readSymbolicLink(Path.of('/proc', other.lines('pid')[0], 'cwd')) == other.folder
        } catch (IOException gone) {
            return false
        }
    }

    private List<String> orphans() {
        other.events.findAll { it instanceof Noted && it.kind() == Noted.Kind.ORPHAN }*.text()
    }

    def 'another run reports the process and the run that left it, and does not touch it'() {
        when:
        def next = other.start('next', 'run', 'runbooks/demo/other.groovy')

        then:
        other.exit(next) == 0
        other.printed('next') =~ /! run \S+, whose engine died, left running: .*process ${other.lines('pid')[0]} \(sh\).* of 'Leaves'; stop and continue with: runbook resume \S+/
        left()

        and: 'without its arguments: only the run that started it knows which of them are secret'
        !other.printed('next').contains('hunter2')
        orphans().size() == 1
        !orphans()[0].contains('hunter2')
    }

    def 'a resume records that it stops the process, and stops it before anything else'() {
        when:
        def resumed = other.start('resumed', 'resume', 'last', '--skip')

        then:
        other.exit(resumed) == 0
        !left()
        orphans().size() == 2
        orphans()[0] =~ /^stopping what the dead engine left running: .*process ${other.lines('pid')[0]} \(sh\).* of 'Leaves'$/
        orphans()[1] =~ /^what was left running: TERM to .*, confirmed after/
        other.events.findIndexOf { it instanceof Noted } > other.events.findIndexOf { it instanceof Resumed }
        other.lines('effects') == ['Next']
        !orphans().join().contains('hunter2')
    }

    def 'abort stops it too, and a resume still requires a decision about the step'() {
        when:
        def aborted = other.rig.run('abort', 'last')

        then:
        aborted.exit == 0
        aborted.out =~ /^stopped what was left running: TERM to .*, confirmed after .*\nrun \S+ is aborted; its engine had died\n/
        !left()
        orphans().size() == 2
        other.events.last().status() == RunStatus.ABORTED
        other.rig.run('show', 'last').out.contains('? Leaves')
        other.rig.run('resume', 'last').err.contains("step 'Leaves' was in progress")
        other.exit(other.start('resumed', 'resume', 'last', '--skip')) == 0
        other.lines('effects') == ['Next']
    }

    def 'a resume that dies before it recorded the stop has stopped nothing'() {
        when:
        def resumed = other.engine.start(other.folder, ["-Dcrash.write=$record", '-Dcrash.point=before'], ['resume', 'last', '--skip'], listened: true)
        other.started << resumed
        def there = resumed.errorReader().lines().anyMatch { it == 'crash point reached' }
        resumed.destroyForcibly().waitFor()

        then:
        there
        left()
        orphans() == []

        where: 'at its first records: that it resumes the run, and that it found a process'
        record << [1, 2]
    }

    def 'a resume lets it continue with --adopt'() {
        when:
        def resumed = other.start('resumed', 'resume', 'last', '--skip', '--adopt')

        then:
        other.exit(resumed) == 0
        left()
        orphans()[0] =~ /of 'Leaves' keeps running \(--adopt\)$/

        when:
        other.touch('go')
        other.until('it did not go on') { other.lines('effects') == ['Next', 'went on'] }

        then:
        true
    }

    def 'an adopted process is not started a second time'() {
        when:
        def resumed = other.start('resumed', 'resume', 'last', '--retry', '--adopt')

        then:
        other.exit(resumed) == 2
        left()
        other.printed('resumed') =~ /run \S+ cannot be resumed: process .* of 'Leaves' is to keep running \(--adopt\), so it must not be run again beside it/
        other.printed('resumed') =~ /runbook resume \S+ --adopt --skip-step 'Leaves'/
        !other.events.any { it instanceof Resumed }
    }
}
