package dev.runbook.compile

import dev.runbook.plan.Background
import dev.runbook.plan.ForEach
import dev.runbook.plan.Task
import spock.lang.Specification

/** The content of a block is evaluated when the block runs. */
class OwnTurnSpec extends Specification implements RunbookTexts, ReadPlans {
    def 'the content of a step is evaluated when the step runs'() {
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
        def (look, mend, reported) = work.onFailure().get().nodes()

        then:
        shown(work) == 'scale ‹1›'
        shown(work.verifies()[1]) == 'compare ‹First: stdout› ‹Before: stdout›'
        shown(mend) == 'mend ‹Look: stdout› ‹Scale: exitCode›'

        when:
        left.putAll(Scale: [stdout: '3', stderr: ' no ', exitCode: 4], First: [stdout: '2'], Look: [stdout: 'blue'])

        then:
        shown(work.verifies()[1].body().read()) == 'compare ‹2› ‹1›'
        shown(work.undo().get().body().read()) == 'scale --replicas=‹3›'
        shown(mend.body().read()) == 'mend ‹blue› ‹4›'
        shown(mend.body().read().undo().get().body().read()) == 'unmend ‹blue›'
        reported.text().read().shown() == 'it said no'
    }

    def 'a name outside a step for values of an earlier step is evaluated when a step uses it'() {
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
        shown(use.body().read()) == 'use ‹x› ‹A› ‹9› ‹r-1› ‹{"id":"i"}›'
        only.work().onlyIf().get().failures([:], { it })*.text() == ['twice() > 10']
    }

    def 'the content of an iteration is evaluated when the iteration runs, with its own values'() {
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
        def rounds = (runbook.plan().nodes()[1] as ForEach).iterations().read()
        left.putAll('Each › a › Dump': [stdout: 'A', ok: true], 'Each › b › Dump': [stdout: 'B', ok: false], Dump: [stdout: 'nobody'])

        then:
        rounds*.label() == ['a', 'b']
        rounds.collect { shown(it.members()[0].body().read().undo().get().body().read()) } == ['rm ‹A›', 'rm ‹B›']
        rounds.collect { it.members()[1].onlyIf().get().failures([:], { it }).size() } == [0, 1]
        rounds.collect { shown((it.members()[1].members()[0] as Background).task().body().read()) } == ['tail ‹A›', 'tail ‹B›']
        rounds.collect { shown(it.members()[1].members()[1].body().read()) } == ['load ‹A› of ‹a\nb›', 'load ‹B› of ‹a\nb›']
        rounds.collect { it.members()[2].text().read().shown() } == ['loaded A as a', 'loaded B as b']
        rounds.collect { (it.members()[3] as ForEach).iterations().read().collect { inner -> shown(inner.members()[0].body().read()) } } ==
                [['use ‹A› ‹A›'], ['use ‹B› ‹B›']]
    }
}
