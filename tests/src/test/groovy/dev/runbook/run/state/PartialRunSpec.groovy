package dev.runbook.run.state

import dev.runbook.cli.CommandRig
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** A run of some steps is reported as such, and not as a complete run. */
class PartialRunSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.columns = 160
        rig.write('environments/here.yaml', "environment: here\nchannels: { everyone: { file: ${folder.resolve('messages')} } }\n")
        rig.runbook('t/main', '''
            rto 1.minute, limit: 2.minutes
            notify('everyone') { on succeeded; text "Run ${run.id} is ${run.status}" }
            phase('Prepare') {
                step('Count') { budget 5.seconds; idempotent(); shell 'true' }
                step('Stop') { budget 5.seconds; shell 'true' }
            }
            phase('Restore') {
                step('Copy') { budget 5.seconds; shell 'true' }
            }
        ''')
    }

    private CommandRig.Answer run(String... chosen) {
        rig.run(*(['run', 't/main', '-e', folder.resolve('environments/here.yaml').toString()] + chosen.toList()))
    }

    def 'its end, transcript, history and messages name the selection, and its RTO is not reported as met'() {
        when:
        def answer = run(*chosen)

        then:
        answer.exit == 0
        answer.out.contains("  partial ($part): the rest of the runbook was left out")
        answer.out =~ /(?m)^  RTO 1m +not measured \(only a part of the runbook was run\)$/
        answer.out =~ /(?m)^  RTO limit 2m not measured/
        !answer.out.contains(' met')

        and:
        rig.run('show', 'last').out =~ /(?m)^part +\Qpartial ($part)\E, the rest was left out$/
        rig.run('show', 'last', '--format', 'html').out.contains('Only a part of the runbook was run')
        new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out).run.selection.kind == part.find(/\w+/)
        rig.run('history').out.readLines()[1].endsWith("  partial ($part)")
        new JsonSlurper().parseText(rig.run('history', '--json').out)[0].partial == part
        Files.readString(folder.resolve('messages')).contains('[PARTIAL] Run ')

        where:
        chosen              || part
        ['--only', 'Count'] || "--only 'Count'"
        ['--from', 'Copy']  || "--from 'Copy'"
    }

    def 'a skipped step is not counted as ok'() {
        when:
        def answer = run('--only', 'Count')

        then:
        answer.out =~ /✓ Prepare +\S+, 1 of 2 ok, 1 skipped/
        answer.out =~ /– Restore +\S+, 0 of 1 ok, 1 skipped/
    }

    def 'a complete run does not mention a selection'() {
        when:
        def answer = run()

        then:
        answer.out =~ /RTO 1m +met/
        !(answer.out + rig.run('show', 'last').out + rig.run('history').out).contains('partial')
        !Files.readString(folder.resolve('messages')).contains('PARTIAL')
    }

    def 'partial runs are not used for forecasts'() {
        given:
        run('--only', 'Count')
        run('--from', 'Stop')

        expect:
        plan().contains('no run history in this environment')

        when:
        run()

        then:
        plan().contains('based on 1 previous run in this environment')
    }

    def 'a run whose engine died within a step is not used for forecasts'() {
        given:
        run()
        rig.cutAfter('Count')
        rig.run('resume', 'last')

        expect:
        plan().contains('no run history in this environment')
    }

    private String plan() {
        rig.run('plan', 't/main', '-e', folder.resolve('environments/here.yaml').toString()).out
    }
}
