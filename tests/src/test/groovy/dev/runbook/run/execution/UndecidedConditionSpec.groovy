package dev.runbook.run.execution

import dev.runbook.cli.CommandRig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** A step with an undecided condition is neither run nor skipped: it fails, with the reason. */
class UndecidedConditionSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
    }

    def 'onlyIf that cannot be decided fails the step: #condition'() {
        given:
        rig.runbook('t/main', """
            def probe = step('Probe') { shell 'echo \\'{"text": "false", "count": 5}\\'' }
            step('Restore') { onlyIf { $condition }; shell 'touch ${folder.resolve('restored')}' }""")

        when:
        def answer = rig.run('run', 't/main')

        then:
        answer.exit == 1
        !Files.exists(folder.resolve('restored'))
        answer.out.contains(why)

        where:
        condition          | why
        'probe.json.text'  | "cannot be judged: a condition is true or false; this is text 'false'"
        '!probe.json.text' | "cannot be judged: a condition is true or false; this is text 'false'"
        'probe.json.count' | 'cannot be judged: a condition is true or false; this is a number 5'
    }

    def 'an onlyIf that is false still skips the step'() {
        given:
        rig.runbook('t/main', """
            def probe = step('Probe') { shell 'echo \\'{"count": 5}\\'' }
            step('Restore') { onlyIf { probe.json.count > 5 }; shell 'touch ${folder.resolve('restored')}' }""")

        expect:
        rig.run('run', 't/main').exit == 0
        !Files.exists(folder.resolve('restored'))
    }
}
