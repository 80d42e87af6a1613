package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.plan.*
import dev.runbook.action.Quorum
import java.time.Duration
import spock.lang.Specification

/** A file is evaluated twice: for the plan with unknown values, and each block of a step again with the values of the run. */
class ReadingsSpec extends Specification implements RunbookTexts, ReadPlans {

    def 'the plan has the content of the file, in order'() {
        when:
        def plan = check('''
            runbook('demo') {
                description 'What it is for'
                owner 'platform'
                rto 45.minutes, limit: 60.minutes
                rpo 1.minute
                lock 'traffic'
                lock 'database'
                startClock()
                phase('Restore') {
                    budget 10.minutes
                    step('Stop') { shell 'stop'; budget 1.minute, limit: 2.minutes; retry 3, every: 5.seconds, backoff: 2; attempt 20.seconds; idempotent() }
                    onFailure { carryOn() }
                }
                parallel('Checks') {
                    atLeast 95.percent
                    for (check in ['orders', 'stock']) {
                        verify("$check is healthy") { shell "curl $check"; every 2.seconds; holds 10.seconds }
                    }
                }
                stopClock()
                onFailure { step('Tell') { shell 'mail' } }
            }'''.stripIndent()).plan()

        then:
        plan.id() == 'demo'
        plan.description().get() == 'What it is for'
        plan.owner().get() == 'platform'
        plan.rto().get().time() == Duration.ofMinutes(45)
        plan.rto().get().limit().get() == Duration.ofMinutes(60)
        plan.rpo().get() == Duration.ofMinutes(1)
        plan.locks() == ['traffic', 'database']
        plan.nodes()*.class*.simpleName == ['ClockMark', 'Group', 'Group', 'ClockMark']

        and:
        def phase = plan.nodes()[1] as Group
        def stop = phase.members()[0] as Task
        phase.onFailure().get().ending() instanceof Handler.CarryOn
        stop.budget().get() == new Budget(Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(2)))
        stop.retry().get() == new Retry(3, Duration.ofSeconds(5), 2)
        stop.attempt().get() == Duration.ofSeconds(20)
        stop.idempotent()
        stop.at().line() == 12
        shown(stop) == 'stop'

        and:
        def checks = plan.nodes()[2] as Group
        checks.kind() == Group.Kind.PARALLEL
        checks.atLeast().get() == new Quorum(0, 95)
        checks.members()*.name() == ['orders is healthy', 'stock is healthy']
        checks.members()*.every()*.get() == [Duration.ofSeconds(2)] * 2
        checks.members()*.holds()*.get() == [Duration.ofSeconds(10)] * 2

        and:
        plan.onFailure().get().nodes()*.name() == ['Tell']
        plan.onFailure().get().ending() instanceof Handler.Stop
    }

    def 'a value of an earlier step is shown by its source, and known when the step runs'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def backup = step('Take a backup') { shell 'make-backup' }
                step('Use') { shell "restore ${backup.stdout.trim()} ${backup.json.files[0].name}"; retry 2, every: 5.seconds }
                step('By a name') {
                    def place = backup.stdout.trim()
                    shell "restore $place"
                }
            }'''.stripIndent())
        def (take, use, named) = runbook.plan().nodes()

        expect:
        shown(use) == 'restore ‹Take a backup: stdout.trim()› ‹Take a backup: json.files[0].name›'
        shown(use.body().read()) == shown(use)

        when:
        runbook.runsWith(known('Take a backup': [stdout: ' /backups/7 ', json: [files: [[name: 'a.dump']]], ok: true]))

        then:
        shown(use.body().read()) == 'restore ‹/backups/7› ‹a.dump›'
        shown(named.body().read()) == 'restore ‹/backups/7›'
        shown(use) == 'restore ‹Take a backup: stdout.trim()› ‹Take a backup: json.files[0].name›'
    }

    def 'a step that reads a value of a step that did not run fails before it starts, with its place'() {
        given:
        def runbook = check('''\
            runbook('demo') {
                def backup = step('Take a backup') { shell 'make-backup' }
                step('Use') {
                    shell "restore ${backup.stdout}"
                }
            }'''.stripIndent())
        runbook.runsWith(known([:]))

        when:
        runbook.plan().nodes()[1].body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.endsWith("demo.groovy:4: 'Take a backup' has not run, so it has left nothing")
    }

    def 'each iteration of a loop keeps its own value when it runs'() {
        given:
        def runbook = check('''
            runbook('demo') {
                for (table in ['orders', 'stock']) { step("Dump $table") { shell "dump $table" } }
                for (percent in (10..100).step(45)) { step("At $percent") { shell "weight ${percent + 1}" } }
                for (e in [a: 1, b: 2]) { step("Entry ${e.key}") { shell "use ${e.value}" } }
            }'''.stripIndent())
        runbook.runsWith(known([:]))

        expect:
        runbook.plan().nodes()*.name() == ['Dump orders', 'Dump stock', 'At 10', 'At 55', 'At 100', 'Entry a', 'Entry b']
        runbook.plan().nodes().collect { shown(it.body().read()) } ==
                ['dump ‹orders›', 'dump ‹stock›', 'weight ‹11›', 'weight ‹56›', 'weight ‹101›', 'use ‹1›', 'use ‹2›']
    }

    def 'values of the run are known at run time'() {
        given:
        def runbook = check('''
            runbook('demo') {
                step('Say') { shell "echo ${run.id} ${run.status}" }
                notify('all') { on failed, atRisk; within 10.seconds; text "${run.id} has ended ${run.status}" }
            }'''.stripIndent())
        def message = runbook.plan().messages()[0]

        expect:
        message.text().read().shown() == '‹run.id› has ended ‹run.status›'
        message.on() == [Message.When.FAILED, Message.When.AT_RISK] as Set
        message.within() == Duration.ofSeconds(10)

        when:
        runbook.runsWith(known([:], [id: 'r-1', status: 'failed']))

        then:
        message.text().read().shown() == 'r-1 has ended failed'
        shown(runbook.plan().nodes()[0].body().read()) == 'echo ‹r-1› ‹failed›'
    }

    def 'a condition outside a step is decided by the results of earlier steps'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def probe = step('Probe') { shell 'probe' }
                step('Only') { shell 'x'; onlyIf { probe.ok; probe.stdout == 'yes'; probe.exitCode < 3; probe.json.items*.id == [1, 2] } }
            }'''.stripIndent())
        def condition = runbook.plan().nodes()[1].work().onlyIf().get()

        expect:
        condition.texts() == ['probe.ok', "probe.stdout == 'yes'", 'probe.exitCode < 3', 'probe.json.items*.id == [1, 2]']

        when:
        runbook.runsWith(known(Probe: [ok: true, stdout: 'no', exitCode: 4, json: [items: [[id: 1], [id: 3]]]]))
        def failed = condition.failures([:], { it })

        then:
        failed*.text() == ["probe.stdout == 'yes'", 'probe.exitCode < 3', 'probe.json.items*.id == [1, 2]']
        failed*.parts()*.first()*.value() == ["'no'", '4', '[1, 3]']
    }

    def 'a text with values is found in lists and maps as well'() {
        given:
        def plan = check('''
            runbook('demo') {
                param 'reason', 'why'
                def names = ['a', 'b'].collect { "$it-1" }
                def sizes = ['a-1': 3]
                def why = params.reason
                if ('a-1' in names && names.contains('b-1') && sizes["${'a'}-1"] == 3 && "${1}" == '1') {
                    step('Found') { shell "echo ${names.join(',')} $why" }
                }
            }'''.stripIndent()).plan()

        expect:
        shown(plan.nodes()[0]) == 'echo ‹a-1,b-1› ‹reason›'
    }

    def 'a name may be computed from the results of earlier steps'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def probe = step('Probe') { shell 'probe' }
                def score = { probe.json.errors * 2 + probe.json.warnings }
                step('Say') { shell "echo ${score()}" }
                step('Only') { shell 'x'; onlyIf { score() > 10 } }
            }'''.stripIndent())
        def (probe, say, only) = runbook.plan().nodes()

        expect:
        shown(say) == 'echo ‹Probe: json.errors * 2 + Probe: json.warnings›'

        when:
        runbook.runsWith(known(Probe: [json: [errors: 3, warnings: 1]]))

        then:
        shown(say.body().read()) == 'echo ‹7›'
        only.work().onlyIf().get().failures([:], { it })*.text() == ['score() > 10']
    }

    def 'a forEach has an iteration for each element of an earlier result'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def tables = step('Tables') { shell 'list' }
                forEach('Dump each', in: { tables.json.tables }) { table ->
                    budget 10.minutes
                    atOnce 4
                    step('Dump') { shell "dump ${table.name}"; onlyIf { table.rows > 0 } }
                }
            }'''.stripIndent())
        def each = runbook.plan().nodes()[1] as ForEach

        expect:
        each.name() == 'Dump each'
        each.of() == 'Tables: json.tables'
        each.atOnce() == 4
        each.shown()*.name() == ['Dump']
        shown(each.shown()[0]) == 'dump ‹each of Tables: json.tables.name›'

        when:
        runbook.runsWith(known(Tables: [json: [tables: [[name: 'orders', rows: 3], [name: 'stock', rows: 0]]]]))
        def rounds = each.iterations().read()

        then:
        rounds*.label() == ['{"name":"orders","rows":3}', '{"name":"stock","rows":0}']
        rounds.collect { shown(it.members()[0].body().read()) } == ['dump ‹orders›', 'dump ‹stock›']
        rounds.collect { it.members()[0].work().onlyIf().get().failures([:], { it }).size() } == [0, 1]
    }

    def 'the undo and the handler of a step can read its results'() {
        given:
        def runbook = check('''
            runbook('demo') {
                step('Scale down') {
                    shell 'scale'
                    undo { shell "scale --replicas=${stdout}" }
                    onFailure { notify('ops') { text 'it failed' }; carryOn() }
                }
                background('Watch') { shell 'tail -F log' }
                onFailure { undoAll() }
            }'''.stripIndent())
        def step = runbook.plan().nodes()[0] as Task
        def undo = step.work().undo().get()

        expect:
        shown(undo) == 'scale --replicas=‹Scale down: stdout›'
        undo.kind() == Task.Kind.UNDO
        runbook.plan().nodes()[1] instanceof Background
        runbook.plan().onFailure().get().nodes()[0] instanceof UndoAll

        when:
        runbook.runsWith(known('Scale down': [stdout: '3']))

        then:
        shown(undo.body().read()) == 'scale --replicas=‹3›'
    }

    def 'text over several lines loses its common indentation and the line breaks at its quotes'() {
        expect:
        shown(check('''
            runbook('demo') {
                step('s') {
                    shell """
                        cat <<E
                          indented
                        E
                        printf 'a\\\\nb'
                    """
                }
            }''').plan().nodes()[0]) == "cat <<E\n  indented\nE\nprintf 'a\\nb'"
    }
}
