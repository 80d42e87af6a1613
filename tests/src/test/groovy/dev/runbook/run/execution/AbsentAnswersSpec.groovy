package dev.runbook.run.execution

import dev.runbook.journal.event.*
import dev.runbook.cli.CommandRig
import dev.runbook.journal.RunStore
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Without a response only a condition on its absence holds; a command that did not run is a failure. */
class AbsentAnswersSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        ['shop.db', 'known_hosts'].each { Files.createFile(folder.resolve(it)) }
        Files.writeString(folder.resolve('id'), KEY)
        rig.write('environments/here.yaml', """
            environment: here
            settings: { effects: ${folder.resolve('effects')} }
            services: { api: "http://127.0.0.1:1", mon: "http://127.0.0.1:1" }
            hosts: { dead: { address: "root@127.0.0.1:1", key: { file: ${folder.resolve('id')} }, known_hosts: ${folder.resolve('known_hosts')} } }
            databases:
              shop: { url: "jdbc:sqlite:${folder.resolve('shop.db')}" }
              dead: { url: "jdbc:postgresql://127.0.0.1:1/shop", user: app, password: { plain: unused } }
        """.stripIndent())
    }

    private CommandRig.Answer run(String body) {
        rig.runbook('t/main', body)
        rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString())
    }

    private StepFinished end(String step) {
        last(StepFinished, step)
    }

    private <T> T last(Class<T> type, String step) {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event().findAll { type.isInstance(it) && it.step() == step }.last() as T
    }

    private static final Map<String, String> ASK = [
        http      : 'http { get "${service(\'api\')}/errors" }',
        ssh       : "ssh 'cat log', on: 'dead'",
        sql       : "sql 'select * from errors', on: 'dead'",
        prometheus: "prometheus 'errors', on: 'mon'"
    ]

    private static final String KEY = Files.readString(key())

    /** A key unknown to every host. */
    private static Path key() {
        def file = Files.createTempDirectory('key').resolve('id')
        com.jcraft.jsch.KeyPair.genKeyPair(new com.jcraft.jsch.JSch(), com.jcraft.jsch.KeyPair.RSA).writePrivateKey(file.toString())
        file
    }

    private static final String ACT = 'shell "echo acted >> ${setting(\'effects\')}"'

    def 'without a response over #action the condition fails: #condition'() {
        when:
        def answer = run("verify('Ask') { budget 5.seconds; ${ASK[action]}; expect { $condition } }")

        then:
        answer.exit == 1
        end('Ask').cause().contains('onnection refused') || action == 'sql'
        !end('Ask').cause().contains('cannot be judged')
        last(AttemptFinished, 'Ask').failed()*.undecided().every { it.startsWith('there is no answer') }

        where:
        action       | condition
        'http'       | "!body.contains('error')"
        'http'       | 'body.isEmpty()'
        'http'       | 'body.size() == 0'
        'http'       | "!(body ==~ /error/)"
        'http'       | 'json.errors == null'
        'http'       | '!json.errors'
        'http'       | '!json.items.any { it.bad == true }'
        'http'       | "headers['x'] == null"
        'http'       | 'elapsed < 2.seconds'
        'http'       | 'status != 200'
        'http'       | '!(status == 200)'
        'http'       | 'status < 400'
        'http'       | '!(status >= 500)'
        'http'       | 'status == 503'
        'http'       | 'status !in [500, 503]'
        'http'       | '!(status in 500..599)'
        'http'       | '![500, 503].contains(status)'
        'http'       | '!(status ==~ /5../)'
        'http'       | 'status + 1 == 1'
        'http'       | 'ok || status != 500'
        'http'       | "ok || !body.contains('error')"
        'ssh'        | "!stdout.contains('ERROR')"
        'ssh'        | 'stderr.isEmpty()'
        'ssh'        | 'lines.size() == 0'
        'ssh'        | 'exitCode != 1'
        'ssh'        | "!hosts.any { it.stdout.contains('ERROR') }"
        'ssh'        | 'hosts.every { it.exitCode < 2 }'
        'ssh'        | 'hosts*.json.errors == [null]'
        'sql'        | 'rowCount == 0'
        'sql'        | "rows.every { it.state == 'ok' }"
        'sql'        | '!rows.any { it.bad == true }'
        'sql'        | 'value == null'
        'sql'        | 'row.missing == null'
        'sql'        | 'updateCount == 0'
        'sql'        | 'messages.size() == 0'
        'prometheus' | '!(value > 0)'
        'prometheus' | 'value != 1'
        'prometheus' | 'series.size() == 0'
    }

    def 'without a response over #action a condition on its absence holds: #condition'() {
        expect:
        run("verify('Ask') { budget 5.seconds; ${ASK[action]}; expect { $condition } }").exit == 0

        where:
        action       | condition
        'http'       | 'status == 0'
        'http'       | '0 == status'
        'http'       | '!(status != 0)'
        'http'       | '!ok'
        'http'       | 'ok == false'
        'http'       | 'status in [0, 503]'
        'http'       | 'status == 0 || status == 503'
        'http'       | 'status == 503 || status == 0'
        'http'       | "body.contains('maintenance') || status >= 500 || !ok"
        'http'       | "!(body.contains('up') && ok)"
        'ssh'        | '!ok'
        'ssh'        | "hosts.every { it.result == 'failed' && !it.ok && it.name == 'dead' }"
        'sql'        | '!ok'
        'prometheus' | 'ok == false'
    }

    def 'a missing response reaches no later step: #use'() {
        when:
        def answer = run("""
            rto 2.minutes
            def asked = verify('Ask') { budget 5.seconds; ${ASK[action]}; onFailure { carryOn() } }
            step('Use') { budget 5.seconds; $use; $ACT }
        """)

        then:
        answer.exit == 1
        !Files.exists(folder.resolve('effects'))
        end('Use').cause().contains("'Ask' has left no $value: ")

        where:
        action       | use                                              | value
        'http'       | 'onlyIf { asked.status != 200 }'                 | 'status'
        'http'       | 'onlyIf { !(asked.status in [200, 204]) }'       | 'status'
        'http'       | 'onlyIf { asked.json.errors == null }'           | 'json'
        'ssh'        | 'onlyIf { !asked.stdout.contains("x") }'         | 'stdout'
        'sql'        | 'onlyIf { asked.rows.size() == 0 }'              | 'rows'
        'sql'        | 'onlyIf { asked.updateCount == 0 }'              | 'updateCount'
        'prometheus' | 'onlyIf { !(asked.value > 1) }'                  | 'value'
    }

    def 'a command cannot use a missing response: #value'() {
        when:
        def answer = run("""
            rto 2.minutes
            def asked = verify('Ask') { budget 5.seconds; ${ASK.http}; onFailure { carryOn() } }
            step('Use') { budget 5.seconds; shell "echo \${asked.$value} >> \${setting('effects')}" }
        """)

        then:
        answer.exit == 1
        !Files.exists(folder.resolve('effects'))
        end('Use').cause().contains("'Ask' has left no $value: no connection to 127.0.0.1:1")

        where:
        value << ['body', 'status', 'elapsed']
    }

    def 'a later step can test whether there was a response: #condition'() {
        expect:
        run("""
            rto 2.minutes
            def asked = verify('Ask') { budget 5.seconds; ${ASK.http}; onFailure { carryOn() } }
            step('Use') { budget 5.seconds; onlyIf { $condition }; $ACT }
        """).exit == 0
        Files.exists(folder.resolve('effects'))

        where:
        condition << ['!asked.ok', 'asked.status == 0', 'asked.status == 200 || asked.status == 0']
    }

    def 'a command that did not run, or was killed, fails whatever its conditions: #script, #condition'() {
        when:
        def answer = run("verify('Check') { shell '$script'; expect { $condition } }")

        then:
        answer.exit == 1
        end('Check').cause().startsWith(cause)

        where:
        script             | condition                   || cause
        'pgbackrest_check' | "!stdout.contains('ERROR')" || 'exit code 127, a command was not found: '
        'pgbackrest_check' | 'lines.size() == 0'         || 'exit code 127, a command was not found: '
        'pgbackrest_check' | '!ok'                       || 'exit code 127, a command was not found: '
        '/etc/passwd'      | 'stdout.isEmpty()'          || 'exit code 126, a command could not be executed: '
        'kill -KILL $$'    | 'stderr.isEmpty()'          || 'killed by signal 9 (KILL, by a user or out of memory)'
        'kill -TERM $$'    | '!ok'                       || 'killed by signal 15 (TERM)'
    }

    def 'conditions that name the exit code judge it: #condition'() {
        expect:
        run("verify('Check') { shell 'echo said; pgbackrest_check'; expect { $condition } }").exit == 0

        where:
        condition << ['exitCode == 127', "exitCode != 0; stdout == 'said'", "!(exitCode in [0, 1]) && stdout.contains('said')"]
    }

    def 'a probe whose command was not found is undecided'() {
        given:
        rig.runbook('t/main', "step('Switch') { $ACT; alreadyDone { shell 'no_such_probe'; expect { !ok } } }")
        def environment = folder.resolve('environments/here.yaml').toString()
        rig.run('run', 't/main', '-e', environment)
        rig.cutAfter('Switch')
        Files.delete(folder.resolve('effects'))

        when:
        def answer = rig.run('resume', 'last')

        then:
        answer.exit != 0
        !Files.exists(folder.resolve('effects'))
        end('Switch').cause().startsWith('its probe gave no answer (exit code 127, a command was not found')
    }

    def 'an undecided condition does not skip a step'() {
        when:
        def answer = run("""
            def version = step('Version') { shell 'echo v1.2' }
            step('Upgrade') { onlyIf { version.json.number < 3 }; shell 'true' }
        """)

        then:
        answer.exit == 1
        end('Upgrade').cause().contains('onlyIf: version.json.number < 3 cannot be judged: ')
    }

    def 'output that is empty or not JSON has no document: #printed'() {
        when:
        def answer = run("verify('Errors') { shell '$printed'; expect { json.errors == null } }")

        then:
        answer.exit == 1
        end('Errors').cause().contains("json.errors == null cannot be judged: stdout is not JSON: $problem")

        where:
        printed      || problem
        'true'       || 'it is empty'
        'echo hello' || ''
    }
}
