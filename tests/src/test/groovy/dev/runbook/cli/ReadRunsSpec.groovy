package dev.runbook.cli

import dev.runbook.terminal.Terminal
import dev.runbook.terminal.WatchedStream
import dev.runbook.journal.RunStore
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ReadRunsSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/good', "step('Do it') { shell 'echo hello' }")
        rig.runbook('demo/bad', "step('Break it') { shell 'exit 3' }")
    }

    def 'history lists runs, newest first, and filters them'() {
        given:
        rig.run('run', 'demo/good')
        rig.run('drill', 'demo/bad')

        expect:
        with(rig.run('history').out.readLines()) {
            size() == 3
            it.any { it =~ /demo\/bad +local +drill +failed/ }
            it.any { it =~ /demo\/good +local +run +succeeded/ }
        }
        rig.run('history', 'demo/good').out.readLines().size() == 2
        rig.run('history', '-e', 'elsewhere').out == "no run in 'elsewhere'; there are: local\n"
        rig.run('history', 'demo/god').out == "no run of 'demo/god'; did you mean 'demo/good'?\n"
        rig.run('history', '--json').out.endsWith(']\n')
        !rig.run('history', '--json').out.endsWith('\n\n')
        new JsonSlurper().parseText(rig.run('history', '--json').out)*.runbook.toSet() == ['demo/good', 'demo/bad'] as Set
    }

    def 'show prints the transcript of a run'() {
        given:
        rig.run('run', 'demo/bad')

        expect:
        with(rig.run('show', 'last')) {
            exit == 0
            out.contains('Break it')
            out.contains('exit code 3')
        }
        new JsonSlurper().parseText(rig.run('show', 'last', '--json').out).status == 'failed'
        rig.run('show', 'last', '--format', 'jsn').err.contains("did you mean 'json'?")
        rig.run('show', 'last', '-o', 'run.txt').out == ''
        Files.readString(folder.resolve('run.txt')).contains('Break it')
        with(rig.run('show', 'nothing')) {
            exit == 2
            err.contains("no run 'nothing'")
        }
    }

    def 'verify checks that a journal is complete'() {
        given:
        rig.run('run', 'demo/good')
        def journal = Files.list(folder.resolve('home/runs')).findFirst().get().resolve('journal')

        expect:
        rig.run('verify', 'last').exit == 0

        when:
        def bytes = Files.readAllBytes(journal)
        bytes[bytes.length.intdiv(2)] ^= 1
        Files.write(journal, bytes)

        then:
        rig.run('verify', 'last').exit == 1
    }

    def 'a journal of a newer engine is rejected in one line, and hides no other run'() {
        given:
        rig.run('run', 'demo/good')
        def id = new dev.runbook.journal.RunStore(folder.resolve('home')).find('last').id()
        newer(folder.resolve("home/runs/$id/journal"))

        expect:
        [['verify', id], ['show', id], ['resume', id]].each { command ->
            with(rig.run(*command)) {
                exit == 2
                err == "runbook: the journal of run $id was written by a newer engine (format 9); this one reads up to 2\n"
            }
        }
        rig.run('run', 'demo/good').exit == 0
        rig.run('history').out.contains('demo/good')
    }

    /** A first record as an engine of format 9 writes it. */
    private static void newer(Path journal) {
        def line = Files.readAllLines(journal)[0]
        def json = line.substring(line.indexOf('{')).replace('"format":2,', '"format":9,').getBytes('UTF-8')
        def crc = new java.util.zip.CRC32C()
        crc.update(json)
        def sha = java.security.MessageDigest.getInstance('SHA-256')
        sha.update(('0' * 64).bytes)
        def head = [json.length, (int) crc.value].collect { HexFormat.of().toHexDigits(it) } + HexFormat.of().formatHex(sha.digest(json))
        Files.write(journal, "${head.join(' ')} ${new String(json, 'UTF-8')}\n".getBytes('UTF-8'))
    }

    def 'resume continues after the finished steps, and requires a decision about interrupted ones'() {
        given:
        rig.runbook('demo/two', """
            step('One') { shell 'echo one >> $folder/ran' }
            step('Two') { shell 'echo two >> $folder/ran' }
            step('Three') { shell 'echo three >> $folder/ran' }
        """)
        rig.run('run', 'demo/two')
        rig.cutAfter('Two')

        when:
        def undecided = rig.run('resume', 'last')

        then:
        undecided.exit == 2
        undecided.err.contains("step 'Two' was in progress")

        when:
        def answer = rig.run('resume', 'last', '--skip')

        then:
        answer.exit == 0
        answer.out =~ /runbook show \d{8}-/
        Files.readAllLines(folder.resolve('ran')) == ['one', 'two', 'three', 'three']
    }

    def 'resume finds the files of a run wherever they are'() {
        given:
        def file = rig.write('elsewhere/two.groovy', """runbook('two') {
            step('One') { idempotent(); shell "echo \${setting('greeting')} >> ${folder.resolve('ran')}" }
        }""").toString()
        def place = rig.write('apart/place.yaml', 'environment: place\nsettings: { greeting: hello }\n').toString()
        rig.run('run', file, '-e', place)
        rig.cutAfter('One')

        expect:
        rig.run('resume', 'last').exit == 0
        Files.readAllLines(folder.resolve('ran')) == ['hello', 'hello']
    }

    def 'resume of a moved runbook that its id does not find requires its file'() {
        given:
        def file = rig.write('elsewhere/two.groovy', """runbook('two') {
            description 'Of nobody'
            owner 'nobody'
            step('One') { idempotent(); shell 'true' }
        }""").toString()
        rig.run('run', file)
        rig.cutAfter('One')

        def moved = Files.move(Path.of(file), folder.resolve('moved.groovy')).toString()

        when:
        def lost = rig.run('resume', 'last')

        then:
        lost.exit == 2
        lost.err.readLines()[0].startsWith("no runbook 'two'")
        lost.err.readLines()[1] == '  --runbook FILE names the file it was run from'

        expect:
        rig.run('resume', 'last', '--runbook', moved).exit == 0
    }

    def 'attach to a finished run shows each line with the time it was printed'() {
        given:
        rig.runbook('demo/slow', "step('Prints') { shell 'echo early; sleep 1.1; echo late' }")
        rig.run('run', 'demo/slow')
        def run = new RunStore(folder.resolve('home')).find('last')
        def ended = run.read().entries().last().at()

        when:
        def lines = rig.run('attach', 'last').out.readLines().findAll { it =~ /^\d\d:\d\d:\d\dZ/ }
        def early = lines.findIndexOf { it.contains('| early') }
        def late = lines.findIndexOf { it.contains('| late') }

        then:
        lines*.take(9) == lines*.take(9).toSorted()
        lines*.substring(10, 18) == lines*.substring(10, 18).toSorted()
        early < late && lines[early].contains('+0:00:00') && lines[late].contains('+0:00:01')
        lines.last().take(8) <= ended.toString().substring(11, 19)
    }

    def 'output that cannot be written is reported, and a reader that has left is not'() {
        given:
        rig.run('run', 'demo/good')

        when:
        def answer = printing(new IOException(reason), arguments)

        then:
        answer == [exit, reported]

        where:
        reason                    | arguments          || exit | reported
        'No space left on device' | ['show', 'last']   || 1    | 'runbook: what was printed could not all be written: No space left on device\n'
        'No space left on device' | ['history']        || 1    | 'runbook: what was printed could not all be written: No space left on device\n'
        'No space left on device' | ['run', 'demo/good'] || 0  | 'runbook: what was printed could not all be written: No space left on device\n'
        'Broken pipe'             | ['show', 'last']   || 0    | ''
        'Broken pipe'             | ['run', 'demo/good'] || 0  | ''
    }

    private List printing(IOException failure, List<String> arguments) {
        def err = new ByteArrayOutputStream()
        def full = new WatchedStream(new OutputStream() {
            @Override
            void write(int b) { throw failure }
        }, { false })
        def terminal = new Terminal(full, new PrintStream(err, true, 'UTF-8'), new BufferedReader(new StringReader('')), [] as Set, 100, false)
        [Main.run(arguments, new CliContext(terminal, rig.variables, folder, folder.resolve('product'))), err.toString('UTF-8')]
    }

    def 'show rejects two formats, and reports why a file cannot be written'() {
        given:
        rig.run('run', 'demo/good')

        expect:
        rig.run('show', 'last', '--format', 'html', '--json').with { exit == 2 && err == '--json and --format html are two formats: give one\n' }
        rig.run('show', 'last', '-o', 'absent/run.txt').err == 'cannot write absent/run.txt: there is no such file or folder\n'
    }

    def 'a file in place of the folder of runs is reported, and not taken for an empty folder'() {
        given:
        rig.variables.RUNBOOK_HOME = rig.write('file', '').toString()

        expect:
        with(rig.run('history')) {
            exit == 2
            err == "runbook: cannot list the runs in ${folder.resolve('file/runs')}: it, or a part of its path, is a file, not a folder\n"
        }
    }
}
