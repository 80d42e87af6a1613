package dev.runbook.cli

import dev.runbook.environment.DrillFile
import dev.runbook.environment.EnvironmentFile
import dev.runbook.run.lock.NotStartedException
import dev.runbook.terminal.Terminal
import dev.runbook.time.Clock
import dev.runbook.trigger.Decision
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

/** Drills of triggers: the real evaluator, on a clock on which a minute passes in a fifth of a second. */
class TriggerDrillSpec extends Specification {
    @TempDir
    Path folder

    List<String> notices = []
    Duration slack = Duration.ofSeconds(20)

    def setup() {
        write('runbooks/shop/environments/test.yaml', "environment: test\nchannels: { team: { file: $folder/team.txt } }\npeople: { lead: [lena] }\n")
        write('runbooks/shop/rollback.groovy', "runbook('shop/rollback') { lock 'shop'; param 'reason', 'why'; step('s') { shell 'touch $folder/acted' } }")
        write('runbooks/shop/switch.groovy', "runbook('shop/switch') { lock 'shop'; param 'reason', 'why'; param 'to', 'where', default: 'blue'; step('s') { shell 'true' } }")
        write('runbooks/shop/decision.groovy', """triggers('shop/decision') {
            every 1.minute
            def health = measure('Health') { shell 'test ! -e $folder/broken' }
            def load = measure('Queue') { shell 'cat $folder/load'; baseline 7.days, of: 'json.value' }
            trigger('Down') { severity critical; consecutive 2; when { !health.ok }; start 'shop/rollback', reason: "exit code \${health.exitCode}"; tell 'team' }
            trigger('Down for long') { severity high; sustained 2.minutes; when { !health.ok }; ask 'lead', toStart: 'shop/switch', within: 5.minutes; with reason: 'down' }
            trigger('Load') { severity medium; sustained 5.minutes; when { load.json.value > load.normal * 2 }; tell 'team' }
        }""")
        write('load', '{"value": 5}')
    }

    def 'a fault is found by each of its triggers, on the clock of the scenario; nothing is started and nothing is sent'() {
        when:
        def verdicts = drill("{ break: [down], fires: [{ trigger: Down, starts: shop/rollback, tells: [team] }, { trigger: Down for long, asks: lead, starts: shop/switch }] }") { write('broken', '') }

        then:
        verdicts*.problem() == ['', '']
        verdicts*.asExpected() == [true, true]
        verdicts[0].detection().get().parameters() == [reason: 'exit code 1']
        verdicts[0].detection().get().samples()*.value().toUnique() == ['exit code 1']
        verdicts[0].detection().get().decision() == Decision.Effect.STARTS
        verdicts[1].detection().get().decision() == Decision.Effect.COVERED
        verdicts[1].detection().get().by() == 'Down'
        verdicts[1].effect() == new TriggerVerdict.Effect('shop/switch', 'lead', [])

        and: 'the time that the fault needs to show is real, the window is of the scenario'
        verdicts[0].detection().get().badAfterMs() % 60_000 == 0
        verdicts[0].detection().get().detectedAfterMs() > 60_000
        verdicts[1].detection().get().detectedAfterMs() >= 180_000

        and:
        ['acted', 'team.txt', 'home/watch'].every { !Files.exists(folder.resolve(it)) }
    }

    def 'a trigger that compares with the normal gets an hour of normal values first'() {
        when:
        def verdicts = drill('{ fires: [{ trigger: Load, tells: [team] }] }') { write('load', '{"value": 50}') }

        then:
        verdicts*.problem() == ['']
        verdicts[0].detection().get().detectedAfterMs() >= 360_000
    }

    def 'a fault that the trigger does not find'() {
        given:
        slack = Duration.ofMillis(300)

        when:
        def verdict = drill('{ fires: [{ trigger: Down, starts: shop/rollback }] }') {}[0]

        then:
        !verdict.asExpected()
        verdict.detection().empty
        verdict.problem() ==~ /did not fire within .* of the clock at 300x; measured last: Health exit code 0/
    }

    def 'a more severe trigger than expected'() {
        when:
        def verdict = drill('{ fires: [{ trigger: Down for long, asks: lead, starts: shop/switch }] }') { write('broken', '') }[0]

        then:
        !verdict.asExpected()
        verdict.problem() == "a more severe trigger fired: 'Down' (critical)"
        verdict.others()*.trigger() == ['Down']
    }

    def 'a start that would be refused'() {
        given:
        write('runbooks/shop/environments/test.yaml', "environment: test\nchannels: { team: { file: $folder/team.txt } }\npeople: { lead: [lena] }\nsecrets: { TOKEN: { file: $folder/none } }\n")
        write('runbooks/shop/rollback.groovy', "runbook('shop/rollback') { lock 'shop'; param 'reason', 'why'; step('s') { shell \"echo \${secret('TOKEN')}\" } }")

        when:
        def verdict = drill('{ fires: [{ trigger: Down, starts: shop/rollback }] }') { write('broken', '') }[0]

        then:
        !verdict.asExpected()
        verdict.detection().present
        verdict.problem().startsWith('its runbook could not be started: ')
        verdict.problem().contains("$folder/none")
    }

    def 'a system that is bad before anything is broken'() {
        given:
        write('broken', '')

        when:
        drill('{ fires: [{ trigger: Down, starts: shop/rollback }] }') {}

        then:
        def refused = thrown(NotStartedException)
        refused.message == "before anything is broken, a trigger is bad already: 'Down'"
    }

    private List<TriggerVerdict> drill(String declared, Closure breaks) {
        write('runbooks/shop/drills.yaml', "triggers: [${declared.replaceFirst(/\{/, '{ clock: 300,')}]\n")
        def terminal = new Terminal(System.out, System.err, new BufferedReader(new StringReader('')), [] as Set, 100, false)
        def context = new CliContext(terminal, [RUNBOOK_HOME: folder.resolve('home').toString(), HOME: folder.toString(), PATH: System.getenv('PATH')], folder, folder.resolve('product'))
        def environment = EnvironmentFile.read(folder.resolve('runbooks/shop/environments/test.yaml'), [HOME: folder.toString()])
        def reader = ReadRunbooks.toAct(context)
        def triggers = new DeclaredTriggers([reader.triggers(folder.resolve('runbooks/shop/decision.groovy'), Optional.of(environment)).set()])
        def drills = DrillFile.read(folder.resolve('runbooks/shop'))
        triggers.check(drills)
        new TriggerDrill(context, reader, environment, Clock.system(), slack, notices.&add).perform(drills.triggers()[0], triggers, breaks)
    }

    private Path write(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }
}
