package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import groovy.json.JsonSlurper

import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** The parsing of the command line, for every command. */
class UsageSpec extends Specification {
    @TempDir
    Path folder

    /** Keeps the compiled runbooks between the examples. */
    @Shared
    @TempDir
    Path shared

    def 'the usage error of runbook #line is reported: #said'() {
        when:
        def answer = new CommandRig(folder).run(*line.split(' '))

        then:
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.out == ''
        answer.err.readLines()[0] == "runbook ${line.split(' ')[0]}: $said"
        answer.err.readLines()[1] == "'runbook ${line.split(' ')[0]} --help' shows how it is used"

        where:
        line                       | said
        'run'                      | "missing required parameter: 'RUNBOOK'"
        'check'                    | "missing required parameter: 'RUNBOOK'"
        'show'                     | "missing required parameter: 'RUN'"
        'run one two'              | "unknown argument 'two': an environment is chosen with -e two"
        'run one why=x'            | "unknown argument 'why=x': a parameter is given with -p why=x"
        'show one two'             | "unknown argument 'two'"
        'run one --ye'             | "unknown option '--ye': did you mean '--yes'?"
        'run one --yes=no'         | "invalid value for option '--yes': 'no' is not a boolean"
        'run one -e a -e b'        | "option '--environment' (ENV) should be specified only once"
        'run one --since'          | "missing required parameter for option '--since' (INSTANT)"
        'run one --since noon'     | "invalid value for option '--since': 'noon' is not an instant like 2026-11-21T09:30:00Z"
        'history --last some'      | "invalid value for option '--last': 'some' is not a whole number above 0"
        'history --last 0'         | "invalid value for option '--last': '0' is not a whole number above 0"
        'history --last -3'        | "invalid value for option '--last': '-3' is not a whole number above 0"
        'resume -- ID --adopt'     | "'--adopt' follows --, after which there are no options: put it before"
        'verify some --head'       | "missing required parameter for option '--head' (HASH)"
    }

    def 'runbook help #words is #same'() {
        expect:
        new CommandRig(folder).run('help', *words.tokenize(' ')).out == new CommandRig(folder).run(*same.tokenize(' ')).out

        where:
        words   || same
        ''      || '--help'
        'drill' || 'drill --help'
    }

    def 'an earlier spelling of an option is accepted, and is not in the help'() {
        given:
        def rig = new CommandRig(folder)

        expect:
        rig.run('drill', '--help').out.contains('--yield')
        !rig.run('drill', '--help').out.contains('--give-way')
        !rig.run('drill', 'nowhere', '--give-way').err.contains('unknown option')
        rig.run('run', 'nowhere', '--give-way').err.contains('unknown option')
    }

    def 'every command has a help page that says what it changes, with examples and exit codes'() {
        when:
        def answer = new CommandRig(folder).run(command, '--help')

        then:
        answer.exit == ExitCode.OK.number()
        answer.err == ''
        ['Usage: runbook ' + command, 'ouches', '--json', '-h, --help', 'Examples:', 'Exit codes'].every { answer.out.contains(it) }

        where:
        command << new Commands(null, null).names()
    }

    def 'the example works: #line'() {
        given: 'a run is only planned here, with the real runbooks'
        def words = (line =~ /(?:[^\s']|'[^']*')+/).collect { it.replace("'", '') }
        def planned = words.findAll { !it.startsWith('--inject') && it != 'Stop traffic to green:fail' } - ['--yes', '--quiet', '--detect', '--break', 'green-crash']
        ['--since', '--clock'].each {
            def option = planned.indexOf(it)
            if (option > 0) {
                planned = planned[0..<option] + planned.drop(option + 2)
            }
        }
        def parameters = planned.indexOf('--params')
        if (parameters > 0) {
            planned = planned[0..<parameters] + ['-p', 'reason=from a file'] + planned.drop(parameters + 2)
        }
        def rig = new CommandRig(shared)
        rig.variables.RUNBOOKS = new File('../runbooks').absolutePath

        when:
        def answers = planned.findAll { it.startsWith('erpgo/') }.collect { runbook ->
            rig.run(words[1] == 'check' ? 'check' : 'plan', runbook, *planned.drop(2).findAll { !it.startsWith('erpgo/') && it != '--json' }, '--json')
        }

        then:
        answers.every { it.exit == ExitCode.OK.number() && it.err == '' }
        words[1] != 'run' || answers.every { new JsonSlurper().parseText(it.out).examples == [] }

        where:
        line << ['check', 'plan', 'run', 'drill'].collectMany { command ->
            new CommandRig(Path.of('/tmp')).run(command, '--help').out.readLines()
                    .findAll { it.startsWith('  runbook ') && it.contains(' erpgo/') }
                    .collect { it.strip().replaceFirst(/\s{3,}.*/, '') }
        }
    }
}
