package dev.runbook.metrics

import dev.runbook.EngineException
import dev.runbook.journal.LockFile
import dev.runbook.journal.RunStore
import dev.runbook.transcript.Stories
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration

/** Metrics of runs come from their journals: each run counts once, whoever asks and whatever is deleted afterwards. */
class RunMetricsSpec extends Specification {
    static final String PRODUCTION = 'environment="production"'

    @TempDir
    Path home

    def 'results, durations, objectives, steps and messages of the runs of one environment'() {
        given:
        Stories.success(home)
        Stories.fallback(home)
        Stories.failure(home) // in staging

        when:
        def lines = lines()

        then:
        lines['runbook_runs_total', 'mode="run"', 'result="succeeded"'] == 1
        lines['runbook_runs_total', 'mode="run"', 'result="fellBack"'] == 1
        lines['runbook_runs_total', 'mode="run"', 'result="failed"'] == 0
        lines['runbook_run_duration_seconds_count', 'mode="run"'] == 2
        lines['runbook_objective_verdicts_total', 'objective="rto"', 'verdict="missed"'] == 1
        lines['runbook_last_run_objective_target_seconds', 'objective="rto"'] == 300
        lines.keys.every { it.contains(PRODUCTION) }
        lines.keys.any { it.startsWith('runbook_last_run_step_duration_seconds') }
        lines.keys.any { it.startsWith('runbook_messages_late_total') }
    }

    def 'a run counts once, also after it was deleted'() {
        given:
        def run = Stories.success(home)

        when:
        def first = lines()
        def again = lines()
        run.path().toFile().deleteDir()
        def afterwards = lines()

        then:
        first == again
        afterwards == first
        afterwards['runbook_runs_total', 'result="succeeded"'] == 1
    }

    def 'a run whose engine died is unfinished, and has no result'() {
        given:
        Stories.interrupted(home)

        when:
        def lines = lines()

        then:
        lines['runbook_unfinished_runs', 'state="interrupted"'] == 1
        lines['runbook_unfinished_run_start_timestamp_seconds', 'state="interrupted"'] == 1769860800d
        !lines.keys.any { it.startsWith('runbook_runs_total') }
    }

    def 'a run that is resumed and ends again counts again'() {
        given:
        def run = Stories.failure(home)
        def before = lines('staging')
        def journal = run.path().resolve('journal')
        def records = Files.readAllLines(journal)

        when: 'it continues: its last record is no longer its end'
        Files.write(journal, records.dropRight(1))
        def meanwhile = lines('staging')
        Files.write(journal, records)
        def after = lines('staging')

        then: 'the same end is not another one'
        before['runbook_runs_total', 'result="failed"'] == 1
        meanwhile['runbook_unfinished_runs', 'state="interrupted"'] == 1
        after['runbook_runs_total', 'result="failed"'] == 1
    }

    def 'a damaged journal is left out, a damaged sum is counted again: #text'() {
        given:
        Stories.success(home)
        def bad = Stories.fallback(home)
        lines()
        Files.writeString(home.resolve('metrics/runs.json'), text)
        Files.writeString(bad.path().resolve('journal'), 'garbage\n')

        expect:
        lines()['runbook_runs_total', 'result="succeeded"'] == 1
        lines()['runbook_runs_total', 'result="fellBack"'] == 0

        where:
        text << ['', '{', '[]', '{"runs": 7}', '{"runs": [], "points": [{"metric": "gone", "labels": ["a"], "count": 1, "value": "1"}]}']
    }

    def 'expected drills have an interval, and the time of the last one'() {
        given:
        Stories.drill(home)

        when:
        def lines = lines('lab', ['erpgo/immediate-rollback': Duration.ofDays(7), 'erpgo/never': Duration.ofDays(1)])

        then:
        lines['runbook_drill_interval_seconds', 'runbook="erpgo/immediate-rollback"'] == 604800
        lines['runbook_drill_last_timestamp_seconds', 'runbook="erpgo/immediate-rollback"'] > 1.7e9
        lines['runbook_drill_last_timestamp_seconds', 'runbook="erpgo/never"'] == 0
    }

    def 'a process that counts does not let another one count the same'() {
        given:
        Stories.success(home)
        def lock = LockFile.take(home.resolve('metrics/runs.lock')).get()

        when:
        lines()

        then:
        def refused = thrown(EngineException)
        refused.message == "another process is counting the runs: it holds the lock $home/metrics/runs.lock"

        cleanup:
        lock.close()
    }

    def 'the textfile is replaced in one piece, and every user may read it'() {
        given:
        def folder = Files.createDirectories(home.resolve('prom'))
        def points = new Points()
        points.add(Metric.LAST_EXIT_CODE, 3, 'stag/ing', 'shop/a', 'run')

        when:
        Textfile.ofRuns(folder, 'stag/ing').write(points)
        Textfile.ofRuns(folder, 'stag/ing').write(points)

        then:
        Files.list(folder).withCloseable { it.collect { it.fileName.toString() } } == ['runbook-stag_ing.prom']
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve('runbook-stag_ing.prom'))) == 'rw-r--r--'
        Files.readString(folder.resolve('runbook-stag_ing.prom')).endsWith('{environment="stag/ing",mode="run",runbook="shop/a"} 3.0\n')
    }

    def 'a textfile that cannot be written is one line, and the old one stays'() {
        when:
        Textfile.ofRuns(home.resolve('absent'), 'staging').write(new Points())

        then:
        def refused = thrown(EngineException)
        refused.message == "cannot write the metrics to $home/absent/runbook-staging.prom: there is no such file or folder"
    }

    def 'names of steps cannot add a line or a label'() {
        given:
        def points = new Points()
        points.add(Metric.LAST_STEP_DURATION, 1, 'e', 'r', 'run', 'a"} 1\nrunbook_runs_total{x="\\')

        expect:
        new String(Textfile.text(points), 'UTF-8').readLines().findAll { !it.startsWith('#') } ==
            [/runbook_last_run_step_duration_seconds{environment="e",mode="run",runbook="r",step="a\"} 1\nrunbook_runs_total{x=\"\\"} 1.0/]
    }

    /** The lines of the text format, asked by the beginning of the name and by labels. */
    static class Lines {
        Map<String, Double> values
        Set<String> getKeys() { values.keySet() }
        Double getAt(List<String> parts) { values.find { key, value -> key.startsWith(parts[0] + '{') && parts.drop(1).every { key.contains(it) } }?.value }
        boolean equals(Object other) { other instanceof Lines && values == other.values }
        int hashCode() { values.hashCode() }
    }

    private Lines lines(String environment = 'production', Map<String, Duration> drills = [:]) {
        def text = new String(Textfile.text(new RunMetrics(new RunStore(home)).of(environment, drills)), 'UTF-8')
        new Lines(values: text.readLines().findAll { !it.startsWith('#') }.collectEntries { line ->
            [line[0..<line.lastIndexOf(' ')], line[(line.lastIndexOf(' ') + 1)..-1] as double]
        })
    }
}
