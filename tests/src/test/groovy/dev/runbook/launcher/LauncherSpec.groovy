package dev.runbook.launcher

import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

@Thorough('builds the launcher')
class LauncherSpec extends Specification {
    @Shared
    File launcher = new File(Machine.repository, 'runbook')

    @TempDir
    Path folder

    def setupSpec() {
        start([:], launcher.path, '--help')
    }

    def 'a second start prints nothing itself'() {
        when:
        def answer = start([:], launcher.path, '--help')

        then:
        answer.err == ''
        answer.exit == 0
        answer.out.contains('runbook')
    }

    def 'the launcher is found through a chain of links'() {
        given:
        Files.createSymbolicLink(folder.resolve('first'), launcher.toPath())
        Files.createSymbolicLink(folder.resolve('second'), Path.of('first'))

        when:
        def answer = start([:], folder.resolve('second').toString(), '--help')

        then:
        answer.exit == 0
        answer.err == ''
    }

    def 'an empty environment is enough'() {
        when:
        def answer = start(null, launcher.path, '--help')

        then:
        answer.exit == 0
        answer.err == ''
    }

    def 'a JVM cache that is #damage costs only time'() {
        given:
        def cache = cacheOfTheJvm()
        def whole = cache.bytes

        when:
        spoil(cache)
        def answer = start([:], launcher.path, '--help')

        then:
        answer.exit == 0
        answer.err == ''
        answer.out == start([:], launcher.path, '--help').out

        cleanup:
        cache.bytes = whole

        where:
        damage    | spoil
        'garbage' | { File it -> it.bytes = new byte[5000] }
        'torn'    | { File it -> it.bytes = it.bytes[0..<(it.length() / 2 as int)] as byte[] }
        'missing' | { File it -> it.delete() }
    }

    def 'a missing java program is named'() {
        when:
        def answer = start([RUNBOOK_JAVA: '/nowhere/java'], launcher.path, '--help')

        then:
        answer.exit == 2
        answer.err == 'runbook: RUNBOOK_JAVA names no program: /nowhere/java\n'
    }

    def 'only the commands that start a lab have it on the class path: #line'() {
        when:
        def answer = start([RUNBOOK_JAVA_OPTS: '-XshowSettings:properties', RUNBOOK_LAB_HOME: folder.toString()], launcher.path, *line)
        def jars = answer.err.readLines().findAll { it.trim().endsWith('.jar') && !it.contains('runbook.reader.path') }.collect { it.tokenize('/ ').last() }

        then:
        jars == expected

        where:
        line                             || expected
        ['--version']                    || ['runbook.jar']
        ['run', 'x', '-e', 'lab']        || ['runbook.jar']
        ['check', 'lab']                 || ['runbook.jar']
        ['lab', 'status']                || ['runbook.jar', 'lab.jar']
        ['drill', '--help']              || ['runbook.jar', 'lab.jar']
    }

    def 'check reads runbooks in a process with its own cache and without network libraries'() {
        given:
        def runbook = Files.writeString(folder.resolve('one.groovy'), "runbook('one') { step('s') { shell 'true' } }")

        when:
        def answer = start([RUNBOOK_HOME: folder.resolve('home').toString()], launcher.path, 'check', runbook.toString())
        def cache = fileOfLauncher('reader_cache')

        then:
        answer.exit == 0
        answer.out == 'ok  one\n'
        cache.length() > 1_000_000
        cache.parentFile.list().findAll { !(it ==~ /(groovy|jackson-core|picocli|re2j|slf4j-api|snakeyaml)-[\d.]+\.jar|runbook\.jar|jdk-.*\.(jsa|aot)/) } == []
    }

    private static File cacheOfTheJvm() {
        fileOfLauncher('cache')
    }

    private static File fileOfLauncher(String name) {
        def launch = new File(Machine.repository, 'target/dist/launch').readLines()
        new File(launch.find { it.startsWith(name + '=') }.replaceAll(/^\w+='|'$/, ''))
    }

    /** Starts a program; an environment of null is an empty one. */
    private Map start(Map<String, String> environment, String... command) {
        def out = folder ? folder.resolve('out').toFile() : File.createTempFile('launcher', '.out')
        def err = folder ? folder.resolve('err').toFile() : File.createTempFile('launcher', '.err')
        def builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err).redirectInput(new File('/dev/null'))
        if (environment == null) {
            builder.environment().clear()
            builder.environment().PATH = '/usr/bin:/bin'
        } else {
            builder.environment().putAll(environment)
        }
        def process = builder.start()
        assert process.waitFor(5, TimeUnit.MINUTES)
        [exit: process.exitValue(), out: out.text, err: err.text]
    }
}
