package dev.runbook.crash

import dev.runbook.journal.Event
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** What a killed engine leaves running, and what the next one makes of it. */
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
            step('Leaves') { shell 'echo $$ > pid; while [ ! -e go ]; do sleep 0.05; done; echo went on >> effects' }
            step('Next') { shell 'echo Next >> effects' }
        ''')
        other.runbook('demo/other', "step('Other') { shell 'true' }")
        dead = other.start('run', 'runbooks/demo/left.groovy')
        other.until('nothing runs') { other.lines('pid') }
        dead.destroyForcibly().waitFor()
        assert left()
    }

    def cleanup() {
        other.touch('go')
    }

    /** Whether it still works: one that has ended, and that nobody has asked for its exit code, has no folder any more. */
    private boolean left() {
        try {
            return Files.readSymbolicLink(Path.of('/proc', other.lines('pid')[0], 'cwd')) == other.folder
        } catch (IOException gone) {
            return false
        }
    }

    def 'another run names it, and the run it is left of, and lets it be'() {
        when:
        def next = other.start('next', 'run', 'runbooks/demo/other.groovy')

        then:
        other.exit(next) == 0
        other.printed('next') =~ /! .*${other.lines('pid')[0]}.* is left of run \S+, whose engine died; runbook resume \S+ stops it and goes on/
        left()
    }

    def 'a resume stops it before it does anything else, and says so'() {
        when:
        def resumed = other.start('resumed', 'resume', 'last', '--skip')

        then:
        other.exit(resumed) == 0
        !left()
        other.events.find { it instanceof Event.Noted && it.kind() == 'orphan' }.text() =~ /was left running; .*; gone after/
        other.lines('effects') == ['Next']
    }

    def 'a resume lets it go on when told so'() {
        when:
        def resumed = other.start('resumed', 'resume', 'last', '--skip', '--adopt')

        then:
        other.exit(resumed) == 0
        left()
        other.events.find { it instanceof Event.Noted && it.kind() == 'orphan' }.text() =~ /goes on, adopted as told/

        when:
        other.touch('go')
        other.until('it did not go on') { other.lines('effects') == ['Next', 'went on'] }

        then:
        true
    }
}
