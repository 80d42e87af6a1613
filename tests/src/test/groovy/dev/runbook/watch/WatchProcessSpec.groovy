package dev.runbook.watch

import dev.runbook.machine.Thorough
import dev.runbook.journal.RunStore
import dev.runbook.journal.event.RunStarted
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Watchers as processes: killed, doubled, and outlived by the runs they start. */
@Requires(value = { os.linux }, reason = 'signals and process groups')
@Thorough("starts six processes of the engine")
class WatchProcessSpec extends Specification {
    @TempDir
    Path folder

    List<Process> processes = []

    def setup() {
        write('runbooks/shop/environments/test.yaml', "environment: test\nchannels: { team: { file: ${folder}/team.txt } }\n")
        write('runbooks/shop/rollback.groovy', """
            runbook('shop/rollback') {
                rto 1.minute
                lock 'shop'
                param 'reason', 'why'
                trigger('Down') {
                    severity critical
                    every 1.second
                    consecutive 2
                    shell 'cat ${folder}/health'
                    when { stdout == 'down' }
                    with reason: "quotes ' \\\$(touch ${folder}/hostile) \\"; x"
                    tell 'team'
                }
                step('Roll back') { shell "echo back: \${params.reason}; while [ ! -e ${folder}/go ]; do sleep 0.1; done" }
            }""")
        write('health', 'up\n')
    }

    def cleanup() {
        write('go', '')
        processes.each { it.destroyForcibly().waitFor(10, TimeUnit.SECONDS) }
        await { runs().every { !it.live() } }
    }

    def 'a run survives the watcher that started it, and one incident starts one run'() {
        given:
        def watcher = start('watch', 'runbooks', '-e', 'test')
        await { out(watcher).contains('watching 1 trigger of 1 file') }

        when: 'a second watcher comes'
        def second = start('watch', 'runbooks', '-e', 'test', '--once')

        then:
        second.waitFor(60, TimeUnit.SECONDS)
        second.exitValue() == 5
        out(second).contains('shop/rollback is watched already: ')

        when:
        write('health', 'down\n')
        await { runs().size() == 1 && runs()[0].live() }
        watcher.destroyForcibly().waitFor()

        then: 'the run continues'
        runs()[0].live()

        when: 'another watcher takes over while the run is in progress, and the sample is still bad'
        def again = start('watch', 'runbooks', '-e', 'test', '--once')
        again.waitFor(60, TimeUnit.SECONDS)
        write('go', '')
        await { !runs()[0].live() }
        def last = start('watch', 'runbooks', '-e', 'test', '--once')
        last.waitFor(60, TimeUnit.SECONDS)

        then:
        again.exitValue() == 0
        last.exitValue() == 0
        runs().size() == 1
        Files.readString(folder.resolve('team.txt')).count('Down (critical) in test') == 1

        and: 'the journal says why, and no value has become code'
        def first = runs()[0].read().entries()[0].event() as RunStarted
        first.trigger().get().name() == 'Down'
        first.trigger().get().samples()*.value() == ['down', 'down']
        first.parameters().reason.startsWith("quotes ' ")
        !Files.exists(folder.resolve('hostile'))
    }

    def 'cron: windows are kept between the calls, and the started run is reported'() {
        given:
        write('health', 'down\n')

        when:
        def one = start('watch', 'runbooks', '-e', 'test', '--once')
        one.waitFor(60, TimeUnit.SECONDS)

        then:
        one.exitValue() == 0
        runs() == []

        when: 'the next call comes before the samples are too far apart'
        def two = start('watch', 'runbooks', '-e', 'test', '--once')
        two.waitFor(60, TimeUnit.SECONDS)

        then:
        two.exitValue() == 0
        out(two) =~ /Down: started run \d{8}-\d{6}-\w\w/
        runs().size() == 1
    }

    private List runs() {
        new RunStore(folder.resolve('home')).list()
    }

    private Path write(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    private Process start(String... arguments) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def command = [java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', System.getProperty('java.class.path'), 'dev.runbook.cli.Main', *arguments]
        def output = folder.resolve("out-${processes.size()}").toFile()
        def builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output)
        builder.environment().put('RUNBOOK_HOME', folder.resolve('home').toString())
        processes << builder.start()
        processes.last()
    }

    private String out(Process process) {
        folder.resolve("out-${processes.indexOf(process)}").toFile().text
    }

    private static void await(Closure<Boolean> condition) {
        def end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (!condition()) {
            assert System.nanoTime() < end
            Thread.sleep(50)
        }
    }
}
