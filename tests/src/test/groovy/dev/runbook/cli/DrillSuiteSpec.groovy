package dev.runbook.cli

import dev.runbook.AuthorException
import dev.runbook.environment.DrillResult
import dev.runbook.environment.EnvironmentFile
import dev.runbook.environment.LabLifecycle
import dev.runbook.run.lock.NotStartedException
import dev.runbook.time.FakeClock
import dev.runbook.trigger.Decision
import dev.runbook.trigger.FollowUp
import dev.runbook.trigger.Severity
import dev.runbook.trigger.Start
import dev.runbook.trigger.Trigger
import dev.runbook.trigger.TriggerSet
import groovy.json.JsonSlurper
import org.w3c.dom.Element
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import javax.xml.parsers.DocumentBuilderFactory

/** The drills of a folder, with a lab and runs that only record what is asked of them. */
class DrillSuiteSpec extends Specification {
    @TempDir
    Path top

    List<String> calls = []
    boolean up = false
    Map<String, String> state = [session: '4711']
    List<Integer> exits = [0]
    List<String> notices = []
    FakeClock clock = new FakeClock()
    /** The state of the lab, which faults and runs change. */
    Map<String, String> parts = ['rows/orders': '2 rows, a1', 'rows/users': '3 rows, b1', traffic: 'green']
    Map<String, Map<String, String>> faultChanges = [:]
    Map<String, Map<String, String>> runChanges = [:]
    Closure detection = {}

    def 'each drill starts a lab, breaks it, runs the runbook, and stops the lab'() {
        given:
        drills '''
            - { runbook: demo/a, break: [slow, crashed], parameters: { session: "pid ${lab.session}" }, expect: succeeded }
            - { runbook: demo/b, inject: ["Stop: it:fail"], expect: failed }'''
        exits = [0, 1]

        when:
        def report = perform()

        then:
        calls == ['start', 'break slow', 'break crashed', 'run a [session:pid 4711]', 'stop', 'start', 'run b [:] [Stop: it: fail]', 'stop']
        report.asExpected()
        notices[0] == 'drill 1 of 2: demo/a, broken: slow, crashed, expected: succeeded'
        notices[2] == 'drill 2 of 2: demo/b, broken: Stop: it:fail, expected: failed'
    }

    def 'what the drill changed in the lab is compared with the declaration: #kind'() {
        given:
        drills "- { runbook: demo/a, break: [slow], changes: $changes, mayChange: $mayChange, expect: succeeded }"
        faultChanges = [slow: ['rows/orders': '1 rows, a2', 'rows/users': '3 rows, b2']]
        runChanges = [a: ran]

        when:
        def report = perform()
        def drill = report.drills()[0]

        then:
        drill.asExpected() == problems.empty
        drill.state().problems() == problems
        drill.state().changed()*.part() == changed
        drill.state().restored() == restored
        problems.every { report.text().contains("     $it\n") && new JUnitReport(report).xml().contains(it.replace('>', '&gt;')) }

        where:
        kind                         | changes          | mayChange  | ran                                                                         || changed                   | restored                     | problems
        'as declared'                | '[traffic]'      | '[]'       | ['rows/orders': '2 rows, a1', 'rows/users': '3 rows, b1', traffic: 'blue']  || ['traffic']               | ['rows/orders', 'rows/users'] | []
        'a pattern'                  | '["tr*"]'        | '["rows/*"]' | ['rows/orders': '2 rows, a1', traffic: 'blue']                            || ['rows/users', 'traffic'] | ['rows/orders']              | []
        'what had to change did not' | '[traffic]'      | '[]'       | ['rows/orders': '2 rows, a1', 'rows/users': '3 rows, b1']                   || []                        | ['rows/orders', 'rows/users'] | ['must change, but did not: traffic']
        'damage that was not repaired' | '[]'           | '[]'       | ['rows/orders': '2 rows, a1']                                               || ['rows/users']            | ['rows/orders']              | ['must not change, but did: rows/users: 3 rows, b1 → 3 rows, b2']
        'what nobody expected'       | '[]'             | '["rows/*"]' | [new: 'x', traffic: null]                                                 || ['new', 'rows/orders', 'rows/users', 'traffic'] | []    | ['must not change, but did: new: does not exist → x', 'must not change, but did: traffic: green → does not exist']
    }

    def 'the state has some time to become what it is to be'() {
        given:
        drills '- { runbook: demo/a, changes: [traffic], expect: succeeded }'
        clock.after(Duration.ofSeconds(3)) { parts.traffic = 'blue' }

        expect:
        perform().asExpected()
        clock.nanos() == Duration.ofSeconds(3).toNanos()
    }

    def 'the state after a run that was interrupted is not compared'() {
        given:
        drills '- { runbook: demo/a, changes: [traffic], expect: succeeded }'
        exits = [143]

        when:
        def report = perform()

        then:
        report.drills()[0].state().problems() == []
        report.text().contains('not compared')
        !report.asExpected()
    }

    def 'a part that the lab does not have is reported before anything is broken'() {
        given:
        drills '- { runbook: demo/a, break: [slow], changes: [rows/order], expect: succeeded }'

        when:
        def report = perform()

        then:
        report.text().contains("drills.yaml:2: the state of the lab demo has no part 'rows/order', did you mean 'rows/orders'?; there are: rows/orders, rows/users, traffic")
        calls == ['start', 'stop']
    }

    def 'with detect the lab is broken while triggers are evaluated, and the run is the one that was requested'() {
        given:
        drills '''
            - { runbook: demo/a, break: [slow], detect: true, expect: succeeded }
            - { runbook: demo/a, break: [slow], detect: false, expect: succeeded }'''
        exits = [0, 0]
        detection = { runbook, breaks ->
            calls << 'watch'
            breaks.run()
            calls << 'detected'
            start()
        }

        when:
        perform()

        then:
        calls == ['start', 'watch', 'break slow', 'detected', 'run a [:]', 'stop', 'start', 'break slow', 'run a [:]', 'stop']
    }

    def 'a fault that no trigger detects is a drill that did not end as expected'() {
        given:
        drills '- { runbook: demo/a, break: [slow], detect: true, expect: succeeded }'
        detection = { runbook, breaks -> throw new NotStartedException('not started: no trigger has requested a.groovy within 1m') }

        when:
        def report = perform()

        then:
        report.drills()[0].ended() == DrillResult.NOT_COMPLETED
        report.text().contains('no trigger has requested a.groovy within 1m')
        calls == ['start', 'stop']
    }

    def 'an end with exit code #exit is #ended'() {
        given:
        drills '- { runbook: demo/a, expect: succeeded }'
        exits = [exit]

        when:
        def report = perform()

        then:
        report.drills()[0].ended() == ended
        report.asExpected() == (exit == 0)

        where:
        exit || ended
        0    || DrillResult.SUCCEEDED
        1    || DrillResult.FAILED
        3    || DrillResult.OBJECTIVE_MISSED
        4    || DrillResult.FELL_BACK
        2    || DrillResult.NOT_COMPLETED
        5    || DrillResult.NOT_COMPLETED
    }

    def 'after an interruption no further drill is started, and the lab is stopped'() {
        given:
        drills '''
            - { runbook: demo/a, expect: succeeded }
            - { runbook: demo/b, expect: succeeded }'''
        exits = [130]

        expect:
        perform().drills().size() == 1
        calls.last() == 'stop'
    }

    def 'a runbook that cannot be started is a drill that did not end as expected'() {
        given:
        drills '- { runbook: demo/a, parameters: { session: "${lab.pid}" }, expect: failed }'

        when:
        def report = perform()

        then:
        !report.asExpected()
        report.drills()[0].ended() == DrillResult.NOT_COMPLETED
        report.text().contains("the lab has no value 'pid'; it has: session")
        calls == ['start', 'stop']
    }

    def 'nothing is started when the declaration does not fit: #message'() {
        given:
        drills declared
        up = isUp

        when:
        perform(environment)

        then:
        def refused = thrown(kind)
        refused.message.contains(message)
        calls == []

        where:
        declared                                                        | environment | isUp  || kind                | message
        '- { runbook: demo/a, break: [slwo], expect: failed }'          | 'lab'       | false || AuthorException     | "drills.yaml:2: the lab demo has no fault 'slwo', did you mean 'slow'?; there are: slow, crashed"
        '- { runbook: demo/none, expect: failed }'                      | 'lab'       | false || AuthorException     | "drills.yaml:2: there is no runbook 'demo/none'"
        '- { runbook: outside/a, expect: failed }'                      | 'lab'       | false || AuthorException     | "leads out of"
        '- { runbook: demo/a, inject: ["Stop"], expect: failed }'       | 'lab'       | false || AuthorException     | "drills.yaml:2: --inject 'Stop': write"
        '- { runbook: demo/a, inject: ["Stop:crash"], expect: failed }' | 'lab'       | false || AuthorException     | "drills.yaml:2: 'crash' ends the engine"
        '- { runbook: demo/a, expect: failed }'                         | 'staging'   | false || AuthorException     | "'staging' has none"
        '- { runbook: demo/a, expect: failed }'                         | 'lab'       | true  || NotStartedException | 'stop it first: runbook lab stop demo'
    }

    def 'the verdict is a table, JSON and JUnit XML'() {
        given:
        drills '''
            - { runbook: demo/a, break: [slow], changes: [traffic], expect: succeeded }
            - { runbook: demo/b, inject: ['Stop:fail'], expect: fellBack }'''
        exits = [0, 1]
        runChanges = [a: [traffic: 'blue']]

        when:
        def report = perform()
        def json = new JsonSlurper().parseText(report.json())
        def xml = xml(new JUnitReport(report).xml())

        then:
        report.text().readLines()*.trim()*.replaceAll(/ {2,}/, ' | ') == [
            'runbook | broken | expected | ended | took | RTO | state',
            '✓ | demo/a | slow | succeeded | succeeded | 0ms | none | 1 changed',
            '✗ | demo/b | 1 injected | fellBack | failed | 0ms | none | unchanged',
            '',
            '1 of 2 drills ended as expected']

        and:
        [json.system, json.environment, json.asExpected] == ['demo', 'lab', false]
        json.drills*.ended == ['succeeded', 'failed']
        json.drills*.asExpected == [true, false]
        json.drills[0].state == [changed: [[part: 'traffic', before: 'green', after: 'blue', expected: true]], restored: [], missing: [], unchanged: 2]

        and:
        ['name', 'tests', 'failures'].collect { xml.getAttribute(it) } == ['demo in lab', '2', '1']
        elements(xml, 'testcase')*.getAttribute('name') == ['broken: slow; expected: succeeded', 'broken: Stop:fail; expected: fellBack']
        elements(xml, 'failure')*.getAttribute('message') == ['ended: failed']
    }

    def 'drills of triggers are performed after those of the runbooks, each on a separate lab'() {
        given:
        drills '- { runbook: demo/a, break: [slow], expect: succeeded }'
        declare '''
            triggers:
              - { break: [crashed], fires: [{ trigger: Down, starts: demo/a }] }
              - { fires: [{ trigger: Review, starts: demo/b }] }
            notDrilled: [{ trigger: Flood, reason: a lab has no river }]
            '''

        when:
        def report = perform()
        def json = new JsonSlurper().parseText(report.json())
        def xml = xml(new JUnitReport(report).xml())

        then:
        calls == ['start', 'break slow', 'run a [:]', 'stop', 'start', 'evaluate', 'break crashed', 'stop', 'follow Review after []']
        !report.asExpected()
        report.text().readLines().dropWhile { !it.contains('cause') }*.trim()*.replaceAll(/ {2,}/, ' | ') == [
            'trigger | cause | detected | effect',
            "✓ | Down (critical) | crashed | after 2m 15s | starts demo/a, covered by 'Other'",
            '✗ | Review | after demo/a | not fired | starts demo/b',
            'no drill of demo/a has ended',
            '',
            'detected: from the fault to the decision; windows passed faster and count in full',
            '',
            '1 of 2 triggers fired as expected',
            '2 triggers have no drill:',
            'demo/decision | Flood: a lab has no river',
            'demo/decision | Forgotten: no reason declared']

        and:
        json.triggers*.trigger == ['Down', 'Review']
        json.triggers[0].detection.detectedAfterMs == 135_000
        json.triggersNotDrilled*.reason == ['a lab has no river', null]
        report.failurePaths() == [new SuiteReport.FailurePaths('demo/a', 1, 1, [])]

        and:
        ['tests', 'failures', 'skipped'].collect { xml.getAttribute(it) } == ['5', '1', '2']
        elements(xml, 'testcase')*.getAttribute('name').drop(1) == ['trigger: Down; cause: crashed', 'trigger: Review; cause: after demo/a', 'trigger: Flood; cause: no drill', 'trigger: Forgotten; cause: no drill']
        elements(xml, 'failure')*.getAttribute('message') == ['no drill of demo/a has ended']
    }

    def 'a trigger drill that could not be performed is not as expected'() {
        given:
        drills '- { runbook: demo/a, expect: succeeded }'
        declare 'triggers: [{ break: [crashed], fires: [{ trigger: Down, starts: demo/a }] }]'
        evaluation = { throw new NotStartedException("before anything is broken, a trigger is bad already: 'Down'") }

        when:
        def report = perform()

        then:
        report.triggers()*.problem() == ["before anything is broken, a trigger is bad already: 'Down'"]
        !report.asExpected()
        calls.last() == 'stop'
    }

    def 'text that XML cannot hold is replaced in the JUnit report'() {
        given:
        def drill = new SuiteReport.Drill('demo/a', [], [], DrillResult.SUCCEEDED, DrillResult.FAILED, false, 1, '', 1234, -1, -1, StateChanges.NONE, 'a\u0000\u001bb <&> "ü"')

        when:
        def xml = xml(new JUnitReport(SuiteReport.of('demo', 'lab', [drill], [])).xml())

        then:
        elements(xml, 'failure')*.textContent == ['a??b <&> "ü"']
        elements(xml, 'testcase')*.getAttribute('time') == ['1.234']
    }

    def 'a trigger that starts a runbook is a path of the runbook, until a drill begins with it'() {
        given:
        def coverage = new SuiteCoverage()
        coverage.add('demo/a', 'Too slow')
        coverage.add('demo/a', 'Down')
        coverage.add('demo/a', 'Broken')
        coverage.exercised('demo/a', 'Broken')

        expect:
        coverage.coverage() == [new SuiteReport.FailurePaths('demo/a', 3, 1, ["trigger 'Too slow' starts it", "trigger 'Down' starts it"])]
    }

    def 'the failure paths that no drill of the suite took are listed'() {
        given:
        def paths = [new SuiteReport.FailurePaths('demo/a', 3, 1, ["onFailure of 'Stop'", 'fall back to demo/b']), new SuiteReport.FailurePaths('demo/b', 1, 1, [])]

        expect:
        SuiteReport.of('demo', 'lab', [], paths).text().endsWith("2 of 4 failure paths exercised; not by these drills:\n  demo/a  onFailure of 'Stop'\n  demo/a  fall back to demo/b\n")
        SuiteReport.of('demo', 'lab', [], [paths[1]]).text().endsWith('1 of 1 failure paths exercised\n')
    }

    private static Element xml(String text) {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes('UTF-8'))).documentElement
    }

    private static List<Element> elements(Element top, String name) {
        def found = top.getElementsByTagName(name)
        (0..<found.length).collect { found.item(it) as Element }
    }

    private SuiteReport perform(String environment = 'lab') {
        def file = Files.writeString(top.resolve("${environment}.yaml"), "environment: $environment\n" + (environment == 'lab' ? 'lab: demo\n' : ''))
        def suite = DrillSuite.in(top.resolve('demo'), start(), clock, { notices << it })
        if (suite.declared().triggers()) {
            suite.with(triggerDrills(suite))
        }
        suite.detectedBy({ runbook, breaks -> detection(runbook, breaks) } as DrillSuite.Detection).perform(EnvironmentFile.read(file, [HOME: '/home/sre']), labs())
    }

    private TriggerDrills triggerDrills(DrillSuite suite) {
        def a = new Start('demo/a', top, [] as Set, Optional.empty(), Optional.empty())
        def b = new Start('demo/b', top, [] as Set, Optional.empty(), Optional.empty())
        def trigger = { name, start -> new Trigger(name, null, Severity.CRITICAL, null, null, null, null, true, Optional.empty(), null, Optional.ofNullable(start), [], null) }
        def review = new FollowUp('Review', null, true, [new FollowUp.After('demo/a', Duration.ofHours(24))], b, [], null)
        def triggers = new DeclaredTriggers([new TriggerSet('demo/decision', top, [], [], [trigger('Down', a), trigger('Flood', null), trigger('Forgotten', null)], [review])])
        triggers.check(suite.declared())
        new TriggerDrills(suite.declared(), triggers, { scenario, breaks -> evaluation(breaks) }, { declared, runbooks ->
            calls << "follow ${declared.name()} after $runbooks".toString()
            [new TriggerVerdict('Review', 'demo/decision', Optional.empty(), [], 'demo/a', declared.effect(), false, Optional.empty(), [], 'no drill of demo/a has ended')]
        }, { notices << it })
    }

    Closure evaluation = { breaks ->
        calls << 'evaluate'
        breaks.run()
        def detection = new TriggerVerdict.Detection(30, 15_000, 135_000, '', [reason: 'down'], [], Decision.Effect.COVERED, 'Other')
        [new TriggerVerdict('Down', 'demo/decision', Optional.of(Severity.CRITICAL), ['crashed'], '', new TriggerVerdict.Effect('demo/a', '', []), true, Optional.of(detection), [], '')]
    }

    private DrillSuite.Start start() {
        { Path runbook, Map<String, String> parameters, List injections, int factor ->
            def name = runbook.fileName.toString().replace('.groovy', '')
            calls << "run $name $parameters${injections ? ' ' + injections.collect { "${it.step()}: $it" } : ''}".toString()
            change(runChanges[name])
            new DrillSuite.Ended(exits.remove(0), Optional.empty())
        } as DrillSuite.Start
    }

    private LabLifecycle labs() {
        [isUp   : { up }, start: { calls << 'start' }, snapshot: { new TreeMap(parts) }, stop: { calls << 'stop' }, faults: { ['slow', 'crashed'] },
         breakIt: { lab, fault -> calls << "break $fault".toString(); change(faultChanges[fault]) }, state: { state }] as LabLifecycle
    }

    private void change(Map<String, String> changes) {
        changes?.each { part, text -> text == null ? parts.remove(part) : parts.put(part, text) }
    }

    private void declare(String text) {
        def file = top.resolve('demo/drills.yaml')
        Files.writeString(file, Files.readString(file) + text.stripIndent() + '\n')
    }

    private void drills(String declared) {
        def folder = Files.createDirectories(top.resolve('demo'))
        Files.writeString(folder.resolve('drills.yaml'), "drills:\n${declared.stripIndent().strip()}\n")
        ['a', 'b'].each { Files.writeString(folder.resolve("${it}.groovy"), '') }
        Files.writeString(Files.createDirectories(top.resolve('outside')).resolve('a.groovy'), '')
    }
}
