package dev.runbook.transcript

import dev.runbook.terminal.ColorPalette
import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

class TextTranscriptSpec extends Specification {
    @TempDir
    Path home

    def 'a failure shows its cause in the first screen'() {
        given:
        def screen = text(Stories.failure(home)).readLines().take(24).join('\n')

        expect:
        screen.startsWith("erpgo/immediate-rollback in staging  failed: 'Switch traffic to blue' timed out: ")
        screen.contains('RTO         missed: 1m of 5m (the recovery did not succeed)')
        screen.contains("✗ Switch traffic to blue  timed out: the budget of 'Switch traffic to blue' (1m) is used up")
        screen.contains('    NOT stopped, still runs after 2s: kubectl (pid 319) (TERM, then KILL to process group 312)')
        screen.contains('    │ Unable to connect to the server')
        screen.contains('not reached: Take green out of service, Blue answers, ')
    }

    def 'containers are named by their words in the language'() {
        expect:
        text(Stories.success(home)).contains('System checks: parallel started')
    }

    def 'conditions that did not hold show the values of their parts'() {
        expect:
        text(Stories.fallback(home)).contains(
                "    expected json.status == 'healthy', but json was null, json.status was null (immediate-rollback.groovy:41)\n")
    }

    def 'a missed RTO shows where the time went'() {
        expect:
        text(Stories.fallback(home)).contains('''
where the time went
    erpgo/database-pitr › Restore the base backup took 2m 41s, 37 % of the clock; its budget was 2m: 2m 41s in its own action
''')
    }

    def 'downtime is shown separately, and belongs to no step'() {
        given:
        def story = new Story(home, [plan: [Story.planned('Restore')], rto: 60])
        story.begin('Restore')
        story.pass(5)
        story.pass(60)
        story.record(Events.resumed('jo', 'ops2', 60_000L))
        story.pass(20)
        story.record(Events.clockGap('stopped', 20_000L))
        story.pass(15)
        story.end('Restore')
        story.record(Events.runFinished('succeeded', 3, '', []))
        story.close()

        expect:
        text(story.folder).contains('''
where the time went
    interrupted, no engine running for 1m, 60 % of the clock
    the engine was stopped for 20s, 20 % of the clock
''')

        and: 'a step uses none of its budget while no engine runs, and all of it while the engine is stopped'
        text(story.folder) =~ /✓ Restore +\+0:00.0 +40s/
    }

    def 'a drill is marked, a success has no cause'() {
        given:
        def text = text(Stories.drill(home))

        expect:
        text.startsWith('[DRILL] erpgo/immediate-rollback in lab  succeeded\n')
        !text.contains('not reached:')
        !text.contains('where the time went')
    }

    def 'output of an action cannot control the terminal'() {
        given:
        def coloured = TextTranscript.of(Stories.view(Stories.fallback(home)), ColorPalette.COLOURED, 100)

        expect:
        coloured.replaceAll('\u001b\\[[0-9;]*m', '').every { it == '\n' || it >= ' ' }
        !coloured.contains('evil title')
        !coloured.contains('\u001b[31merror')
        text(Stories.fallback(home)).contains('error: unable to reach node7 <script>alert(1)</script>')
    }

    def 'the table of steps fits the width, and shows the RTO line'() {
        given:
        def lines = TextTranscript.of(Stories.view(Stories.fallback(home)), ColorPalette.PLAIN, columns).readLines()
        def table = lines.drop(lines.findIndexOf { it.startsWith('Steps ') })
        table = table.take(table.findIndexOf { it.isEmpty() })

        expect:
        table.size() == 18
        table*.size().max() <= columns
        table.any { it.contains('│') } == (columns >= 80)

        where:
        columns << [60, 80, 120, 200]
    }

    def 'JSON has the same content in a stable form'() {
        given:
        def json = new JsonSlurper().parseText(RunDocument.json(Stories.view(Stories.fallback(home))))

        expect:
        json.keySet() as List == ['format', 'run', 'status', 'exitCode', 'cause', 'elapsedMs', 'resumable', 'failedAt', 'verdicts', 'failures', 'undos',
                                  'faultsNotReached', 'answeredByDrill', 'clockFactor', 'failurePaths', 'journal', 'clock', 'resumes', 'forecasts', 'steps', 'messages', 'questions', 'timeline']
        json.format == 2
        json.status == 'fellBack'
        json.exitCode == 4
        json.run.parameters == [reason: 'error rate at 40 % after the 14:02 deploy', version: 'v2.7.1']
        json.clock.zeroAtMs == -35_000
        json.verdicts*.verdict == ['missed', 'notMeasured', 'met']
        json.verdicts.collect { it.loss?.missing } == [null, 'fellBack', 'nothing']
        json.verdicts[2].loss.subMap('lossMs', 'recoveryPoint', 'until', 'end', 'endStep', 'step', 'runbook', 'source', 'upperBound') ==
                [lossMs: 24_000, recoveryPoint: '2026-01-31T11:59:01Z', until: '2026-01-31T11:59:25Z', end: 'writesStopped', endStep: 'erpgo/database-pitr › Stop the API',
                 step: 'erpgo/database-pitr › Recovery point', runbook: 'erpgo/database-pitr', source: 'measured', upperBound: false]
        json.steps[1].attempts[0].stopped == [what: 'TERM, then KILL to process group 48120 (3 processes)', tookMs: 2100, survivors: []]
        json.steps[2].attempts[0].failed[1].parts[1] == [text: 'json.status', column: 6, value: 'null']
        json.steps[3].state == 'pending'
        json.steps[3].startAtMs == null
        json.journal.head.size() == 64
    }

    private static String text(folder) {
        TextTranscript.of(Stories.view(folder), ColorPalette.PLAIN, 120)
    }
}
