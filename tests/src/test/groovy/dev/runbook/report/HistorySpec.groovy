package dev.runbook.report

import dev.runbook.journal.event.Mode
import dev.runbook.journal.ReportedStatus
import dev.runbook.journal.RunStore
import dev.runbook.transcript.Stories
import dev.runbook.transcript.Story
import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

class HistorySpec extends Specification {
    @TempDir
    Path home

    def 'runs are listed with their status and the verdict on their RTO'() {
        given:
        def ids = [Stories.success(home), Stories.fallback(home), Stories.interrupted(home)]*.id()
        def runs = History.of(new RunStore(home), { true }, 100)
        def byId = runs.collectEntries { [it.id(), it] }

        expect:
        runs.size() == 3
        ids.collect { byId[it].status() } == [ReportedStatus.SUCCEEDED, ReportedStatus.FELL_BACK, ReportedStatus.INTERRUPTED]
        ids.collect { byId[it].clockMs() } == [42_100, 426_000, -1]
        ids.collect { byId[it].exitCode() } == [0, 4, -1]
        byId[ids[0]].runbook() == 'erpgo/immediate-rollback'
        byId[ids[0]].who() == 'maria'
    }

    def 'the list can be filtered, and a folder without a record is omitted'() {
        given:
        Stories.success(home)
        Stories.failure(home)
        Files.createDirectories(home.resolve('runs/20260131-115900-xx'))

        expect:
        History.of(new RunStore(home), { it.environment() == 'staging' }, 100)*.status() == [ReportedStatus.FAILED]
        History.of(new RunStore(home), { true }, 1).size() == 1
        History.of(new RunStore(home.resolve('absent')), { true }, 1) == []
    }

    def 'the table has one line per run, with aligned columns'() {
        given:
        def run = Stories.fallback(home)
        def lines = HistoryTable.text(History.of(new RunStore(home), { true }, 100)).readLines()

        expect:
        lines.size() == 2
        lines[0] =~ /^run +started \(UTC\) +runbook +environment +mode +status +took +RTO clock +who$/
        lines[1] =~ /^${run.id()}  2026-01-31 12:00  erpgo\/immediate-rollback  production +run +fell back +6m 29s +7m 06s of 5m missed +maria$/
        lines[1].indexOf('fell back') == lines[0].indexOf('status')
    }

    def 'names of runs cannot control the terminal'() {
        given:
        def run = new PastRun('id', 'a\u009b31mb', 'half \ud800', Optional.of(Mode.RUN), ReportedStatus.SUCCEEDED, '', 0, Instant.EPOCH, 'maria\u001b[2J\u202e', 1000, -1, -1, '', 0, [])

        expect:
        HistoryTable.text([run]).readLines()[1] =~ /^id +1970-01-01 00:00 +a·31mb +half · +run +succeeded +1s +maria␛\[2J·$/
    }

    def 'JSON has numbers'() {
        given:
        Stories.interrupted(home)
        def json = new JsonSlurper().parseText(HistoryTable.json(History.of(new RunStore(home), { true }, 100)))

        expect:
        json[0].keySet() as List == ['id', 'runbook', 'environment', 'mode', 'status', 'flaw', 'exitCode', 'startedAt', 'who', 'tookMs', 'clockMs', 'rtoMs', 'partial', 'notUndone', 'resumes']
        json[0].status == 'interrupted'
        json[0].exitCode == null
        json[0].rtoMs == 300_000
    }
}
