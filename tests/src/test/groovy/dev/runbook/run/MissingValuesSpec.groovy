package dev.runbook.run

import dev.runbook.cli.CommandRig
import dev.runbook.journal.Event
import dev.runbook.journal.RunStore
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What a step would have left that did not run reaches no command: whoever asks for it is refused before it starts. */
class MissingValuesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('environments/here.yaml', "environment: here\nsettings: { effects: ${folder.resolve('effects')} }\n")
    }

    private CommandRig.Answer runbook(String command, String... more) {
        rig.run(*([command, 't/main', '-e', folder.resolve('environments/here.yaml').toString()] + more.toList()))
    }

    private List<String> getEffects() {
        def file = folder.resolve('effects')
        Files.exists(file) ? Files.readAllLines(file) : []
    }

    private Event.StepFinished end(String step) {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event()
                .findAll { it instanceof Event.StepFinished && it.step() == step }.last() as Event.StepFinished
    }

    private static final String READS = '''
        def a = step('A') { %s shell 'echo hello' }
        step('B') { shell "rm -rf /nowhere/${a.stdout}; echo acted >> ${setting('effects')}" }
    '''

    def 'a step that uses what a left out step would have left fails before it starts'() {
        given:
        rig.runbook('t/main', String.format(READS, ''))

        when:
        def answer = runbook('run', *chosen)

        then:
        answer.exit == 1
        effects == []
        end('B').with { [it.result(), it.attempts()] } == ['failed', 0]
        end('B').cause().endsWith("'A' did not run, so it has left no stdout: $why")

        where:
        chosen          || why
        ['--from', 'B'] || "before --from 'B'"
        ['--only', 'B'] || 'not among --only'
    }

    def 'so does one that uses what a step skipped by its own condition would have left'() {
        given:
        rig.runbook('t/main', String.format(READS, 'onlyIf { params.wanted == \'yes\' };')
                .replaceFirst(/^/, "\n    param 'wanted', 'whether', default: 'no'\n"))

        when:
        def answer = runbook('run')

        then:
        answer.exit == 1
        effects == []
        end('B').cause().contains("'A' did not run, so it has left no stdout: onlyIf: params.wanted == 'yes'")
    }

    def 'so does one that uses what a step would have left that the operator, or its own probe, says is done'() {
        given:
        rig.runbook('t/main', String.format(READS, probe))
        runbook('run')
        rig.cutAfter('A')
        Files.delete(folder.resolve('effects'))

        when:
        def answer = rig.run(*(['resume', 'last'] + said))

        then:
        answer.exit == 1
        effects == []
        end('B').cause().endsWith("'A' did not run, so it has left no stdout: $why")

        where:
        probe                              | said       || why
        ''                                 | ['--skip'] || 'taken as done by the operator'
        'alreadyDone { shell \'true\' };'  | []         || 'its probe says it was already done'
    }

    def 'what is taken as done is ok for those that only ask that'() {
        given:
        rig.runbook('t/main', '''
            def a = step('A') { shell 'echo hello' }
            step('B') { onlyIf { a.ok }; shell "echo after >> ${setting('effects')}" }
        ''')
        runbook('run')
        rig.cutAfter('A')
        Files.delete(folder.resolve('effects'))

        when:
        def answer = rig.run('resume', 'last', '--skip')

        then:
        answer.exit == 0
        effects == ['after']
    }

    def 'a forEach over what a left out step would have left fails, and its rounds are not told as all done'() {
        given:
        rig.runbook('t/main', '''
            rto 2.minutes
            def list = step('List') { budget 5.seconds; shell 'echo orders' }
            forEach('Each table', in: { list.lines }) { table ->
                budget 10.seconds
                step('Dump') { shell "echo ${table} >> ${setting('effects')}" }
            }
        ''')

        when:
        def answer = runbook('run', '--only', 'Each table')

        then:
        answer.exit == 1
        effects == []
        answer.out.contains("'List' did not run, so it has left no lines: not among --only")
    }

    def 'a condition nobody can judge fails the step before it starts'() {
        given:
        rig.runbook('t/main', '''
            def a = step('A') { shell 'echo hello' }
            step('B') { onlyIf { a.stdout == 'hello' }; shell "echo acted >> ${setting('effects')}" }
        ''')

        when:
        def answer = runbook('run', '--from', 'B')

        then:
        answer.exit == 1
        effects == []
        end('B').cause().contains("'A' did not run, so it has left no stdout: before --from 'B'")
    }
}
