package dev.runbook.cli

import dev.runbook.AuthorException
import dev.runbook.environment.EnvironmentFile
import dev.runbook.run.lock.NotStartedException
import dev.runbook.terminal.Terminal
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** {@code drill --detect}: a fault is put in, and the real evaluator has to find it. */
class DetectionDrillSpec extends Specification {
    @TempDir
    Path folder

    Path runbook
    List<String> notices = []

    def setup() {
        write('runbooks/shop/environments/test.yaml', "environment: test\nchannels: { team: { file: $folder/team.txt } }\n")
        runbook = write('runbooks/shop/rollback.groovy', "runbook('shop/rollback') { lock 'shop'; param 'reason', 'why'; step('s') { shell 'touch $folder/acted' } }")
        write('runbooks/shop/other.groovy', "runbook('shop/other') { step('s') { shell 'true' } }")
        write('runbooks/shop/decision.groovy', """triggers('shop/decision') {
            every 1.second
            def health = measure('Health') { shell 'test ! -e $folder/broken' }
            trigger('Down') { severity critical; consecutive 2; when { !health.ok }; start 'shop/rollback', reason: 'down'; tell 'team' }
        }""")
    }

    def 'the trigger that has found the fault, with both times; nothing is started and no message is sent'() {
        when:
        def detected = detect { write('broken', '') }
        def trigger = detected.trigger()

        then:
        trigger.name() == 'Down'
        trigger.samples()*.value() == ['exit code 1'] * 2
        detected.incident().parameters() == [reason: 'down']
        trigger.decidedAfterBreakMs() >= 1000
        !Instant.parse(trigger.firstBad()).isBefore(Instant.parse(trigger.brokenAt()))
        !Files.exists(folder.resolve('acted'))
        !Files.exists(folder.resolve('team.txt'))
        !Files.exists(folder.resolve('home/watch'))
    }

    def 'a fault that no trigger finds'() {
        when:
        detect {}

        then:
        def refused = thrown(NotStartedException)
        refused.message ==~ /not started: no trigger has requested rollback.groovy within \d+s; every trigger is good/
    }

    def 'a system that is bad already'() {
        given:
        write('broken', '')

        when:
        detect {}

        then:
        def refused = thrown(NotStartedException)
        refused.message == "not started: before anything is broken, a trigger is bad already: 'Down'"
    }

    def 'a runbook that no trigger starts'() {
        given:
        runbook = folder.resolve('runbooks/shop/other.groovy')

        when:
        detect {}

        then:
        def refused = thrown(AuthorException)
        refused.message.contains("starts other.groovy in 'test': --detect has nothing to wait for")
    }

    private detect(Closure breaks) {
        def terminal = new Terminal(System.out, System.err, new BufferedReader(new StringReader('')), [] as Set, 100, false)
        def context = new CliContext(terminal, [RUNBOOK_HOME: folder.resolve('home').toString(), HOME: folder.toString(), PATH: System.getenv('PATH')], folder, folder.resolve('product'))
        def environment = EnvironmentFile.read(folder.resolve('runbooks/shop/environments/test.yaml'), [HOME: folder.toString()])
        new DetectionDrill(context, ReadRunbooks.toAct(context), environment, Duration.ZERO, notices.&add).detect(runbook, breaks)
    }

    private Path write(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }
}
