package dev.runbook.run.execution

import dev.runbook.journal.event.*
import dev.runbook.action.http.RawServer
import dev.runbook.cli.CommandRig
import dev.runbook.journal.RunStore
import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A truncated value is never used as a complete one: a step that reads it fails, and reports the cure. */
class TruncatedValuesSpec extends Specification {
    private static final String LONG = "seq 1 100; echo ERROR; seq 101 2000"

    @TempDir
    Path folder

    @AutoCleanup
    RawServer server = new RawServer({ socket ->
        def body = '{"items": [' + (1..200).collect { "{\"id\": $it, \"state\": \"${it == 100 ? 'bad' : 'ok'}\"}" }.join(',') + ']}'
        RawServer.say(socket, "HTTP/1.1 200 OK\nContent-Length: ${body.length()}\nConnection: close\n\n$body")
    })

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        Files.createFile(folder.resolve('shop.db'))
        rig.write('environments/here.yaml', """
            environment: here
            settings: { effects: ${folder.resolve('effects')} }
            services: { api: $server.url }
            databases: { shop: { url: "jdbc:sqlite:${folder.resolve('shop.db')}" } }
        """.stripIndent())
    }

    private CommandRig.Answer run(String body) {
        rig.runbook('t/main', body)
        rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString())
    }

    private StepFinished end(String step) {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event()
                .findAll { it instanceof StepFinished && it.step() == step }.last() as StepFinished
    }

    private List<String> getEffects() {
        def file = folder.resolve('effects')
        Files.exists(file) ? Files.readAllLines(file) : []
    }

    def 'a condition on truncated output fails: #condition'() {
        when:
        def answer = run("verify('Log') { $action; keep 1.kilobyte; expect { $condition } }")

        then:
        answer.exit == 1
        with(end('Log').cause()) {
            it.startsWith("$condition cannot be judged: $value has ")
            it.contains('and only 1 kB of it are kept')
            it.endsWith("print less (grep, tail -n 100), or write 'keep 1.megabyte'")
        }

        where:
        action                        | condition                                   | value
        "shell '$LONG'"               | "!stdout.contains('ERROR')"                 | 'stdout'
        "shell '$LONG'"               | "!lines.any { it.startsWith('ERROR') }"     | 'lines'
        "shell '$LONG'"               | 'lines.size() < 150'                        | 'lines'
        "shell '$LONG'"               | "stdout != 'ERROR'"                         | 'stdout'
        "shell '$LONG'"               | '!(stdout ==~ /.*ERROR.*/)'                 | 'stdout'
        "shell '$LONG'"               | 'stdout.size() < 100_000'                   | 'stdout'
        "shell '($LONG) >&2'"         | "!stderr.contains('ERROR')"                 | 'stderr'
        "shell '$LONG'"               | 'json.errors == null'                       | 'json'
    }

    def 'a condition on a truncated body fails: #condition'() {
        when:
        def answer = run("verify('Items') { http { get \"\${service('api')}/items\" }; keep 2.kilobytes; expect { $condition } }")

        then:
        answer.exit == 1
        end('Items').cause() ==~ /.* cannot be judged: $value has \d\.\d kB, and only 2 kB of it are kept, .*: ask for less, or write 'keep 1.megabyte'/

        where:
        condition                                   | value
        "!body.contains('bad')"                     | 'body'
        "json.items.every { it.state == 'ok' }"     | 'json'
        "!json.items.any { it.state == 'bad' }"     | 'json'
    }

    def 'conditions that read something else, or hold before they read it, are evaluated: #condition'() {
        expect:
        run("verify('Log') { shell '$LONG'; keep 1.kilobyte; expect { $condition } }").exit == 0

        where:
        condition << ['exitCode == 0', 'ok', "ok || stdout.contains('ERROR')", "!(!ok && stdout.contains('ERROR'))"]
    }

    def 'complete values are evaluated'() {
        expect:
        run("verify('Log') { shell '$LONG'; keep 1.megabyte; expect { stdout.contains('ERROR'); lines.size() == 2001 } }").exit == 0
    }

    def 'a truncated value reaches no command, no loop and no condition of a later step: #use'() {
        when:
        def answer = run("""
            rto 2.minutes
            def log = step('Log') { budget 5.seconds; shell '$LONG'; keep 1.kilobyte }
            $use
        """)

        then:
        answer.exit == 1
        effects == []
        answer.out.contains("$value of 'Log' has 8.9 kB, and only 1 kB of it are kept")

        where:
        use                                                                                                                           | value
        'step("Use") { budget 5.seconds; shell "echo ${log.stdout} >> ${setting(\'effects\')}" }'                                     | 'stdout'
        'step("Use") { budget 5.seconds; shell "echo ${log.lines[3]} >> ${setting(\'effects\')}" }'                                   | 'lines'
        'step("Use") { budget 5.seconds; shell "echo >> ${setting(\'effects\')}"; onlyIf { !log.stdout.contains("ERROR") } }'         | 'stdout'
        'step("Use") { budget 5.seconds; shell "echo >> ${setting(\'effects\')}"; onlyIf { log.lines.size() < 150 } }'                | 'lines'
        'phase("P") { onlyIf { log.stdout != "x" }; step("Use") { budget 5.seconds; shell "echo >> ${setting(\'effects\')}" } }'      | 'stdout'
        'forEach("Each", in: { log.lines }) { line -> budget 5.seconds; step("Use") { shell "echo $line >> ${setting(\'effects\')}" } }' | 'lines'
        'step("Use") { budget 5.seconds; http { post "${service(\'api\')}/x"; json log: log.stdout } }'                               | 'stdout'
        'step("Use") { budget 5.seconds; sql "select ${log.stdout}", on: \'shop\' }'                                                  | 'stdout'
    }

    def 'a message is sent without the truncated value'() {
        when:
        run("""
            def log = step('Log') { shell '$LONG'; keep 1.kilobyte }
            notify('console') { text "it said \${log.stdout}" }
        """)

        then:
        noExceptionThrown()
    }

    @Thorough('a thousand iterations')
    def 'a loop over a thousand rows iterates over all of them'() {
        when:
        def answer = loopOver1005Rows('')

        then:
        answer.exit == 0
        answer.out.contains('1005 of 1005 ok')
    }

    def 'a loop over rows of which only a part was kept iterates over none'() {
        when:
        def answer = loopOver1005Rows('keep 10.kilobytes')

        then:
        answer.exit == 1
        answer.out.contains("rows of 'Rows' has 1005 rows (80.4 kB), and only 10 kB of it are kept, so it cannot be used as a whole: select fewer rows; rowCount has their number, or write 'keep 1.megabyte'")
    }

    private loopOver1005Rows(String keep) {
        def rows = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1005) select i from n'
        run("""
            rto 2.minutes
            def list = step('Rows') { budget 5.seconds; sql '$rows', on: 'shop'; $keep }
            forEach('Each', in: { list.rows }) { one ->
                budget 60.seconds
                atOnce 8
                verify('Use') { sql "select \${one.i} as i", on: 'shop'; expect { row.i > 0 } }
            }
        """)
    }

    def 'rowCount and the first row are available however much was kept'() {
        expect:
        run("""
            verify('Rows') {
                sql 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1005) select i from n', on: 'shop'
                keep 1.kilobyte
                expect { rowCount == 1005; row.i == 1; value == 1 }
            }
        """).exit == 0
    }

    def 'the amount to keep is limited: #size'() {
        when:
        def answer = run("step('a') { shell 'true'; keep $size }")

        then:
        answer.exit == 2
        answer.err.contains("keep takes 1 kB to 64 MB, not $shown")

        where:
        size            || shown
        '65.megabytes'  || '65 MB'
        '0.kilobytes'   || '0 bytes'
    }
}
