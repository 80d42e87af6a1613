package dev.runbook.cli

import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** {@code runbook plan} omits nothing, and shows as given, bounded or sequential only what is. */
class PlanCommandSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
    }

    def 'the probe of a step is shown'() {
        given:
        rig.runbook('demo/probe', """step('Create') { shell 'create'
            alreadyDone { shell 'exists'; expect { stdout == 'yes' } } }""")

        expect:
        plan('demo/probe').containsAll(['step Create', 'alreadyDone', 'shell  exists', "expects stdout == 'yes'"])
    }

    def 'the content of a file that a step runs is shown'() {
        given:
        rig.write('runbooks/demo/restore.sh', '#!/bin/sh\nrestore --all\n')
        rig.write('runbooks/demo/count.sql', 'select count(*) from orders')
        rig.write('runbooks/demo/environments/lab.yaml', 'databases: { shop: { url: "jdbc:sqlite:shop.db" } }')
        rig.runbook('demo/files', """step('Restore') { shell file: 'restore.sh' }
            step('Count') { sql file: 'count.sql', on: 'shop' }""")

        expect:
        plan('demo/files', '-e', 'lab').containsAll(['| #!/bin/sh', '| restore --all', '| select count(*) from orders'])
    }

    def 'a long file is shortened, and the plan says so'() {
        given:
        rig.write('runbooks/demo/long.sh', 'true\n' * 300)
        rig.runbook('demo/long', "step('Long') { shell file: 'long.sh' }")

        expect:
        plan('demo/long').count('| true') == 200
        plan('demo/long').contains('| … only the first 200 lines are shown')
    }

    def 'the arguments of a followed runbook are shown, also those known only at run time'() {
        given:
        rig.runbook('demo/inner', """param 'backup', 'which', example: 'a.dump'
            param 'reason', 'why', example: 'a drill'
            step('Restore') { shell "restore \${params.backup}" }""")
        rig.runbook('demo/outer', """def list = step('List') { shell 'ls' }
            step('Inner') { follow 'demo/inner', backup: list.stdout, reason: 'test' }
            onFailure { step('Last words') { shell 'echo bye' }
                fallBackTo 'demo/inner', backup: 'b.dump', reason: 'failed' }""")
        def lines = plan('demo/outer')

        expect:
        lines.contains('follow  demo/inner (backup: ‹List: stdout›, reason: ‹test›)')
        lines.indexOf('step Last words') < lines.indexOf('fallBackTo demo/inner (backup: ‹b.dump›, reason: ‹failed›)')
    }

    def 'a member without a budget is done when its container is, and has no time without a bound'() {
        given:
        rig.runbook('demo/bounds', """phase('Bounded') { budget 1.minute
                step('First') { shell 'true' }
                step('Second') { budget 10.seconds
                    shell 'true' } }
            step('Free') { shell 'true' }
            step('Last') { budget 5.seconds
                shell 'true' }""")
        def steps = data('demo/bounds').steps.collectEntries { [it.name, it.doneByMs] }

        expect:
        steps == [Bounded: 60_000, First: 60_000, Second: 60_000, Free: null, Last: null]
    }

    def 'steps that exclude each other count once: #first, #second'() {
        given:
        rig.runbook('demo/either', """rto 2.minutes
            def mode = step('Mode') { budget 10.seconds
                shell 'echo full' }
            step('Full') { budget 1.minute
                onlyIf { $first }
                shell 'true' }
            step('Partial') { budget 30.seconds
                onlyIf { $second }
                shell 'true' }
            step('After') { budget 20.seconds
                shell 'true' }""")
        def plan = data('demo/either')

        expect:
        plan.criticalPathMs == sum
        plan.steps.find { it.name == 'After' }.doneByMs == sum
        plan.steps.find { it.name == 'Partial' }.critical == (sum > 90_000)

        where:
        first                                   | second                                 || sum
        "mode.stdout == 'full'"                 | "mode.stdout != 'full'"                || 90_000
        "mode.stdout == 'full'"                 | "mode.stdout == 'part'"                || 90_000
        "mode.stdout.contains('x')"             | "!(mode.stdout.contains('x'))"         || 90_000
        'mode.ok'                               | '!mode.ok'                             || 90_000
        "mode.stdout == 'full'"                 | "mode.stdout == 'full'"                || 120_000
        "mode.stdout != 'full'"                 | "mode.stdout != 'part'"                || 120_000
        "mode.stdout == 'full'"                 | "mode.stderr != 'full'"                || 120_000
        "mode.stdout == 'full' || mode.ok"      | "mode.stdout != 'full'"                || 120_000
    }

    def 'an example in place of a value of the operator is marked'() {
        given:
        rig.runbook('demo/given', """param 'reason', 'why', example: 'it hangs'
            param 'size', 'how big', default: '5'
            step('Say') { shell "echo \${params.reason} \${params.size}" }""")

        expect:
        plan('demo/given').contains('reason=it hangs (example), size=5')
        plan('demo/given', '-p', 'reason=it hangs').contains('reason=it hangs, size=5')
        data('demo/given').examples == ['reason']
    }

    def 'the costliest path into a fallback is compared with the RTO'() {
        given:
        rig.runbook('demo/restore', "step('Restore') { budget 3.minutes\n shell 'true' }")
        rig.runbook('demo/switch', """rto 2.minutes
            step('Switch') { budget 1.minute
                shell 'true' }
            onFailure { fallBackTo 'demo/restore' }""")

        expect:
        plan('demo/switch').contains('falling back: 4m of the RTO 2m: 2m over')
        data('demo/switch').fallingBackMs == 240_000
    }

    def 'values are marked apart from code, and commands are shown completely'() {
        given:
        rig.runbook('demo/values', """param 'table', 'which', example: "orders; drop"
            step('Dump') { shell "pg_dump -t \${params.table} > out" }
            """)

        expect:
        plan('demo/values').contains('shell  pg_dump -t ‹orders; drop› > out')
    }

    /** Returns each line without its columns and indentation. */
    private List<String> plan(String... arguments) {
        def answer = rig.run('plan', *arguments)
        assert answer.err == ''
        answer.out.readLines()*.replaceFirst(/^ *\d* \*? +(\d+[a-z]+ ?)*/, '')*.strip()
    }

    private Object data(String runbook) {
        new JsonSlurper().parseText(rig.run('plan', runbook, '--json').out)
    }
}
