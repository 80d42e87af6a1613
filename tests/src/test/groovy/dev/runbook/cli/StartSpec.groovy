package dev.runbook.cli

import dev.runbook.crash.RealEngine
import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** Only commands that compile a runbook load Groovy (about 160 ms). */
@Thorough('an engine process for each case')
class StartSpec extends Specification {
    @TempDir
    Path folder

    def 'runbook #arguments does not load Groovy'() {
        given:
        def classes = folder.resolve('loaded-classes').toFile()

        when:
        def exit = start(classes, arguments)

        then:
        exit == 0
        classes.readLines().any { it.contains(' dev.runbook.cli.Main ') }
        classesOfGroovy(classes) == []

        where:
        arguments << [['--help'], ['--version'], ['run', '--help'], ['check', '--help'], ['history']]
    }

    def 'runbook show and verify do not load Groovy'() {
        given:
        def classes = folder.resolve('loaded-classes').toFile()
        def runbook = Files.writeString(folder.resolve('one.groovy'), """
            runbook('one') {
                description 'One step'
                owner 'nobody'
                step('Step') { shell 'true' }
            }""".stripIndent())
        assert start(folder.resolve('other').toFile(), ['run', runbook.toString()]) == 0

        when:
        def exit = start(classes, [command, 'last'])

        then:
        exit == 0
        classesOfGroovy(classes) == []

        where:
        command << ['show', 'verify']
    }

    private static List<String> classesOfGroovy(File classes) {
        classes.readLines().findAll { it =~ / (groovy\.|org\.codehaus\.groovy\.|org\.apache\.groovy\.)/ }
    }

    private int start(File classes, List<String> arguments) {
        def process = RealEngine.get().start(folder, ["-Xlog:class+load:file=$classes"], arguments)
        assert process.waitFor(1, TimeUnit.MINUTES)
        process.exitValue()
    }
}
