package dev.runbook.cli

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** How the command line is read, whatever the command does with it. */
class UsageSpec extends Specification {
    @TempDir
    Path folder

    def 'runbook #line: #said'() {
        when:
        def answer = new CommandRig(folder).run(*line.split(' '))

        then:
        answer.exit == ExitCode.NOTHING_STARTED
        answer.out == ''
        answer.err.readLines()[0] == "runbook ${line.split(' ')[0]}: $said"
        answer.err.readLines()[1] == "'runbook ${line.split(' ')[0]} --help' shows how it is used"

        where:
        line                       | said
        'run'                      | "missing required parameter: 'RUNBOOK'"
        'check'                    | "missing required parameter: 'RUNBOOK'"
        'show'                     | "missing required parameter: 'RUN'"
        'run one two'              | "unknown argument 'two'"
        'run one --ye'             | "unknown option '--ye': did you mean '--yes'?"
        'run one --yes=no'         | "invalid value for option '--yes': 'no' is not a boolean"
        'run one -e a -e b'        | "option '--environment' (ENV) should be specified only once"
        'run one --since'          | "missing required parameter for option '--since' (INSTANT)"
        'run one --since noon'     | "invalid value for option '--since': 'noon' is not an instant like 2026-11-21T09:30:00Z"
        'history --last some'      | "invalid value for option '--last': 'some' is not a whole number above 0"
        'history --last 0'         | "invalid value for option '--last': '0' is not a whole number above 0"
        'history --last -3'        | "invalid value for option '--last': '-3' is not a whole number above 0"
        'resume -- ID --adopt'     | "'--adopt' stands behind --, where options are none: put it before"
        'verify some --head'       | "missing required parameter for option '--head' (HASH)"
    }

    def 'every command has a page that says what it touches, with examples and exit codes'() {
        when:
        def answer = new CommandRig(folder).run(command, '--help')

        then:
        answer.exit == ExitCode.OK
        answer.err == ''
        ['Usage: runbook ' + command, 'ouches', '--json', '-h, --help', 'Examples:', 'Exit codes'].every { answer.out.contains(it) }

        where:
        command << new Commands(null, null).names()
    }
}
