package dev.runbook.docs

import dev.runbook.cli.CommandRig
import dev.runbook.cli.NotDrilled
import dev.runbook.cli.StateChanges
import dev.runbook.cli.SuiteReport
import dev.runbook.cli.TriggerVerdict
import dev.runbook.environment.DrillResult
import dev.runbook.journal.RunStore
import dev.runbook.journal.event.ExitCode
import dev.runbook.journal.event.TriggerSample
import dev.runbook.trigger.Decision
import dev.runbook.trigger.Severity
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The output for programs matches the published schema. */
class RunSchemaSpec extends Specification {
    static final Path FILE = Path.of('../engine/docs/run.schema.json')

    @TempDir
    Path folder

    def rig = new CommandRig(folder)
    def schema = new JsonSlurper().parseText(RunSchema.text())

    def 'the published schema is up to date; -Drunbook.docs.write=true writes it'() {
        given:
        if (Boolean.getBoolean('runbook.docs.write')) {
            Files.writeString(FILE, RunSchema.text())
        }

        expect:
        Files.readString(FILE) == RunSchema.text()
    }

    def 'the output of every command and every record of a journal matches the schema'() {
        given:
        rig.runbook('demo/all', '''\
            rto 5.minutes
            rpo 1.hour
            recoveryPoint { shell 'date -u -d "-2 minutes" +%FT%TZ' }
            step('First') {
                shell 'echo first'
                undo { shell 'exit 7' }
            }
            parallel('Checks') {
                atLeast 1
                verify('Good') { shell 'true' }
                verify('Bad') {
                    shell 'exit 3'
                    expect { exitCode == 0 }
                }
            }
            step('Breaks') { shell 'exit 4' }
            onFailure { undoAll() }''')

        when:
        def ran = rig.run('run', 'demo/all', '--json')
        def report = json(ran.out)
        def id = report.run.id

        then:
        ran.exit == 1
        problems('runReport', report) == []
        problems('runDocument', json(rig.run('show', id, '--format', 'json').out)) == []
        problems('history', json(rig.run('history', '--json').out)) == []
        problems('verifyReport', json(rig.run('verify', id, '--json').out)) == []
        problems('checkReport', json(rig.run('check', 'demo/all', 'demo/none', '--json').out)) == []
        problems('planReport', json(rig.run('plan', 'demo/all', '--json').out)) == []
        report.keySet().every { json(rig.run('show', id, '--format', 'json').out)[it] == report[it] }

        and:
        def records = Files.readAllLines(new RunStore(folder.resolve('home')).find(id).path().resolve('journal')).collect { json(it.substring(it.indexOf('{'))) }
        records.size() > 20
        records.collectMany { problems('journalRecord', it) } == []

        when:
        rig.cutAfter('Breaks')

        then:
        problems('abortReport', json(rig.run('abort', id, '--json').out)) == []
    }

    def 'the verdict on the drills of a folder matches the schema'() {
        given:
        def state = new StateChanges([new StateChanges.Change('traffic', 'green', 'blue', true)], ['rows/orders'], ['dns/*'], 4)
        def drills = [
            new SuiteReport.Drill('demo/a', ['slow'], ['Stop:fail'], DrillResult.SUCCEEDED, DrillResult.SUCCEEDED, false, 60, '20260131-1200-abcd', 1200, 60_000, 900, state, ''),
            new SuiteReport.Drill('demo/b', [], [], DrillResult.FAILED, DrillResult.NOT_COMPLETED, false, 1, '', 0, -1, -1, StateChanges.NONE, 'no lab'),
        ]

        def samples = [new TriggerSample('2026-01-31T12:00:00Z', 'Health', 'status 500')]
        def detection = new TriggerVerdict.Detection(30, 15_000, 135_000, '', [reason: 'down'], samples, Decision.Effect.STARTS, '')
        def triggers = [new TriggerVerdict('Down', 'demo/decision', Optional.of(Severity.CRITICAL), ['slow'], '', new TriggerVerdict.Effect('demo/a', '', ['team']), true,
            Optional.of(detection), [new TriggerVerdict.Other('Slow', Severity.LOW, false)], '')]

        expect:
        problems('drillsReport', json(SuiteReport.of('demo', 'lab', drills, [new SuiteReport.FailurePaths('demo/a', 2, 1, ["onFailure of 'Stop'"])]).with(triggers, [new NotDrilled('Flood', 'demo/decision', '')]).json())) == []
    }

    def 'the check finds a deviation from the schema'() {
        expect:
        problems('verifyReport', [run: 'x', whole: 'yes', finding: null]) == ['whole: yes is no boolean', 'notCovered is missing']
        problems('RunStatus', 'great') == [': great is none of [succeeded, failed, fellBack, aborted]']
    }

    def 'the README has the exit codes of the engine'() {
        given:
        def readme = Files.readString(Path.of('../README.md'))

        expect:
        readme.contains("| exit code | means |\n| --- | --- |\n${ExitCode.rows().join('\n')}\n")
        rig.run('run', '--help').out.contains(ExitCode.help().join('\n'))
    }

    private static Object json(String text) {
        new JsonSlurper().parseText(text)
    }

    private List<String> problems(String name, Object value) {
        check(schema.$defs[name] as Map, value, '')
    }

    /** Checks a value against the parts of JSON Schema that the published one uses. */
    private List<String> check(Map<String, Object> by, Object value, String at) {
        if (by.$ref) {
            return problems(by.$ref.tokenize('/').last(), value).collect { at + it }
        }
        if (by.allOf) {
            return by.allOf.collectMany { check(it, value, at) }
        }
        if (by.anyOf || by.oneOf) {
            def of = (by.anyOf ?: by.oneOf).collect { check(it, value, at) }
            return of.any { it.empty } ? [] : of.min { it.size() }
        }
        if (by.enum) {
            return value in by.enum ? [] : ["$at: $value is none of $by.enum".toString()]
        }
        if (by.const) {
            return value == by.const ? [] : ["$at: $value is not $by.const".toString()]
        }
        def types = [by.type].flatten().findAll()
        if (types && !types.any { isA(it, value) }) {
            return ["$at: $value is no ${types.join(' or ')}".toString()]
        }
        def found = []
        if (value instanceof Map) {
            by.get('properties')?.each { name, of -> if (value.containsKey(name)) { found.addAll(check(of, value[name], at ? "$at.$name" : name)) } }
            found.addAll((by.required ?: []).findAll { !value.containsKey(it) }.collect { "${at ? at + '.' : ''}$it is missing".toString() })
            if (by.additionalProperties) {
                value.each { name, of -> found.addAll(check(by.additionalProperties, of, at ? "$at.$name" : name)) }
            }
        }
        if (value instanceof List) {
            value.eachWithIndex { of, i -> found.addAll(check(by.items ?: [:], of, "$at[$i]")) }
        }
        found
    }

    private static boolean isA(String type, Object value) {
        switch (type) {
            case 'null': return value == null
            case 'object': return value instanceof Map
            case 'array': return value instanceof List
            case 'string': return value instanceof CharSequence
            case 'boolean': return value instanceof Boolean
            default: return value instanceof Integer || value instanceof Long
        }
    }
}
