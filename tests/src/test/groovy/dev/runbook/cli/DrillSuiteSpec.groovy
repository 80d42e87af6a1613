package dev.runbook.cli

import dev.runbook.AuthorException
import dev.runbook.environment.DrillResult
import dev.runbook.environment.EnvironmentFile
import dev.runbook.environment.LabLifecycle
import dev.runbook.run.lock.NotStartedException
import groovy.json.JsonSlurper
import org.w3c.dom.Element
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
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
    Closure detection = {}

    def 'each drill starts a lab, breaks it, runs the runbook, and stops the lab'() {
        given:
        drills '''
            - { runbook: demo/a, break: [slow, crashed], parameters: { session: "pid ${lab.session}" }, expect: succeeded }
            - { runbook: demo/b, expect: failed }'''
        exits = [0, 1]

        when:
        def report = perform()

        then:
        calls == ['start', 'break slow', 'break crashed', 'run a [session:pid 4711]', 'stop', 'start', 'run b [:]', 'stop']
        report.asExpected()
        notices[0] == 'drill 1 of 2: demo/a, broken: slow, crashed, expected: succeeded'
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
        '- { runbook: demo/a, break: [slwo], expect: failed }'          | 'lab'       | false || AuthorException     | "drills.yaml:2: the lab demo has no fault 'slwo'; there are: slow, crashed"
        '- { runbook: demo/none, expect: failed }'                      | 'lab'       | false || AuthorException     | "drills.yaml:2: there is no runbook 'demo/none'"
        '- { runbook: demo/a, expect: failed }'                         | 'staging'   | false || AuthorException     | "'staging' has none"
        '- { runbook: demo/a, expect: failed }'                         | 'lab'       | true  || NotStartedException | 'stop it first: runbook lab stop demo'
    }

    def 'the verdict is a table, JSON and JUnit XML'() {
        given:
        drills '''
            - { runbook: demo/a, break: [slow], expect: succeeded }
            - { runbook: demo/b, expect: fellBack }'''
        exits = [0, 1]

        when:
        def report = perform()
        def json = new JsonSlurper().parseText(report.json())
        def xml = xml(new JUnitReport(report).xml())

        then:
        report.text().readLines()*.trim()*.replaceAll(/ {2,}/, ' | ') == [
            'runbook | broken | expected | ended | took | RTO',
            '✓ | demo/a | slow | succeeded | succeeded | 0ms | none',
            '✗ | demo/b | nothing | fellBack | failed | 0ms | none',
            '',
            '1 of 2 drills ended as expected']

        and:
        [json.system, json.environment, json.asExpected] == ['demo', 'lab', false]
        json.drills*.ended == ['succeeded', 'failed']
        json.drills*.asExpected == [true, false]

        and:
        ['name', 'tests', 'failures'].collect { xml.getAttribute(it) } == ['demo in lab', '2', '1']
        elements(xml, 'testcase')*.getAttribute('name') == ['broken: slow; expected: succeeded', 'broken: nothing; expected: fellBack']
        elements(xml, 'failure')*.getAttribute('message') == ['ended: failed']
    }

    def 'text that XML cannot hold is replaced in the JUnit report'() {
        given:
        def drill = new SuiteReport.Drill('demo/a', [], DrillResult.SUCCEEDED, DrillResult.FAILED, false, '', 1234, -1, -1, 'a\u0000\u001bb <&> "ü"')

        when:
        def xml = xml(new JUnitReport(SuiteReport.of('demo', 'lab', [drill])).xml())

        then:
        elements(xml, 'failure')*.textContent == ['a??b <&> "ü"']
        elements(xml, 'testcase')*.getAttribute('time') == ['1.234']
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
        DrillSuite.in(top.resolve('demo'), start(), { notices << it }).detectedBy({ runbook, breaks -> detection(runbook, breaks) } as DrillSuite.Detection).perform(EnvironmentFile.read(file, [HOME: '/home/sre']), labs())
    }

    private DrillSuite.Start start() {
        { Path runbook, Map<String, String> parameters ->
            calls << "run ${runbook.fileName.toString().replace('.groovy', '')} $parameters".toString()
            new DrillSuite.Ended(exits.remove(0), Optional.empty())
        } as DrillSuite.Start
    }

    private LabLifecycle labs() {
        [isUp   : { up }, start: { calls << 'start' }, stop: { calls << 'stop' }, faults: { ['slow', 'crashed'] },
         breakIt: { lab, fault -> calls << "break $fault".toString() }, state: { state }] as LabLifecycle
    }

    private void drills(String declared) {
        def folder = Files.createDirectories(top.resolve('demo'))
        Files.writeString(folder.resolve('drills.yaml'), "drills:\n${declared.stripIndent().strip()}\n")
        ['a', 'b'].each { Files.writeString(folder.resolve("${it}.groovy"), '') }
    }
}
