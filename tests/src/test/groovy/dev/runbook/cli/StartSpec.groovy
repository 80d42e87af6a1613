package dev.runbook.cli

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** A start pays for Groovy (some 160 ms) only where a runbook is read. */
class StartSpec extends Specification {
    @TempDir
    Path folder

    def 'runbook #arguments never boots Groovy'() {
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

    def 'runbook show and verify never boot Groovy either'() {
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
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def builder = new ProcessBuilder([java, '-XX:TieredStopAtLevel=1', "-Xlog:class+load:file=$classes".toString(), '-cp',
            System.getProperty('java.class.path'), 'dev.runbook.cli.Main'] + arguments)
            .redirectOutput(folder.resolve('out').toFile())
            .redirectErrorStream(true)
            .redirectInput(new File('/dev/null'))
        builder.environment().RUNBOOK_HOME = folder.toString()
        def process = builder.start()
        assert process.waitFor(1, TimeUnit.MINUTES)
        process.exitValue()
    }
}
