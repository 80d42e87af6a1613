package dev.runbook.cli

import dev.runbook.environment.EnvironmentFile
import dev.runbook.terminal.Terminal
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** Drills of triggers that follow ended runs: a real drill has ended, and the clock is moved forward from its end. */
class FollowUpDrillSpec extends Specification {
    @TempDir
    Path folder

    def rig = new CommandRig(folder)

    def setup() {
        rig.write('runbooks/shop/environments/test.yaml', 'environment: test\n')
        rig.runbook('shop/rollback', "step('s') { shell 'true' }")
        rig.runbook('shop/other', "step('s') { shell 'true' }")
        rig.runbook('shop/review', """
            param 'rollback', 'the run'
            trigger('Review') {
                after 24.hours, of: 'shop/rollback'
                after 1.minute, of: 'shop/other'
                with rollback: ended.run
            }
            step('s') { shell 'touch $folder/acted' }""")
    }

    def 'the runbook is requested once its time has come, and not before; it is not started'() {
        given:
        rig.run('drill', 'shop/rollback', '-e', 'test', '--quiet')
        rig.run('drill', 'shop/rollback', '-e', 'test', '--quiet')
        rig.run('drill', 'shop/other', '-e', 'test', '--quiet')
        def newest = rig.run('history', 'shop/rollback', '--json').out.find(/\d{8}-\d{6}-\w\w/)

        when:
        def verdicts = drill()

        then:
        verdicts*.problem() == ['', '']
        verdicts*.after() == ['shop/rollback', 'shop/other']
        verdicts*.detection()*.get()*.detectedAfterMs()*.intdiv(60_000) == [24 * 60, 1]
        verdicts[0].detection().get().run() == newest
        verdicts[0].detection().get().parameters() == [rollback: newest]
        !folder.resolve('acted').toFile().exists()
    }

    def 'several triggers of a file follow the same run, each at its time'() {
        given:
        rig.run('drill', 'shop/other', '-e', 'test', '--quiet')
        rig.runbook('shop/review', '''
            trigger('Soon') { after 1.minute, of: 'shop/other' }
            trigger('Next day') { after 24.hours, of: 'shop/other' }
            trigger('Next week') { after 168.hours, of: 'shop/other' }
            step('s') { shell 'true' }''')

        when:
        def verdicts = (0..2).collectMany { drill([], it) }

        then:
        verdicts*.problem() == ['', '', '']
        verdicts*.detection()*.get()*.detectedAfterMs()*.intdiv(3_600_000) == [0, 24, 168]
    }

    def 'a runbook of which no drill has ended'() {
        given:
        rig.run('drill', 'shop/other', '-e', 'test', '--quiet')

        when:
        def verdicts = drill()

        then:
        verdicts*.asExpected() == [false, true]
        verdicts[0].problem().startsWith("no drill of shop/rollback has ended in 'test': declare one among the drills of the runbooks")
        drill(['shop/other'])*.asExpected() == [true]
    }

    private List<TriggerVerdict> drill(List<String> after = [], int trigger = 0) {
        def terminal = new Terminal(System.out, System.err, new BufferedReader(new StringReader('')), [] as Set, 100, false)
        def context = new CliContext(terminal, rig.variables, folder, folder.resolve('product'))
        def environment = EnvironmentFile.read(folder.resolve('runbooks/shop/environments/test.yaml'), [HOME: folder.toString()])
        def reader = ReadRunbooks.toAct(context)
        def triggers = new DeclaredTriggers([reader.triggers(folder.resolve('runbooks/shop/review.groovy'), Optional.of(environment)).set()])
        new FollowUpDrill(context, reader, environment, {}).perform(triggers.enabled()[trigger], after)
    }
}
