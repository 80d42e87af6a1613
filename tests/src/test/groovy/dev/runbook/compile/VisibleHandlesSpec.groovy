package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.plan.Node
import dev.runbook.plan.Task
import spock.lang.Specification

/** A handle declared inside a container is visible after it; after a loop it is the list of the results of its iterations. */
class VisibleHandlesSpec extends Specification implements RunbookTexts, ReadPlans {

    def 'a handle is visible after #container'() {
        given:
        def runbook = check(inRunbook("${text.replace('HERE', "def backup = step('Back up') { shell 'dump' }")}\nstep('Use') { shell \"restore \${backup.stdout}\" }"))
        Task use = find(runbook.plan().nodes(), 'Use')

        expect:
        shown(use) == 'restore ‹Back up: stdout›'

        when:
        runbook.runsWith(known('Back up': [stdout: '/b/7', ok: true]))

        then:
        shown(use.body().read()) == 'restore ‹/b/7›'

        where:
        container                          | text
        'a phase'                          | "phase('p') { HERE }"
        'a parallel'                       | "parallel('p') { HERE\nstep('b') { shell 'x' } }"
        'a phase in a parallel in a phase' | "phase('p') { parallel('q') { phase('r') { HERE } } }"
        'an onFailure'                     | "step('a') { shell 'x'; onFailure { HERE\ncarryOn() } }"
        'the onFailure of a phase'         | "phase('p') { step('a') { shell 'x' }\n onFailure { HERE\ncarryOn() } }"
        'if'                               | "if (2 > 1) { HERE }"
        'else'                             | "if (1 > 2) { step('a') { shell 'x' } } else { HERE }"
        'if with the other branch alike'   | "if (2 > 1) { HERE } else { def backup = step('Copy') { shell 'cp' } }"
        'else with the other branch alike' | "if (1 > 2) { def backup = step('Copy') { shell 'cp' } } else { HERE }"
        'two phases, the second of which'  | "phase('p') { def backup = step('a') { shell 'x' } }\nphase('q') { HERE }"
    }

    def 'between two containers a name refers to the handle of the first'() {
        given:
        def runbook = check(inRunbook('''
            phase('p') { def r = step('a') { shell 'x' } }
            step('Between') { shell "use ${r.stdout}" }
            phase('q') { def r = step('b') { shell 'x' }; step('Inside') { shell "use ${r.stdout}" } }
            step('After') { shell "use ${r.stdout}" }'''))

        expect:
        shown(find(runbook.plan().nodes(), 'Between')) == 'use ‹a: stdout›'
        shown(find(runbook.plan().nodes(), 'Inside')) == 'use ‹b: stdout›'
        shown(find(runbook.plan().nodes(), 'After')) == 'use ‹b: stdout›'

        when:
        runbook.runsWith(known(a: [stdout: 'A'], b: [stdout: 'B']))

        then:
        shown(find(runbook.plan().nodes(), 'Between').body().read()) == 'use ‹A›'
        shown(find(runbook.plan().nodes(), 'After').body().read()) == 'use ‹B›'
    }

    def 'the handle of a verify inside a step is visible after the step, and a handle in the handler of the runbook'() {
        given:
        def runbook = check(inRunbook('''
            step('Switch') { shell 'x'; verify('Answers') { shell 'y' } }
            phase('p') { step('Scale') { shell 'x'; def count = verify('Count') { shell 'wc' } } }
            step('Use') { shell "use ${count.stdout}" }
            onFailure { notify('team') { text "count was ${count.stdout}" } }'''))
        runbook.runsWith(known(Count: [stdout: '3']))

        expect:
        shown(find(runbook.plan().nodes(), 'Use').body().read()) == 'use ‹3›'
        runbook.plan().onFailure().get().nodes()[0].text().read().shown() == 'count was 3'
    }

    def 'a handle in a branch not taken fails the step that reads it, and is not ok'() {
        given:
        def runbook = check(inRunbook('''
            if (1 > 2) { def backup = step('Back up') { shell 'dump' } }
            step('Use') { shell "restore ${backup.stdout}" }
            step('Guarded') { onlyIf { backup.ok }; shell "restore ${backup.stdout}" }'''))
        runbook.runsWith(known([:]))

        when:
        find(runbook.plan().nodes(), 'Use').body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.endsWith("demo.groovy:4: 'Back up' has not run, so it has left nothing")

        and:
        !find(runbook.plan().nodes(), 'Guarded').work().onlyIf().get().failures([:], { it }).empty
    }

    def 'after a for loop the handle is the list of the results of its iterations'() {
        given:
        def runbook = check(inRunbook('''
            parallel('Checks') {
                for (name in ['a', 'b', 'c']) {
                    def checks = verify("Check $name") { shell "check $name" }
                    step("Log $name") { shell "log ${checks.stdout}" }
                }
            }
            step('Report') {
                onlyIf { checks.every { it.ok }; checks.any { round -> round.exitCode == 3 }; checks.size() == 3; checks*.ok == [true, true, true] }
                shell "report ${checks*.stdout} ${checks[0].stdout} ${checks[-1].stdout}"
            }'''))
        def report = find(runbook.plan().nodes(), 'Report')

        expect:
        shown(report) == 'report ‹checks: stdout› ‹Check a: stdout› ‹Check c: stdout›'

        when:
        runbook.runsWith(known(['a', 'b', 'c'].collectEntries { ["Check $it" as String, [ok: true, exitCode: it == 'b' ? 3 : 0, stdout: it.toUpperCase()]] }))

        then:
        shown(find(runbook.plan().nodes(), 'Log b').body().read()) == 'log ‹B›'
        shown(report.body().read()) == 'report ‹[A, B, C]› ‹A› ‹C›'
        report.body().read().onlyIf().get().failures([:], { it }) == []
    }

    def 'a missing result of an iteration fails the step that reads it, with the step named'() {
        given:
        def runbook = check(inRunbook('''
            for (name in ['a', 'b']) { def checks = step("Check $name") { shell "check $name" } }
            step('Report') { shell "report ${checks*.stdout}" }'''))
        runbook.runsWith(known('Check a': [ok: true, stdout: 'A']))

        when:
        find(runbook.plan().nodes(), 'Report').body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.endsWith("'Check b' has not run, so it has left nothing")
    }

    def 'after a forEach the handle is the list of the results of its iterations, once they are known'() {
        given:
        def runbook = check(inRunbook('''
            def tables = step('Tables') { shell 'list' }
            forEach('Each table', in: { tables.lines }) { table ->
                def dump = step('Dump') { shell "dump ${table}" }
                phase('Keep') { def copy = step('Copy') { shell "copy ${dump.stdout}" } }
                step('Compare') { shell "cmp ${dump.stdout} ${copy.stdout}" }
            }
            step('Upload') { onlyIf { dump.every { it.ok } }; shell "upload ${dump*.stdout} ${copy*.stdout} ${dump[1].stdout}" }'''))
        def each = runbook.plan().nodes()[1]
        def upload = find(runbook.plan().nodes(), 'Upload')

        expect:
        shown(upload) == 'upload ‹dump: stdout› ‹copy: stdout› ‹dump[1]: stdout›'
        each.iterations().readAfterwards() == ['Dump', 'Copy'] as Set

        when: 'no iteration is known'
        runbook.runsWith(known(Tables: [stdout: 'a\nb', ok: true]))
        upload.body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.endsWith("'Each table' has not run, so it has left nothing")

        when:
        runbook.runsWith(known(
                'Tables': [stdout: 'a\nb', ok: true],
                'Each table › a › Dump': [stdout: 'A', ok: true], 'Each table › b › Dump': [stdout: 'B', ok: true],
                'Each table › a › Copy': [stdout: 'a2', ok: true], 'Each table › b › Copy': [stdout: 'b2', ok: true]))
        def rounds = each.iterations().read()

        then:
        shown(upload.body().read()) == 'upload ‹[A, B]› ‹[a2, b2]› ‹B›'
        shown(rounds[1].members()[2].body().read()) == 'cmp ‹B› ‹b2›'
        upload.body().read().onlyIf().get().failures([:], { it }) == []
    }

    def 'a forEach may iterate over the results of another'() {
        given:
        def runbook = check(inRunbook('''
            for (name in ['a', 'b']) { def found = step("Find $name") { shell "find $name" } }
            forEach('Each', in: { found*.stdout }) { one -> step('Use') { shell "use ${one}" } }'''))
        runbook.runsWith(known('Find a': [ok: true, stdout: 'A'], 'Find b': [ok: true, stdout: 'B']))

        expect:
        runbook.plan().nodes()[2].iterations().read()*.label() == ['A', 'B']
    }

    def 'a list inside an iteration belongs to that iteration, also in nested loops'() {
        given:
        def runbook = check(inRunbook('''
            def hosts = step('Hosts') { shell 'list' }
            forEach('Each host', in: { hosts.lines }) { host ->
                def disks = step('Disks') { shell "disks ${host}" }
                forEach('Each disk', in: { disks.lines }) { disk -> def sizes = step('Size') { shell "size ${disk}" } }
                for (unit in ['k', 'm']) { def stats = step("Stat $unit") { shell 'x' } }
                step('Sum') { shell "sum ${sizes*.stdout} ${stats*.stdout}" }
            }
            step('Total') { shell "total ${sizes*.stdout} ${stats*.stdout}" }'''))
        runbook.runsWith(known(
                'Hosts': [stdout: 'h1\nh2'],
                'Each host › h1 › Disks': [stdout: 'd1\nd2'], 'Each host › h2 › Disks': [stdout: 'd3'],
                'Each host › h1 › Each disk › d1 › Size': [stdout: '1'], 'Each host › h1 › Each disk › d2 › Size': [stdout: '2'],
                'Each host › h2 › Each disk › d3 › Size': [stdout: '3'],
                'Each host › h1 › Stat k': [stdout: '1k'], 'Each host › h1 › Stat m': [stdout: '1m'],
                'Each host › h2 › Stat k': [stdout: '2k'], 'Each host › h2 › Stat m': [stdout: '2m']))
        def hosts = runbook.plan().nodes()[1].iterations().read()
        hosts.each { find(it.members(), 'Each disk').iterations().read() }

        expect:
        shown(find(hosts[0].members(), 'Sum').body().read()) == 'sum ‹[1, 2]› ‹[1k, 1m]›'
        shown(find(hosts[1].members(), 'Sum').body().read()) == 'sum ‹[3]› ‹[2k, 2m]›'
        shown(find(runbook.plan().nodes(), 'Total').body().read()) == 'total ‹[1, 2, 3]› ‹[1k, 2k, 1m, 2m]›'
    }

    def 'a mistake with a handle is reported in one line with its cure: #text'() {
        when:
        def message = messageOf(inRunbook(text)).readLines()

        then:
        message.findAll { it.startsWith('demo.groovy:') } == [line]
        message.last().strip() == cure

        where:
        text                                                                                  || line | cure
        "phase('p') { def b = step('a') { shell 'x' } }\nstep('u') { shell \"\${b.status}\" }"  || "demo.groovy:3:24: 'b' runs shell, which provides no 'status'"                   | 'it provides: ok, exitCode, json, lines, stderr, stdout'
        "phase('p') { def b = step('a') { shell 'x' } }\nstep('u') { shell \"\${b}\" }"         || "demo.groovy:3:22: 'b' is the whole result of a step, not a value"       | 'name what to read of it: b.ok'
        "$LOOP\nstep('u') { shell \"\${b.stdout}\" }"                                         || "demo.groovy:3:24: 'b' is declared in a loop: after the loop it is the list of the results of all iterations" | 'write b*.stdout for all of them, b[0].stdout for one, or b.every { it.stdout … }'
        "$LOOP\nstep('u') { shell \"\${b*.stdut}\" }"                                         || "demo.groovy:3:25: unknown name 'stdut' on the result of a step"                     | "did you mean 'stdout'?"
        "$LOOP\nstep('u') { shell \"\${b*.status}\" }"                                        || "demo.groovy:3:25: 'b' runs shell, which provides no 'status'"                   | 'it provides: ok, exitCode, json, lines, stderr, stdout'
        "$LOOP\nstep('u') { shell \"\${b[0].status}\" }"                                      || "demo.groovy:3:27: 'b' runs shell, which provides no 'status'"                | 'it provides: ok, exitCode, json, lines, stderr, stdout'
        "$LOOP\nstep('u') { onlyIf { b.every { it.status == 3 } }; shell 'x' }"               || "demo.groovy:3:35: 'it' runs shell, which provides no 'status'"                  | 'it provides: ok, exitCode, json, lines, stderr, stdout'
        "$LOOP\nstep('u') { shell \"\${b}\" }"                                                || "demo.groovy:3:22: 'b' is the whole result of a step, not a value"       | 'name what to read of it: b*.ok'
        "$LOOP\nif (b.every { it.ok }) { step('u') { shell 'x' } }"                           || "demo.groovy:3:7: what 'every' answers is known only in a run, and the plan cannot depend on it" | 'use it in ${…} of a command or message, or in a condition: onlyIf { … } or expect { … }'
        "step('u') { shell \"\${b.stdout}\" }\nphase('p') { def b = step('a') { shell 'x' } }"  || "demo.groovy:2:22: unknown name 'b' in step"                                    | "it is declared below, in line 3: use it after that"
        "def b = step('a') { shell \"\${b.stdout}\" }"                                        || "demo.groovy:2:30: unknown name 'b' in step"                                    | "a step has no results before it runs: they are in scope in its expect, onFailure and undo"
        "phase('p') { def status = step('a') { shell 'x' } }\nstep('u') { http { get 'http://x/' }\n expect { status == 3 } }" || "demo.groovy:2:18: 'status' names a value here, and is a word where it is used in line 4" | 'give the value another name'
        "phase('p') { def b = step('a') { shell 'x' } }\n$LOOP\nstep('u') { shell \"\${b*.stdout}\" }" || "demo.groovy:2:18: 'b' names one step here, and those of a loop in another place" | 'give the value another name'
    }

    static final String LOOP = "for (x in [1, 2]) { def b = step(\"a\$x\") { shell 'x' } }"

    private static <T extends Node> T find(List<? extends Node> nodes, String name) {
        nodes.findResult { it.name() == name ? it : find(it.members(), name) } as T
    }
}
