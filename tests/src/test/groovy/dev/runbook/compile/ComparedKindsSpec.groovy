package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.plan.Task
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

/** Only values of one kind are compared. A comparison of two kinds would never hold, so that check rejects it. */
class ComparedKindsSpec extends Specification implements RunbookTexts, ReadPlans {
    static final String HEAD = """
        param 'to', 'a moment', type: Instant, default: 2.hours.ago
        param 'wait', 'a duration', type: Duration, default: 5.minutes
        param 'note', 'a text', optional: true
        def backup = step('Take a backup') { shell 'x' }
        def probe = step('Probe') { http { get 'http://x/' } }
        """.stripIndent()

    def 'check rejects the condition: #condition'() {
        expect:
        refusals("step('s') { $action; expect { $condition } }") == [[message, cure]]

        where:
        action                       | condition                             || message                                           | cure
        "shell 'x'"                  | 'stdout < 10.minutes.ago'             || 'text and an instant cannot be compared'          | 'a text becomes an instant by time(stdout)'
        "shell 'x'"                  | 'json.takenAt > 15.minutes.ago'       || 'a part of a document is a text or a number, and cannot be compared with an instant' | 'make an instant of it: time(json.takenAt)'
        "shell 'x'"                  | '15.minutes.ago < json.items[0].at'   || 'a part of a document is a text or a number, and cannot be compared with an instant' | 'make an instant of it: time(json.items[0].at)'
        "shell 'x'"                  | 'backup.json.at == params.to'         || 'a part of a document is a text or a number, and cannot be compared with an instant' | 'make an instant of it: time(backup.json.at)'
        "http { get 'http://x/' }"   | "headers['date'] > 1.hour.ago"        || 'a part of a document is a text or a number, and cannot be compared with an instant' | "make an instant of it: time(headers['date'])"
        "shell 'x'"                  | 'json.took < 10.seconds'              || 'a part of a document is a text or a number, and cannot be compared with a duration' | 'compare it with a number, in the unit it has there'
        "http { get 'http://x/' }"   | 'elapsed < 500'                       || 'a duration and a number cannot be compared'      | 'a duration is written with its unit: 10.seconds'
        "http { get 'http://x/' }"   | "elapsed < '2s'"                      || 'a duration and text cannot be compared'          | 'a duration is written with its unit: 10.seconds'
        "shell 'x'"                  | 'probe.elapsed < 500'                 || 'a duration and a number cannot be compared'      | 'a duration is written with its unit: 10.seconds'
        "shell 'x'"                  | 'time(5.minutes) > params.to'         || "'time' cannot take a duration"                    | "write time '…'"
        "shell 'x'"                  | "run.elapsed > '10 minutes'"          || 'a duration and text cannot be compared'          | 'a duration is written with its unit: 10.seconds'
        "shell 'x'"                  | 'run.startedAt > 10.minutes'          || 'an instant and a duration cannot be compared'    | 'an instant is compared with another: run.startedAt > 15.minutes.ago'
        "shell 'x'"                  | "time(stdout) > '2026-01-31T12:00:00Z'" || 'an instant and text cannot be compared'        | "a text becomes an instant by time('2026-01-31T12:00:00Z')"
        "shell 'x'"                  | 'exitCode == 1.second'                || 'a number and a duration cannot be compared'      | 'a duration is written with its unit: 10.seconds'
        "shell 'x'"                  | "exitCode == '0'"                     || 'a number and text cannot be compared'            | 'write the number without quotes'
        "http { get 'http://x/' }"   | "status == '200'"                     || 'a number and text cannot be compared'            | 'write the number without quotes'
        "shell 'x'"                  | "backup.exitCode != '0'"              || 'a number and text cannot be compared'            | 'write the number without quotes'
        "shell 'x'"                  | "backup.ok == 'true'"                 || 'true or false and text cannot be compared'       | 'write backup.ok or !backup.ok without comparing it'
        "shell 'x'"                  | 'stdout > 3'                          || 'text and a number cannot be compared'            | 'a text becomes a number by stdout.toInteger()'
        "shell 'x'"                  | 'stdout != lines'                     || 'text and a list cannot be compared'              | 'ask lines.contains(stdout)'
        "shell 'x'"                  | "ok == 'true'"                        || 'true or false and text cannot be compared'       | "write ok or !ok without comparing it"
        "shell 'x'"                  | 'ok > false'                          || 'true or falsecannot be compared with < or >' | 'compare them with == or !='
    }

    def 'check rejects the comparison during planning: #comparison'() {
        expect:
        refusals("if ($comparison) { step('s') { shell 'x' } }")*.first() == [message]

        where:
        comparison                    || message
        "params.to > '2026-01-31'"    || 'an instant and text cannot be compared'
        'params.wait > 300'           || 'a duration and a number cannot be compared'
        'params.to > params.wait'     || 'an instant and a duration cannot be compared'
        'params.note == 3'            || 'text and a number cannot be compared'
    }

    def 'check accepts: #condition'() {
        expect:
        refusals("step('s') { shell 'x'; expect { $condition } }") == []

        where:
        condition << ['time(json.takenAt) > 15.minutes.ago', 'time(1769860800) < run.since', 'time(params.to) < run.since', "time(stdout, zone: 'Europe/Berlin') - 5.minutes > params.to", 'run.elapsed < 10.minutes', 'run.since < run.startedAt + 1.minute',
                      'run.startedAt - run.since < params.wait', 'probe.elapsed + 1.second < 2.seconds', 'time(backup.stdout) - time(stdout) < 1.minute', 'params.note == null', 'json.at == null',
                      'json.size == 5', "json.name == 'x'", 'json.ok', 'backup.ok == true', 'backup.exitCode == 0', 'probe.status == 200', 'probe.status in [200, 204]', 'backup.exitCode == null', "stdout == 'x'", 'exitCode == 0', 'ok == true', 'params.to <= 1.hour.ago']
    }

    def 'time(…) of #value can be compared with other instants'() {
        expect:
        judged("$value == time('2026-01-31T12:00:00Z')", [at: text, zone: 'Europe/Berlin']) == []

        where:
        value                                        | text
        'time(backup.json.at)'                       | '2026-01-31T12:00:00Z'
        'time(backup.json.at)'                       | 'Sat, 31 Jan 2026 12:00:00 GMT'
        'time(backup.json.at)'                       | 1769860800
        'time(backup.json.at)'                       | 1769860800000
        "time(backup.json.at, zone: 'Europe/Berlin')" | '2026-01-31 13:00:00.0'
        'time(backup.json.at) - 1.hour + 60.minutes' | '2026-01-31 13:00:00+01'
        "time(backup.json.at, zone: backup.json.zone)" | '2026-01-31 13:00:00'
        'time("${backup.json.at} 12:00:00Z")'        | '2026-01-31'
    }

    def 'a run-time value of another kind is undecided in one line: #condition'() {
        expect:
        judged(condition, [at: value]) == [line]

        where:
        condition                                   | value        || line
        'backup.json.any { it > 15.minutes.ago }'   | null         || 'a map {at=null} and an instant 2026-03-31T13:50:00Z cannot be compared'
        'time(backup.json.at) > 15.minutes.ago'     | 'soon'       || "'soon' is not an instant such as 2026-01-31T12:00:00Z (ISO 8601, RFC 1123, seconds since 1970)"
        'time(backup.json.at) > 15.minutes.ago'     | null         || 'time(…) is given nothing: the value is missing'
        'time(backup.json.at) > 15.minutes.ago'     | [1]          || 'time(…) takes a text or a number, and this is a list [1]'
        'time(backup.json.at) > 15.minutes.ago'     | '2026-01-31 12:00:00' || "'2026-01-31 12:00:00' does not say its time zone: add an offset to it (Z, +01:00), or give zone: 'UTC'"
    }

    def 'a row contains instants, and a comparison with another kind is undecided in one line'() {
        given:
        def row = [at: Instant.parse('2026-01-31T12:00:00Z')]

        expect:
        judged("rows.row.at $comparison", [:], row) == (line ? [line] : [])

        where:
        comparison          || line
        '< params.to'       || null
        "> '2026-01-31'"    || "an instant 2026-01-31T12:00:00Z and text '2026-01-31' cannot be compared: a text becomes an instant by time(…)"
        '> 10.minutes'      || 'an instant 2026-01-31T12:00:00Z and a duration 10m cannot be compared: an instant is compared with another: … > 15.minutes.ago'
    }

    def 'ago is relative to the evaluation of a condition, and to the start of the run elsewhere'() {
        given:
        def runbook = check(inRunbook("""
            def cutoff = 15.minutes.ago
            step('s') { shell "since \${15.minutes.ago}"; onlyIf { 15.minutes.ago == time('2026-03-31T15:50:00Z') && cutoff == time('2026-03-31T13:50:00Z') } }"""))
        runbook.runsWith(known([:], [id: 'r1', now: Instant.parse('2026-03-31T16:05:00Z')]))
        Task step = runbook.plan().nodes()[0]

        expect:
        step.work().onlyIf().get().failures([:], { it }) == []
        shown(step.body().read()) == 'since ‹2026-03-31T13:50:00Z›'
    }

    def 'run.since is the instant the RTO clock started, and unknown before'() {
        given:
        def runbook = check(inRunbook('step("s") { shell "since ${run.since} for ${run.elapsed}" }'))
        Task step = runbook.plan().nodes()[0]

        expect:
        shown(step) == 'since ‹run.since› for ‹run.elapsed›'

        when:
        runbook.runsWith(known([:], [id: 'r1', since: Instant.parse('2026-03-31T14:00:00Z'), elapsed: Duration.ofSeconds(90)]))

        then:
        shown(step.body().read()) == 'since ‹2026-03-31T14:00:00Z› for ‹1m 30s›'

        when:
        runbook.runsWith(known([:], [id: 'r1']))
        step.body().read()

        then:
        def refused = thrown(dev.runbook.AuthorException)
        refused.message.endsWith('run.since is not known before the clock starts: use it below startClock()')
    }

    def 'a text that is not an instant, and an unknown zone, are reported at their place: #value'() {
        expect:
        refusals("step('s') { shell \"x \${$value}\" }")*.first() == [message]

        where:
        value                                        || message
        "time('2026-02-30T12:00:00Z')"               || "'2026-02-30T12:00:00Z' is not an instant such as 2026-01-31T12:00:00Z (ISO 8601, RFC 1123, seconds since 1970)"
        "time('2026-01-31 12:00:00', zone: 'Mars')"  || "there is no time zone 'Mars'"
    }

    private List<List<String>> refusals(String line) {
        try {
            check(inRunbook(HEAD + line))
            return []
        } catch (InvalidRunbookException e) {
            return e.diagnostics().collect { [it.message(), it.cures().join(' | ')] }
        }
    }

    /** Returns why each condition is undecided. */
    private List<String> judged(String condition, Map json, Map row = [:]) {
        def runbook = check(inRunbook(HEAD + "def rows = step('Rows') { sql 'select 1', on: 'shop' }\nstep('s') { shell 'x'; onlyIf { $condition } }"))
        runbook.runsWith(known(['Take a backup': [json: condition.contains('.any') ? [json] : json], Rows: [row: row]], [id: 'r1', now: NOW]))
        runbook.plan().nodes().find { it.name() == 's' }.work().onlyIf().get().failures([:], { it })*.undecided()*.orElse('false')
    }
}
