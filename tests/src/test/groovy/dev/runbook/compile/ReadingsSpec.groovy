package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
import dev.runbook.plan.*
import dev.runbook.value.Quorum
import dev.runbook.value.Secret
import dev.runbook.value.Unknown
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** One file, two readings: the plan with unknown values, and each step's block again with what the run knows. */
class ReadingsSpec extends Specification implements RunbookTexts {

    def 'the plan holds what the file says, in order'() {
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
        plan.promise().get().rto() == Duration.ofMinutes(45)
        plan.promise().get().limit().get() == Duration.ofMinutes(60)
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

    def 'a value of an earlier step is shown by its source, and known in the second reading'() {
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
        shown(use.body().read()) == 'restore /backups/7 a.dump'
        shown(named.body().read()) == 'restore /backups/7'
        shown(use) == 'restore ‹Take a backup: stdout.trim()› ‹Take a backup: json.files[0].name›'
    }

    def 'a step that asks for a value of something that did not run fails before it starts, with its place'() {
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

    def 'each round of a loop keeps its own value in the second reading'() {
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
                ['dump orders', 'dump stock', 'weight 11', 'weight 56', 'weight 101', 'use 1', 'use 2']
    }

    def 'what a file asks of the run is known when it runs'() {
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
        shown(runbook.plan().nodes()[0].body().read()) == 'echo r-1 failed'
    }

    def 'a condition outside a step decides with what earlier steps left'() {
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

    def 'a text with values is found in lists and maps like any other'() {
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
        shown(plan.nodes()[0]) == 'echo a-1,b-1 ‹reason›'
    }

    def 'a name may compute from what earlier steps leave'() {
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
        shown(say.body().read()) == 'echo 7'
        only.work().onlyIf().get().failures([:], { it })*.text() == ['score() > 10']
    }

    def 'a forEach has a round for each thing an earlier step left'() {
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
        def rounds = each.rounds().read()

        then:
        rounds*.label() == ['{"name":"orders","rows":3}', '{"name":"stock","rows":0}']
        rounds.collect { shown(it.members()[0].body().read()) } == ['dump orders', 'dump stock']
        rounds.collect { it.members()[0].work().onlyIf().get().failures([:], { it }).size() } == [0, 1]
    }

    def 'undo and the own handler of a step see what it left'() {
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
        shown(undo.body().read()) == 'scale --replicas=3'
    }

    def 'what stands inside a step is read when its own turn comes'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def before = step('Before') { shell 'x' }
                step('Scale') {
                    shell "scale ${before.stdout}"
                    def first = verify('First') { shell 'count' }
                    verify('Second') { shell "compare ${first.stdout} ${before.stdout}" }
                    undo { shell "scale --replicas=${stdout}" }
                    onFailure {
                        def why = stderr.trim()
                        def code = exitCode
                        def look = step('Look') { shell 'look' }
                        step('Mend') { shell "mend ${look.stdout} ${code}"; undo { shell "unmend ${look.stdout}" } }
                        notify('ops') { text "it said ${why}" }
                        carryOn()
                    }
                }
            }'''.stripIndent())
        def left = [Before: [stdout: '1']]
        runbook.runsWith(known(left))

        when:
        def work = (runbook.plan().nodes()[1] as Task).body().read()
        def (look, mend, told) = work.onFailure().get().nodes()

        then:
        shown(work) == 'scale 1'
        shown(work.verifies()[1]) == 'compare ‹First: stdout› ‹Before: stdout›'
        shown(mend) == 'mend ‹Look: stdout› ‹Scale: exitCode›'

        when:
        left.putAll(Scale: [stdout: '3', stderr: ' no ', exitCode: 4], First: [stdout: '2'], Look: [stdout: 'blue'])

        then:
        shown(work.verifies()[1].body().read()) == 'compare 2 1'
        shown(work.undo().get().body().read()) == 'scale --replicas=3'
        shown(mend.body().read()) == 'mend blue 4'
        shown(mend.body().read().undo().get().body().read()) == 'unmend blue'
        told.text().read().shown() == 'it said no'
    }

    def 'a name given outside a step to what an earlier step leaves is read when a step uses it'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def probe = step('Probe') { shell 'probe' }
                def first = probe.json.items[0]
                def place = probe.stdout.trim().toUpperCase()
                def twice = { first.size * 2 + probe.exitCode }
                def id = run.id
                step('Use') { shell "use ${first.name} $place ${twice()} $id ${json(id: first.id)}" }
                step('Only') { shell 'x'; onlyIf { twice() > 10; place == 'A' } }
            }'''.stripIndent())
        def (probe, use, only) = runbook.plan().nodes()

        expect:
        shown(use) == 'use ‹Probe: json.items[0].name› ‹Probe: stdout.trim().toUpperCase()› ‹Probe: json.items[0].size * 2 + Probe: exitCode› ' +
                '‹run.id› ‹{"id":"‹Probe: json.items[0].id›"}›'

        when:
        runbook.runsWith(known([Probe: [stdout: ' a ', exitCode: 1, json: [items: [[name: 'x', size: 4, id: 'i']]]]], [id: 'r-1']))

        then:
        shown(use.body().read()) == 'use x A 9 r-1 {"id":"i"}'
        only.work().onlyIf().get().failures([:], { it })*.text() == ['twice() > 10']
    }

    def 'what stands in a round is read when its own turn comes, with what its own round left'() {
        given:
        def runbook = check('''
            runbook('demo') {
                def tables = step('Tables') { shell 'list' }
                forEach('Each', in: { tables.lines }) { table ->
                    def dump = step('Dump') { shell "dump ${table}"; undo { shell "rm ${stdout}" } }
                    phase('Load it') {
                        onlyIf { dump.ok }
                        background('Watch') { shell "tail ${dump.stdout}" }
                        step('Load') { shell "load ${dump.stdout} of ${tables.stdout}" }
                    }
                    def named = dump.stdout.toLowerCase()
                    notify('ops') { text "loaded ${dump.stdout} as ${named}" }
                    forEach('Each part', in: { dump.lines }) { piece -> step('Part') { shell "use ${piece} ${dump.stdout}" } }
                }
            }'''.stripIndent())
        def left = [Tables: [stdout: 'a\nb']]
        runbook.runsWith(known(left))

        when:
        def rounds = (runbook.plan().nodes()[1] as ForEach).rounds().read()
        left.putAll('Each › a › Dump': [stdout: 'A', ok: true], 'Each › b › Dump': [stdout: 'B', ok: false], Dump: [stdout: 'nobody'])

        then:
        rounds*.label() == ['a', 'b']
        rounds.collect { shown(it.members()[0].body().read().undo().get().body().read()) } == ['rm A', 'rm B']
        rounds.collect { it.members()[1].onlyIf().get().failures([:], { it }).size() } == [0, 1]
        rounds.collect { shown((it.members()[1].members()[0] as Background).task().body().read()) } == ['tail A', 'tail B']
        rounds.collect { shown(it.members()[1].members()[1].body().read()) } == ['load A of a\nb', 'load B of a\nb']
        rounds.collect { it.members()[2].text().read().shown() } == ['loaded A as a', 'loaded B as b']
        rounds.collect { (it.members()[3] as ForEach).rounds().read().collect { inner -> shown(inner.members()[0].body().read()) } } ==
                [['use A A'], ['use B B']]
    }

    def 'names for things outside come from the environment, secrets stay closed'() {
        given:
        def runbook = planIn(environment(), '''
            runbook('demo') {
                step('Use') { shell "x ${service('api')} ${setting('backups')} ${host('db')} ${secret('TOKEN')}" }
                for (table in setting('tables')) { step("Dump $table") { shell "dump $table" } }
                if (setting('mode') == 'careful') { step('Check first') { shell 'check' } }
            }'''.stripIndent())

        expect:
        shown(runbook.plan().nodes()[0]) == 'x https://api.example.com /var/backups 10.0.0.7 ‹secret TOKEN›'
        action(runbook.plan().nodes()[0]).script().text().values().last() == new Secret('TOKEN')
        runbook.plan().nodes()*.name() == ['Use', 'Dump orders', 'Dump stock', 'Check first']
    }

    def 'an unknown target is told at every place that names it, with what there is'() {
        when:
        planIn(environment(), '''\
            runbook('demo') {
                step('One') { shell "x ${service('apo')}" }
                step('Two') { shell "x ${service(
                        'apo')} ${secret('NONE')}" }
            }'''.stripIndent())

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.place()*.line() == [2, 4, 4]
        refused.diagnostics()[0].place().column() == 38
        refused.diagnostics()[0].message() == "the environment 'test' has no service 'apo'"
        refused.diagnostics()[0].cures() == ['it has: api']
        refused.diagnostics()*.message().any { it.contains("no secret 'NONE'") }
    }

    def 'without an environment the names of targets are taken on trust'() {
        expect:
        shown(check(inRunbook('''step('s') { shell "x ${service('api')} ${setting('backups')}" }''')).plan().nodes()[0]) ==
                'x ‹service api› ‹setting backups›'
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

    def 'an example of the design is read as it stands'() {
        given:
        def folder = file('', 'runbooks/erpgo/immediate-rollback.groovy')
        file("runbook('erpgo/database-pitr') { param 'reason', 'why'; step('Restore') { shell 'restore' } }", 'runbooks/erpgo/database-pitr.groovy')
        file('Rolled back', 'runbooks/erpgo/templates/immediate-rollback.md')
        file('''
            runbook('erpgo/immediate-rollback') {
                description 'Put the blue (previous) deployment back in front of all traffic'
                owner 'platform-oncall'
                rto 5.minutes
                rpo 1.minute
                lock 'erpgo-traffic'                       // one run at a time per environment

                param 'reason',   'why we roll back, for the record'
                param 'version',  'the version to return to', matching: ~/v\\d+\\.\\d+\\.\\d+/, optional: true

                notify('everyone') {
                    on started, succeeded, failed, atRisk
                    within 30.seconds
                    template 'immediate-rollback.md'
                }

                step('Switch traffic to blue') {
                    budget 60.seconds
                    idempotent()
                    shell "kubectl patch service erpgo-api -p ${json(spec: [selector: [version: 'blue']])}"
                    retry 2, every: 5.seconds
                }

                step('Take green out of service') {
                    budget 30.seconds
                    idempotent()
                    shell 'kubectl scale deployment erpgo-api-green --replicas=0'
                    onFailure { carryOn() }                // traffic is already away from it
                }

                verify('Blue answers') {
                    budget 90.seconds
                    every 5.seconds                        // poll until it holds …
                    holds 30.seconds                       // … and keeps holding
                    http { get "${service('api')}/health" }
                    expect { status == 200; json.status == 'healthy' }
                }

                parallel('System checks') {
                    budget 2.minutes
                    atLeast 95.percent                     // of the checks below
                    for (check in ['orders', 'payments', 'stock']) {
                        verify("$check is healthy") {
                            http { get "${service('api')}/health/$check" }
                            expect { json.status == 'healthy' }
                        }
                    }
                }

                onFailure {
                    notify('incident-commander') { text 'Blue did not come up: restoring the database to a point in time.' }
                    fallBackTo 'erpgo/database-pitr'
                }
            }''', 'runbooks/erpgo/immediate-rollback.groovy')

        when:
        def plan = reader().read(RunbookRequest.toCheck(folder, [:], Optional.empty(), NOW)).plan()

        then:
        plan.nodes()*.name() == ['Switch traffic to blue', 'Take green out of service', 'Blue answers', 'System checks']
        shown(plan.nodes()[0]) == 'kubectl patch service erpgo-api -p {"spec":{"selector":{"version":"blue"}}}'
        (plan.onFailure().get().ending() as Handler.FallBack).runbook().plan().id() == 'erpgo/database-pitr'
    }

    private static Known known(Map<String, Map<String, Object>> left, Map<String, Object> run = [:]) {
        new Known() {
            @Override
            Optional<Map<String, Object>> left(String task) {
                Optional.ofNullable(left[task])
            }

            @Override
            Optional<Object> run(String name) {
                Optional.ofNullable(run[name])
            }
        }
    }

    private Environment environment() {
        EnvironmentFile.read(file('''
            environment: test
            services: { api: https://api.example.com/ }
            settings: { backups: /var/backups, tables: [orders, stock], mode: careful }
            hosts: { db: [admin@10.0.0.7] }
            secrets: { TOKEN: { env: TOKEN } }
            '''.stripIndent(), 'environments/test.yaml'), [TOKEN: 'abcdefgh'], { })
    }

    private static action(Task task) {
        task.work().act().action()
    }

    private static String shown(Task task) {
        shown(task.work())
    }

    private static String shown(Work work) {
        work.act().action().shown()
    }
}
