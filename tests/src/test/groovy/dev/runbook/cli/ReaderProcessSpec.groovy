package dev.runbook.cli

import dev.runbook.terminal.Terminal
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** check and plan read runbooks in a process without secrets, which a file may crash. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReaderProcessSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    ReaderProcess reader

    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def 'every file has its own result, also with --json, regardless of the others'() {
        given:
        reader = new ReaderProcess([RUNBOOK_HOME: folder.resolve('home').toString()])
        def good = write('good.groovy', "runbook('good') { step('s') { shell 'true' } }")
        def bad = write('bad.groovy', "runbook('bad') { stpe('s') { } }")

        when:
        def exit = run('check', good, bad, folder.resolve('none.groovy').toString(), good, '--json')
        def data = new JsonSlurper().parseText(out.toString('UTF-8'))

        then:
        exit == 2
        data*.ok == [true, false, false, true]
        data[1].problems[0].message == "unknown word 'stpe' in runbook"
    }

    def 'plan prints the same as without the reader process'() {
        given:
        reader = new ReaderProcess([RUNBOOK_HOME: folder.resolve('home').toString()])
        def file = write('good.groovy', "runbook('good') { step('s') { shell 'true' } }")

        expect:
        run('plan', file) == 0
        out.toString('UTF-8').contains('step s')
    }

    @Requires({ Files.isDirectory(Path.of('/proc/self')) })
    def 'the reader process has only the variables for paths, and no library with network access'() {
        given:
        reader = new ReaderProcess([API_TOKEN: 'never-there', RUNBOOK_HOME: folder.resolve('home').toString(), PATH: '/bin'])
        reader.begin()
        def process = ProcessHandle.current().descendants().filter { it.info().arguments().orElse([] as String[]).contains(ReaderMain.name) }.findFirst().get()

        when:
        def variables = new File("/proc/${process.pid()}/environ").text.split('\0').findAll { it }
        def line = new File("/proc/${process.pid()}/cmdline").text.split('\0') as List
        def libraries = line[line.indexOf('-cp') + 1]

        then:
        variables == ["RUNBOOK_HOME=${folder.resolve('home')}".toString()]
        line.any { it.startsWith('-Xmx') }
        !(libraries =~ /(?i)hikari|okhttp|jsch|postgres|mssql|sqlite|logback|samples/)
        libraries.contains('groovy')
    }

    def 'a process that #what is replaced, with the reason in one line'() {
        given:
        def starts = 0
        reader = new ReaderProcess({ ++starts; new ProcessBuilder('sh', '-c', script) }, Duration.ofMillis(300), Duration.ZERO)

        when:
        def exit = run('check', 'one.groovy', 'two.groovy')

        then:
        exit == 2
        err.toString('UTF-8').readLines() == ["reading one.groovy $why".toString(), "reading two.groovy $why".toString()]
        starts == 2

        where:
        what                  | script                      || why
        'runs out of memory'  | 'exit 3'                    || 'took more than 256 MB of memory'
        'crashes'             | 'exit 134'                  || 'ended the process that read it, with exit code 134'
        'answers nonsense'    | 'echo nonsense; exec sleep 100'|| 'gave no answer that can be read'
        'never answers'       | 'while :; do :; done'       || 'took more than 0 s of processor time'
    }

    def 'a valid file after files that ended the process has enough time for a new process to start'() {
        given:
        def starts = 0
        reader = new ReaderProcess({ ++starts <= 3 ? new ProcessBuilder('sh', '-c', 'exit 3') : ReaderCommand.builder([RUNBOOK_HOME: folder.resolve('home').toString()]) },
                Duration.ofSeconds(10), ReaderProcess.START)

        when:
        def exit = run('check', 'one.groovy', 'two.groovy', 'three.groovy', write('good.groovy', "runbook('good') { step('s') { shell 'true' } }"))

        then:
        exit == 2
        out.toString('UTF-8') == 'ok  good\n'
    }

    def 'with --json a file that ended the process has its result among the others'() {
        given:
        reader = new ReaderProcess({ new ProcessBuilder('sh', '-c', 'exit 3') }, Duration.ofSeconds(1), Duration.ZERO)

        when:
        run('check', 'one.groovy', 'two.groovy', '--json')

        then:
        new JsonSlurper().parseText(out.toString('UTF-8'))*.problems*.message ==
                [['reading one.groovy took more than 256 MB of memory'], ['reading two.groovy took more than 256 MB of memory']]
    }

    def 'with --json a file without a result is not ok'() {
        given: 'a reader that returns exit code 2, no text and an error'
        reader = new ReaderProcess({ new ProcessBuilder('sh', '-c', "printf '\\000\\000\\000\\002\\000\\000\\000\\000\\000\\000\\000\\001x'; exec sleep 100") }, Duration.ofSeconds(1), Duration.ZERO)

        when:
        def exit = run('check', 'one.groovy', '--json')
        def data = new JsonSlurper().parseText(out.toString('UTF-8'))

        then:
        exit == 2
        data*.ok == [false]
        data[0].problems*.message == ['reading one.groovy gave no result that can be read']
    }

    private int run(CharSequence... arguments) {
        out.reset()
        err.reset()
        def terminal = new Terminal(new PrintStream(out, true, 'UTF-8'), new PrintStream(err, true, 'UTF-8'), new BufferedReader(new StringReader('')), [] as Set, 100, false)
        Main.run(arguments*.toString(), new CliContext(terminal, [:], folder, folder, Optional.of(reader)))
    }

    private String write(String name, String text) {
        Files.writeString(folder.resolve(name), text).toString()
    }
}
