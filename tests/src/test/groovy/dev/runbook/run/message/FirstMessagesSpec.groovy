package dev.runbook.run.message

import dev.runbook.cli.CommandRig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Messages have the values of the run from its start, and are sent without missing values. */
class FirstMessagesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('environments/here.yaml', "environment: here\nchannels: { everyone: { file: ${folder.resolve('messages')} } }\n")
    }

    private String firstMessage(String body, String... more) {
        rig.runbook('t/main', body)
        rig.run(*(['run', 't/main', '-e', folder.resolve('environments/here.yaml').toString()] + more.toList()))
        Files.readString(folder.resolve('messages'))
    }

    def 'messages at the start of a run, and of a followed runbook, have the values of the run'() {
        given:
        rig.runbook('t/other', '''
            notify('everyone') { on started; text "other of ${run.id} is ${run.status}" }
            step('Other') { shell 'true' }
        ''')

        when:
        def text = firstMessage('''
            notify('everyone') { on started, succeeded; text "run ${run.id} is ${run.status} after ${run.elapsed}" }
            step('Follow it') { follow 't/other' }
        ''')

        then:
        text =~ /run \d{8}-\d{6}-\w+ is running after \d/
        text =~ /other of \d{8}-\d{6}-\w+ is running/
        text =~ /run \d{8}-\d{6}-\w+ is succeeded after \d/
        !text.contains('‹')
    }

    def 'a message that reads a missing value is sent without it'() {
        when:
        def text = firstMessage('''
            def a = step('A') { shell 'echo blue' }
            notify('everyone') { on started, succeeded; text "it is ${a.stdout}" }
            step('B') { shell 'true' }
        ''', *chosen)

        then:
        text.contains('it is ‹A: stdout›')
        text.contains('it is blue') == seen

        where:
        chosen          || seen
        []              || true
        ['--from', 'B'] || false
    }
}
