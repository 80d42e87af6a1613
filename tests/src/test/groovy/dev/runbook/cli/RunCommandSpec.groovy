package dev.runbook.cli

import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RunCommandSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/good', '''
            description 'Does it'
            rto 1.minute
            step('Do it') { budget 20.seconds
                shell 'echo hello' }
        ''')
        rig.runbook('demo/bad', '''
            rto 1.minute
            step('Fine') { shell 'true' }
            step('Breaks') { shell 'printf "\\\\033[31mno route\\\\033[0m\\n" >&2; exit 7' }
            verify('Never') { shell 'true' }
        ''')
    }

    private Path page() {
        Files.list(folder.resolve('home/runs')).findFirst().get().resolve('transcript.html')
    }

    def 'a run that meets its RTO ends with 0 and reports it'() {
        when:
        def answer = rig.run('run', 'demo/good')

        then:
        answer.exit == 0
        answer.err == ''
        answer.out.contains('✓ Do it')
        answer.out.contains('| hello')
        answer.out =~ /succeeded after .*\n  RTO 1m +met: /
        !Files.exists(page()) // a short success has none
    }

    def 'a run that fails ends with 1 and reports why, what was not reached and what to do next'() {
        when:
        def answer = rig.run('run', 'demo/bad')

        then:
        answer.exit == 1
        answer.out.contains("failed after")
        Files.readString(page()).contains('no route')
        answer.out.contains('Breaks: exit code 7: no route')
        answer.out.contains('not reached: Never')
        answer.out =~ /runbook show \d{8}-\d{6}-\w\w/
        !answer.out.contains('\u001b')
    }

    def '--quiet prints nothing on success, and everything on a failure'() {
        expect:
        with(rig.run('run', 'demo/good', '--quiet')) {
            exit == 0
            out == ''
            err == ''
        }
        with(rig.run('run', 'demo/bad', '--quiet')) {
            exit == 1
            out.contains('Breaks')
            out.contains('exit code 7')
        }
    }

    def '--json prints one document'() {
        when:
        def answer = rig.run('run', 'demo/bad', '--json')
        def data = new JsonSlurper().parseText(answer.out)

        then:
        data.status == 'failed'
        data.exitCode == 1
        data.verdicts*.verdict == ['missed']
    }

    def 'a run asks for confirmation before production, and continues with the name or with --yes'() {
        given:
        rig.write('runbooks/demo/environments/production.yaml', 'production: true')
        rig.terminals = ['in', 'err'] as Set
        rig.input = 'production\n'

        expect:
        with(rig.run('run', 'demo/good', '-e', 'production')) {
            exit == 0
            err.contains('Run demo/good in production (production)?')
        }

        when:
        rig.terminals = [] as Set

        then:
        rig.run('run', 'demo/good', '-e', 'production', '--yes').exit == 0
    }

    def 'an outage in the future is rejected'() {
        when:
        def answer = rig.run('run', 'demo/good', '--since', '2999-01-01T00:00:00Z')

        then:
        answer.exit == 2
        answer.err =~ /^--since 2999-01-01T00:00:00Z is in the future: it is \d{4}-.*Z now, by UTC\n$/
        answer.out == ''
    }

    def 'a drill uses the example of a parameter without a value'() {
        given:
        rig.runbook('demo/asks', '''
            param 'reason', 'why', example: 'a drill of the month'
            step('Say') { shell "echo because ${params.reason}" }
        ''')

        expect:
        rig.run('run', 'demo/asks').exit == 2
        with(rig.run('drill', 'demo/asks')) {
            exit == 0
            out.contains('because a drill of the month')
        }
    }

    def 'a drill of several runbooks ends with the first that missed its RTO'() {
        expect:
        rig.run('drill', 'demo/good', 'demo/bad', 'demo/good', '--quiet').exit == 1
    }

    def 'a drill injects faults in place of steps'() {
        when:
        def answer = rig.run('drill', 'demo/good', '--inject', 'Do it:fail')

        then:
        answer.exit == 1
        answer.out.contains('injected failure')
    }

    def '--from and --only omit steps, and the run reports it'() {
        expect:
        rig.run('run', 'demo/bad', '--only', 'Never').exit == 0
        rig.run('run', 'demo/bad', '--from', 'Never').out.contains('– Breaks')
        rig.run('run', 'demo/bad', '--from', 'Nevr').err.contains("did you mean 'Never'?")
    }

    def 'parameters come from a file, and -p overrides it'() {
        given:
        rig.runbook('demo/params', '''
            param 'a', 'one'
            param 'b', 'other'
            step('Say') { shell "echo a=${params.a} b=${params.b}" }
        ''')
        rig.write('p.yaml', 'a: from the file\nb: 010\n')

        expect:
        rig.run('run', 'demo/params', '--params', 'p.yaml', '-p', 'a=typed').out.contains('| a=typed b=010')
    }

    def 'an unreachable host is reported with its address, before any step'() {
        given:
        rig.runbook('demo/far', """
            step('Over there') { budget 10.seconds
                ssh 'hostname', on: 'far' }
            step('Afterwards') { shell 'true' }
        """)
        rig.write('runbooks/demo/environments/lab.yaml', "hosts: { far: 'ops@127.0.0.1:1' }")

        when:
        def answer = rig.run('run', 'demo/far', '-e', 'lab')

        then:
        answer.exit == 1
        answer.out.contains('far: no connection to 127.0.0.1:1: Connection refused')
        answer.out.contains('not reached: Afterwards')
        !answer.out.contains('\tat ')
    }

    def 'a secret is not in any output or file'() {
        given:
        rig.runbook('demo/secret', '''
            step('Use it') { shell "echo the token is ${secret('TOKEN')}; echo ${secret('TOKEN')} | base64; exit 3" }
        ''')
        rig.write('runbooks/demo/environments/lab.yaml', 'secrets: { TOKEN: { env: TOKEN } }')
        rig.variables.TOKEN = 'correct-horse-battery'

        when:
        def answer = rig.run('run', 'demo/secret', '-e', 'lab')

        then:
        answer.exit == 1
        answer.out.contains('| the token is •••')
        !answer.out.contains('correct-horse')
        !answer.out.contains('Y29ycmVjdC1ob3')

        and: 'in no file of the run'
        def everything = folder.resolve('home').toFile().traverse(type: groovy.io.FileType.FILES) { file ->
            assert !file.getText('ISO-8859-1').contains('correct-horse')
            assert !file.getText('ISO-8859-1').contains('Y29ycmVjdC1ob3')
        }
        Files.exists(folder.resolve('home'))
    }
}
