package dev.runbook.crash

import dev.runbook.journal.event.*
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A real engine asks, and another terminal answers. */
@Thorough('several processes of the engine')
@Requires(value = { os.linux }, reason = 'kernel locks')
class AnswersSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    OtherTerminal other

    def setup() {
        other = new OtherTerminal(folder)
        other.rig.write('runbooks/demo/environments/lab.yaml',
                "people: { lead: ['${System.getProperty('user.name')}'], ops: [nobody] }")
    }

    private void untilAsked(String step) {
        other.until("'$step' is not asked") { other.events.any { it instanceof QuestionAsked && it.step() == step } }
    }

    def 'answers of another terminal carry a run to its end, and wrong ones are refused in one line'() {
        given:
        other.runbook('demo/asks', '''
            approve('Go on') { by 'lead'; show 'p95 is high'; budget 5.minutes }
            def backup = manual('Backup') {
                budget 5.minutes
                checklist 'Take a backup'
                param 'location', 'where it is'
                verify('Stopped') { every 1.second; shell 'test -e stopped' }
            }
            def list = step('List') { shell 'echo a; echo b' }
            def one = choose('One', in: { list.lines }) { by 'lead'; budget 5.minutes }
            pause('Wait') { lasts 5.minutes }
            step('Use') { shell "echo ${one.value} ${backup['location']} > used" }
        ''')
        def run = other.start('run', 'runbooks/demo/asks.groovy', '-e', 'lab')
        untilAsked('Go on')

        expect:
        with(other.rig.run('approve', 'last', 'Nope')) { [exit, err] == [5, "refused: no question is named 'Nope'; open: 'Go on'\n"] }
        with(other.rig.run('tick', 'last')) { exit == 5 && err.contains('has no open box and no choice; its approvals: runbook approve') }
        with(other.rig.run('approve', 'last', '--reason', 'agreed')) { exit == 0 && out ==~ /'Go on': approved by \S+: agreed\n/ }

        when:
        untilAsked('Backup')

        then:
        other.rig.run('tick', 'last').out.contains('[ ] 1  Take a backup')
        with(other.rig.run('tick', 'last', '1')) { exit == 5 && err.contains("box 1 needs 'location' (where it is): give -p location=…") }
        with(other.rig.run('tick', 'last', '7')) { exit == 5 && err.contains('open: ') }
        with(other.rig.run('tick', 'last', 'x')) { exit == 2 && err.contains("'x' is not the number of a box") }
        with(new JsonSlurper().parseText(other.rig.run('tick', 'last', '-p', 'location=/b', '--json').out)) { answer == 'tick' && acceptance == 'counted' && source == 'otherTerminal' }

        when:
        other.touch('stopped')
        untilAsked('One')

        then:
        other.rig.run('tick', 'last', '2').exit == 0

        when:
        untilAsked('Wait')

        then:
        with(other.rig.run('approve', 'last')) { exit == 2 && err.contains('a pause is ended early with a reason') }
        other.rig.run('approve', 'last', 'Wait', '--reason', 'all are out').exit == 0
        other.exit(run) == 0
        other.lines('used') == ['b /b']

        and: 'who, from where and why is in the transcripts'
        other.rig.run('show', 'last').out =~ /Go on: approved by \S+: agreed \(other terminal, \S+\)/
        other.rig.run('show', 'last', '--format', 'html').out.contains('agreed')
        new JsonSlurper().parseText(other.rig.run('show', 'last', '--format', 'json').out).questions*.asked*.step == ['Go on', 'Backup', 'One', 'Wait']
        with(other.rig.run('approve', 'last')) { exit == 5 && err.contains('has ended: it takes no answers') }
    }

    def 'a no from another terminal ends the run, and no other handler runs'() {
        given:
        other.runbook('demo/no', '''
            approve('Go on') { by 'lead'; budget 5.minutes; onFailure { step('Own') { shell 'echo own >> effects' } } }
            step('Next') { shell 'echo next >> effects' }
            onFailure { step('All') { shell 'echo all >> effects' } }
        ''')
        def run = other.start('run', 'runbooks/demo/no.groovy', '-e', 'lab')
        untilAsked('Go on')

        expect:
        with(other.rig.run('approve', 'last', '--reject', '')) { exit == 2 && err.contains('--reject needs a reason') }
        with(other.rig.run('approve', 'last', '--reject', 'the vendor has a fix')) { exit == 0 && out.contains('rejected by') }
        other.exit(run) == 1
        other.lines('effects') == ['own']
        other.printed().contains("aborted")
        other.rig.run('history').out.contains('aborted')
    }

    def 'abort ends a run that waits for people, and a resume asks what is still open'() {
        given:
        other.runbook('demo/both', '''
            manual('Both') { budget 5.minutes; checklist \'\'\'
                One
                Two
            \'\'\' }
        ''')
        def run = other.start('run', 'runbooks/demo/both.groovy', '-e', 'lab')
        untilAsked('Both')

        expect:
        other.rig.run('tick', 'last', '1').exit == 0
        other.rig.run('abort', 'last').exit == 0
        other.exit(run) == 143

        when:
        def resumed = other.start('resumed', 'resume', 'last')
        other.until('it does not ask again') { other.events.any { it instanceof QuestionAsked && it.continued() } }

        then:
        with(other.rig.run('tick', 'last', '1')) { exit == 5 && err.contains('box 1 ticked by') }
        other.rig.run('tick', 'last', '2').exit == 0
        other.exit(resumed) == 0
    }
}
