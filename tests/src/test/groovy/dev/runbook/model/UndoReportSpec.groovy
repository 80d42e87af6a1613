package dev.runbook.model

import dev.runbook.cli.CommandRig
import dev.runbook.journal.RunStore
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Undos are reported separately from the end of the run, in every output. */
class UndoReportSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.columns = 160
    }

    private static final String UNDOES = '''
        rto 1.minute
        phase('Ph') {
            budget 25.seconds
            step('U1') { budget 5.seconds; shell 'true'; undo { budget 5.seconds; shell 'true' } }
            step('U2') { budget 5.seconds; shell 'true'; undo { budget 2.seconds; shell 'echo cannot >&2; exit 9' } }
            step('U3') { budget 5.seconds; shell 'true'; undo { budget 1.second; shell 'sleep 30' } }
            step('No undo') { budget 5.seconds; shell 'true' }
            step('Boom') { budget 5.seconds; shell 'exit 1' }
            onFailure { undoAll(); carryOn() }
        }
        step('Goes on') { budget 5.seconds; shell 'true' }
    '''

    def 'a successful run reports what was undone, what was not and why, and which failure its handler ignored'() {
        given:
        rig.runbook('t/main', UNDOES)

        when:
        def run = rig.run('run', 't/main')

        then:
        run.exit == 0
        run.out.contains('  undone: U1\n')
        run.out.contains('  NOT undone: U3 (timed out), U2 (exit code 9: cannot)\n')
        run.out.contains("  ignored (onFailure of Ph: carryOn): Boom failed: exit code 1\n")

        and: 'and the transcript, which does not show the handler as successful'
        def shown = rig.run('show', 'last').out
        shown.contains('undone      U1\n')
        shown.contains('NOT undone: U3 (timed out), U2 (exit code 9: cannot)\n')
        shown =~ /(?m)✓ U1 .* undone$/
        shown =~ /(?m)✓ U2 .* NOT undone$/
        shown.contains('✗ on failure')
        shown.contains('│ cannot')

        and: 'in JSON and in the history'
        def json = new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out)
        json.undos*.step == ['U3', 'U2', 'U1']
        json.undos*.state == ['timedOut', 'failed', 'ok']
        rig.run('show', 'last', '--format', 'html').out.contains('NOT undone: U3 (timed out), U2 (exit code 9: cannot)')
        rig.run('history').out.readLines()[1].endsWith('  2 NOT undone')
        new JsonSlurper().parseText(rig.run('history', '--json').out)[0].notUndone == 2
    }

    def 'from cron, a step that is not undone is reported'() {
        given:
        rig.runbook('t/main', UNDOES)

        expect:
        rig.run('run', 't/main', '--quiet').out.contains('NOT undone: U3')
    }

    def 'a run interrupted while it undoes steps reports the remaining ones, and the fallback it did not reach'() {
        given:
        rig.runbook('t/other', "step('Other') { shell 'true' }")
        rig.runbook('t/main', '''
            step('One') { shell 'true'; undo { shell 'true' } }
            step('Two') { shell 'true'; undo { shell 'true' } }
            step('Breaks') { shell 'exit 1' }
            onFailure { undoAll(); fallBackTo 't/other' }
        ''')
        rig.run('run', 't/main')
        rig.cutAfter('Undo Two')

        when:
        def shown = rig.run('show', 'last').out

        then:
        shown.contains('NOT undone: Two (in progress), One (not started)\n')
        shown =~ /(?m)^not reached: .*Undo One/
        shown =~ /(?m)^not reached: .*t\/other/

        when:
        def resumed = rig.run('resume', 'last', '--retry')

        then:
        resumed.exit == 4
        resumed.out.contains('  undone: Two, One\n')
        !resumed.out.contains('NOT undone')
    }

    def 'a step that failed half-way and is undone is reported as such, wherever a run is shown'() {
        given:
        rig.runbook('t/main', """
            step('One') { shell 'true'; undo { shell 'true' } }
            step('Two') { shell 'echo half > ${folder}/half; exit 1'; undo { alsoIfFailed(); shell 'rm ${folder}/half' } }
            onFailure { undoAll() }
        """)

        when:
        def run = rig.run('run', 't/main')

        then:
        run.exit == 1
        run.out.contains('  undone: Two (the step had failed), One\n')
        !Files.exists(folder.resolve('half'))
        rig.run('show', 'last').out.contains('undone      Two (the step had failed), One\n')
        new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out).undos.collect { [it.step, it.stepFailed] } ==
                [['Two', true], ['One', false]]
        rig.run('plan', 't/main').out.contains('also if the step failed')
    }
}
