package dev.runbook.cli

import dev.runbook.action.HostileValues
import dev.runbook.machine.Thorough
import groovy.io.FileType
import groovy.json.JsonSlurper

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Hostile values in a complete run: as parameters, names, output, iterations, messages and files. */
class HostileRunSpec extends Specification {
    /** Characters that an environment variable and a command line can contain. */
    static final List<String> VALUES = HostileValues.ALL.findAll { it.trim() && !it.contains('\0') && it.length() < 5000 }

    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('runbooks/demo/environments/lab.yaml', """
            environment: lab
            settings: { folder: '$folder' }
            channels: { reported: { file: '${folder.resolve('messages.txt')}' } }
        """.stripIndent())
        rig.runbook('demo/hostile', '''
            param 'value', 'anything'
            def printed = step('Prints it') { shell "cd ${setting('folder')}; printf %s ${params.value}" }
            step('Says it and fails') { shell "printf %s ${params.value} >&2; exit 3"; onFailure { carryOn() } }
            verify('Compares it') { shell "printf %s ${params.value}"; expect { stdout == 'another' }; onFailure { carryOn() } }
            forEach('Each line', in: { printed.lines }) { line ->
                step('Round') { shell "printf %s ${line}" }
            }
            notify('reported') { text "it is ${params.value}, it said ${printed.stdout}" }
        ''')
    }

    @Thorough('a run for each third value, or with -Drunbook.points.all=true for each')
    def 'hostile values change neither a run nor its transcripts, which contain them unchanged'() {
        expect:
        VALUES.indexed().findAll { index, value -> index % 3 == 0 || Boolean.getBoolean('runbook.points.all') }.values().each { value ->
            def shown = HostileValues.shown(value)
            rig.folder.resolve('home').toFile().deleteDir()
            def answer = rig.run('run', 'demo/hostile', '-e', 'lab', '-p', "value=$value")
            assert answer.exit == 0: "$shown: $answer.out $answer.err"
            assert !Files.exists(folder.resolve('hit')): shown

            and: 'no control sequence reaches the terminal'
            assert !(answer.out + answer.err).any { it < ' ' && it != '\n' }: shown

            and: 'every file is in the folder of the run, under a harmless name'
            def run = folder.resolve('home').toFile()
            run.eachFileRecurse(FileType.ANY) { assert it.name ==~ /[\w.+-]{1,200}/: "$shown: $it.name" }

            and: 'the journal contains it byte for byte'
            def json = new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out)
            assert json.toString().contains(value): shown

            and: 'it adds no element to the page'
            def page = rig.run('show', 'last', '--format', 'html').out
            assert !page.contains('<script'): shown
            assert !page.contains('</textarea'): shown
            assert rig.run('verify', 'last').exit == 0: shown
        }
    }

    def 'no command writes raw arguments to the terminal: #arguments'() {
        given:
        def escape = '\u001b]0;owned\u0007\u202e'
        rig.write("runbooks/demo/odd${escape}.groovy", 'nonsense(')
        rig.runbook('demo/plain', "step('One') { shell 'true' }")
        rig.run('run', 'demo/plain')

        when:
        def answer = rig.run(*arguments*.replace('ESC', escape))

        then:
        !(answer.out + answer.err).any { (it < ' ' && it != '\n') || it == '\u202e' || it == '\u007f' }

        where:
        arguments << [
                ['check', 'demo/oddESC'], ['check', 'demo/oddESC', '--json'], ['check', 'runbooks/demo/oddESC.groovy', 'demo/plain'],
                ['plan', 'demo/oddESC'], ['plan', 'demo/plain', '-p', 'ESC=1'], ['plan', 'demo/plain', '-p', 'name=ESC', '--json'], ['plan', 'demo/plain', '-e', 'ESC'],
                ['run', 'demo/noneESC'], ['run', 'demo/plain', '--from', 'ESC'], ['drill', 'demo/plain', '--inject', 'ESC:fail'],
                ['show', 'ESC'], ['show', 'last', '--format', 'ESC'], ['verify', 'ESC'], ['verify', 'last', '--head', 'ESC'], ['verify', 'last', '--head', 'ESC', '--json'],
                ['history', 'ESC'], ['history', '-e', 'ESC'], ['resume', 'ESC'], ['abort', 'ESC'], ['attach', 'ESC'], ['ESC'], ['run', '--ESC'], ['run', '--', '--ESC', 'x']]
    }
}
