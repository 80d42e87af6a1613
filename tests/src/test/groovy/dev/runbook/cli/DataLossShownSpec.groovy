package dev.runbook.cli

import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit

/** The data loss of a run in the output for people and programs: both instants, their events, and their sources. */
class DataLossShownSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('runbooks/environments/lab.yaml', 'environment: lab\n')
    }

    def 'the console, the transcripts and JSON show how the loss was computed'() {
        given:
        rig.runbook('demo/restore', '''\
            rpo 5.minutes
            step('Stop writes') { shell 'true'; stopsWrites() }
            recoveryPoint { shell 'date -u -d "-150 seconds" +%FT%TZ' }''')

        when:
        def ran = rig.run('run', 'demo/restore', '-e', 'lab')
        def id = (ran.out =~ /\d{8}-\d{6}-\w\w/)[0]
        def shown = new JsonSlurper().parseText(rig.run('show', id, '--format', 'json').out)
        def loss = shown.verdicts[0].loss
        def lost = Duration.between(Instant.parse(loss.recoveryPoint), Instant.parse(loss.until)).toMillis()
        def formula = "(writes stopped: end of 'Stop writes') − ${loss.recoveryPoint.replace('Z', '.000Z')} (recovery point: 'Recovery point') = 2m "

        then:
        ran.exit == 0
        ran.out =~ /RPO 5m +met: 2m/
        ran.out.count(formula) == 2
        rig.run('show', id).out.contains(formula)
        rig.run('show', id, '--format', 'html').out.replace('&#39;', "'").contains(formula)
        loss.subMap('lossMs', 'upperBound', 'missing', 'step', 'runbook', 'source', 'given', 'end', 'endStep') ==
                [lossMs: lost, upperBound: false, missing: 'nothing', step: 'Recovery point', runbook: 'demo/restore', source: 'measured', given: null, end: 'writesStopped', endStep: 'Stop writes']
    }

    def 'a drill counts from the instant given with --since, which its runbook can read'() {
        given:
        def since = Instant.now().minusSeconds(90).truncatedTo(ChronoUnit.SECONDS)
        rig.runbook('demo/since', '''\
            rto 5.minutes
            rpo 5.minutes
            step('Say') { shell "echo the outage began ${run.since}" }
            verify('Takes its time') {
                shell 'sleep 0.02'
                expect { run.elapsed > 10.milliseconds; run.elapsed < 10.minutes; run.since < 1.minute.ago; time('2026-01-31T12:00:00Z') < run.startedAt }
            }
            recoveryPoint { shell 'date -u -d "-2 minutes" +%FT%TZ' }''')

        when:
        def drilled = rig.run('drill', 'demo/since', '-e', 'lab', '--since', since.toString())
        def id = (drilled.out =~ /\d{8}-\d{6}-\w\w/)[0]
        def shown = new JsonSlurper().parseText(rig.run('show', id, '--format', 'json').out)

        then:
        drilled.exit == 0
        drilled.out.contains("the outage began $since")
        shown.verdicts.find { it.objective == 'rto' }.actualMs >= 90_000
        shown.verdicts.find { it.objective == 'rpo' }.loss.with { [it.until, it.end] } == [since.toString(), 'clockStart']
    }

    def 'an abandoned run whose engine died reports what is known about its RPO: #reached'() {
        given:
        rig.runbook('demo/dies', """\
            rpo 5.minutes
            recoveryPoint { shell 'date -u -d "-2 minutes" +%FT%TZ' }
            step('Work') { shell 'true' }""")
        rig.run('run', 'demo/dies', '-e', 'lab')
        rig.cutAfter(reached ? 'Work' : 'Recovery point')

        when:
        def aborted = rig.run('abort', 'last', '--reason', 'not now')
        def shown = new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out)

        then:
        aborted.exit == 0
        shown.verdicts.collect { [it.objective, it.verdict, it.loss.end, it.loss.missing] } == [['rpo', *found]]

        where:
        reached || found
        true    || ['met', 'clockStart', 'nothing']
        false   || ['notMeasured', 'unknown', 'noRecoveryPoint']
    }

    def 'a drill of an outage in the future is rejected before anything is read'() {
        when:
        def answer = rig.run('drill', 'demo/none', '--since', '2999-01-01T00:00:00Z')

        then:
        answer.exit == 2
        answer.err =~ /^--since 2999-01-01T00:00:00Z is in the future/
    }
}
