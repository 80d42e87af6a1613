package dev.runbook.cli

import groovy.json.JsonSlurper
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class CheckAndPlanSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/good', '''
            description 'Does it'
            rto 1.minute
            param 'name', 'whom to greet', default: 'you'
            step('Greet') { budget 10.seconds
                retry 2, every: 1.second
                shell "echo hello ${params.name}" }
            parallel('Checks') { budget 30.seconds
                verify('Short') { budget 5.seconds
                    shell 'true' }
                verify('Long') { budget 20.seconds
                    shell 'true' }
            }
        ''')
        rig.runbook('demo/wrong', "stpe('x') { }")
    }

    def 'check reports valid and invalid runbooks'() {
        when:
        def answer = rig.run('check', 'demo/good', 'demo/wrong')

        then:
        answer.exit == 2
        answer.out.strip() == 'ok  demo/good  budgets add up to 40s of the RTO 1m'
        answer.err.contains("did you mean 'step'?")
    }

    def 'check names what has no budget, and so is not in the sum'() {
        given:
        rig.runbook('demo/open', """rto 1.minute
step('Greet') { budget 10.seconds; shell 'true' }
step('Wait') { shell 'true' }
phase('Rest') { step('Tidy') { shell 'true' } }""")

        expect:
        rig.run('check', 'demo/open').out.strip() == 'ok  demo/open  budgets add up to 10s of the RTO 1m, without 2 that have no budget: Wait, Rest'
    }

    def 'check of a folder checks each runbook in it'() {
        when:
        def answer = rig.run('check', asked)

        then:
        answer.exit == 2
        answer.out.strip() == 'ok  demo/good  budgets add up to 40s of the RTO 1m'
        answer.err.contains("wrong.groovy:2:1: unknown word 'stpe' in runbook")

        where:
        asked << ['runbooks', 'runbooks/demo', 'runbooks/demo/']
    }

    def 'check takes a file by its name'() {
        when:
        def answer = rig.run('check', 'runbooks/demo/good.groovy')

        then:
        answer.exit == 0
        answer.out.strip() == 'ok  demo/good  budgets add up to 40s of the RTO 1m'
    }

    def 'check --json reports each problem with its place'() {
        when:
        def data = new JsonSlurper().parseText(rig.run('check', 'demo/good', 'demo/wrong', '--json').out)

        then:
        data*.ok == [true, false]
        data[1].problems[0].line == 2
        data[1].problems[0].message == "unknown word 'stpe' in runbook"
    }

    def 'check warns about risky constructs, and still reports ok'() {
        given:
        rig.runbook('demo/risky', """param 'name', 'whom'
step('x') { shell "rm -rf \${params.name}" }""")

        when:
        def answer = rig.run('check', 'demo/risky')
        def data = new JsonSlurper().parseText(rig.run('check', 'demo/risky', '--json').out)

        then:
        answer.exit == 0
        answer.out.startsWith('ok  demo/risky')
        answer.err.startsWith('warning: ')
        answer.err.contains("a value that begins with - would be an option to 'rm'")
        data[0].ok
        data[0].warnings*.message == ["a value that begins with - would be an option to 'rm'"]
    }

    def 'check accepts any target until an environment is given'() {
        given:
        rig.runbook('demo/targets', '''step('x') { shell "echo ${setting('where')}" }''')
        rig.write('runbooks/demo/environments/lab.yaml', 'settings: { were: 1 }')

        expect:
        rig.run('check', 'demo/targets').exit == 0
        rig.run('check', 'demo/targets', '-e', 'lab').exit == 2
        rig.run('check', 'demo/targets', '-e', 'lab').err.contains("it has: were")
    }

    def 'plan shows commands, budgets and the longest path, and changes nothing'() {
        expect:
        rig.run('plan', 'demo/good', '-p', 'name=Mary').out == '''\
            demo/good in local: Does it
            RTO 1m
            name=Mary

              #     budget    done by   what
              1 *      10s        10s   step Greet
                                          shell  echo hello ‹Mary›
                                          up to 3 attempts, 1s between them
              2 *      30s        40s   parallel Checks
              3         5s        15s     verify Short
                                            shell  true
              4 *      20s        30s     verify Long
                                            shell  true

            * budgets on the longest path add up to 40s of the RTO 1m: 20s to spare
            no run history in this environment; the estimate uses budgets only
            nothing was run
            '''.stripIndent()
    }

    def 'plan --json has the same content for programs'() {
        when:
        def data = new JsonSlurper().parseText(rig.run('plan', 'demo/good', '--json').out)

        then:
        data.runbook == 'demo/good'
        data.rtoMs == 60_000
        data.steps*.name == ['Greet', 'Checks', 'Short', 'Long']
        data.steps*.budgetMs == [10_000, 30_000, 5_000, 20_000]
        data.criticalPathMs == 40_000
    }

    def 'plan --json shows when each message is sent'() {
        given:
        rig.write('runbooks/demo/environments/lab.yaml', "channels: { team: { file: 'messages.txt' } }")
        rig.runbook('demo/tells', '''
            notify('team') { on failed, atRisk; text 'x' }
            notify('team') { after 15.minutes; every 5.minutes; text 'y' }
            step('One') { shell 'true' }
        ''')

        expect:
        new JsonSlurper().parseText(rig.run('plan', 'demo/tells', '-e', 'lab', '--json').out).messages == [
                [channel: 'team', on: ['atRisk', 'failed'], afterMs: null, everyMs: null],
                [channel: 'team', on: [], afterMs: 900_000, everyMs: 300_000]]
        rig.run('plan', 'demo/tells', '-e', 'lab').out.contains('notifies team: at risk, failed\nnotifies team: after 15m, every 5m\n')
    }

    def 'check and plan show the name of an environment variable, never its value'() {
        given:
        rig.variables.DATABASE_PASSWORD = 'never-shown'
        rig.variables.WEB_PORT = '2222'
        rig.write('runbooks/demo/environments/lab.yaml', '''
            services: { api: "https://${API_HOST}/v1" }
            settings: { note: "${DATABASE_PASSWORD}", level: "${LEVEL:-3}" }
            hosts: { web: "deploy@web1:${WEB_PORT}" }
            databases: { orders: { url: "${ORDERS_URL}" } }
        '''.stripIndent())
        rig.runbook('demo/asks', '''
            step('Note') { shell "echo ${setting('note')} ${setting('level')} ${host('web')}" }
            step('Ask') { http { get "${service('api')}/health" } }
            step('Rows') { sql 'select 1', on: 'orders' }
            if (setting('note').startsWith('n')) { step('Leaked') { shell 'true' } }
        ''')

        when:
        def answer = rig.run('plan', 'demo/asks', '-e', 'lab')

        then:
        answer.exit == 0
        answer.out.contains('DATABASE_PASSWORD')
        !answer.out.contains('never-shown')
        !answer.out.contains('Leaked')
        rig.run('check', 'demo/asks', '-e', 'lab').exit == 0
    }

    def 'every command has a help page'() {
        when:
        def help = rig.run(command, '--help')

        then:
        help.exit == 0
        help.err == ''
        help.out.readLines().every { it.length() <= 100 }
        help.out.readLines().count { it.startsWith('  runbook ' + command) } >= 3
        help.out.toLowerCase().contains('touches')
        help.out.contains('Exit codes')

        where:
        command << ['check', 'plan', 'run', 'drill', 'show', 'history', 'resume', 'verify']
    }
}
