package dev.runbook.compile

import dev.runbook.plan.Condition
import dev.runbook.value.NoAnswer
import dev.runbook.value.PerHostValue
import dev.runbook.value.Truncated
import spock.lang.Specification

/** Conditions: every one that does not hold is reported, with the values of its parts. */
class ConditionsSpec extends Specification implements RunbookTexts {

    def 'holds: #condition'() {
        expect:
        failures(condition) == []

        where:
        condition << [
            'exitCode == 0', 'ok', '!false', "stdout == 'one\\ntwo'", "stdout.contains('two')", 'lines.size() == 2', "lines == ['one', 'two']", "lines[0] == 'one'", "'one' in lines",
            'exitCode in [0, 3]', 'exitCode < 1 && exitCode >= 0', "json.version == 'v1.2.3'", "'v1.2.3' == json.version", 'json.count == 7', '7 == json.count', 'json.count > 3', '3 < json.count', 'json.ratio == 0.5', 'json.ratio < 1', 'json.ready', '!json.broken',
            'json.items[0].id == 5', 'json.items[-1].id == 6', 'json.items*.id == [5, 6]', 'json.items.id == [5, 6]', 'json.items.size() == 2', "json['class'] == 'x'", "json.'version' == 'v1.2.3'", 'json.missing == null', 'json.missing.deeper == null', '!json.missing',
            'json.items.every { it.id > 4 }', 'json.items.any { it.id == 6 }', 'json.items.find { it.id == 6 }.name == "b"', 'json.items.findAll { it.id > 5 }.size() == 1', 'json.count + 1 == 8', 'json.count * 2 > 13', '1 + json.count == 8', '10 - json.count == 3', '1 - json.ratio >= 0.5', '2 * json.count < 15', 'json.count - json.items[0].id == 2', "json.version.startsWith('v1')", "json.version.matches('v[0-9.]+')",
            "json.version ==~ /v\\d.*/", 'json?.version != null', 'json.size == 9', 'json.value == 1', 'json.path == 2', 'json.content == 3', 'json.name == 4', 'json.empty == 5', 'json.items.contains(json.items[0])', "json.tags.contains('a')", 'lines.every { it.size() == 3 }', '"${json.version}!" == "v1.2.3!"', "json.count == (ok ? 7 : 8)",
            'json.count in [6, 7]', 'json.count in 5..9', 'json.count !in [1, 2]', '!(json.count in [1, 2])', '[6, 7].contains(json.count)', '[6, 7].indexOf(json.count) == 1', "'v1.2.3'.equals(json.version)", "![1, 2].contains(json.count)", "json.tags[0] in ['a', 'b']", 'json.tags[0] in json.tags', "'tags' in json", "json.tags[0] in [a: 1]"
        ]
    }

    def 'does not hold, and reports why: #condition'() {
        when:
        def failed = failures(condition)

        then:
        failed.size() == 1
        failed[0].text() == condition
        failed[0].parts().collect { "${it.text()}@${it.column()} = ${it.value()}".toString() } == parts

        where:
        condition                                  | parts
        'exitCode == 3'                            | ['exitCode@0 = 0']
        '!ok'                                      | ['ok@1 = true']
        "json.version == 'v2' && exitCode == 0"    | ["json.version@0 = 'v1.2.3'"]
        "stdout.contains('x') || lines.size() > 2" | ["stdout@0 = 'one\\ntwo'", "stdout.contains('x')@0 = false", 'lines@24 = [one, two]', 'lines.size()@24 = 2']
        'json.items[0].id == json.items[1].id'     | ['json.items[0].id@0 = 5', 'json.items[1].id@20 = 6']
        'json.missing'                             | ['json.missing@0 = null']
        'json.items.every { it.id > 5 }'           | ['json.items@0 = [{id=5, name=a}, {id=6, name=b}]', 'json.items.every { it.id > 5 }@0 = false']
        'json.count + 1 > 10'                      | ['json.count@0 = 7']
    }

    def 'all conditions that do not hold are reported, also if one is undecided'() {
        when:
        def failed = failures('exitCode == 1\njson.version > 3\njson.count == 8')

        then:
        failed*.text() == ['exitCode == 1', 'json.version > 3', 'json.count == 8']
        failed*.undecided() == [Optional.empty(), Optional.of("text 'v1.2.3' and a number 3 cannot be compared: a text becomes a number by ….toInteger()"), Optional.empty()]
        failed*.at()*.line() == [5, 6, 7]
    }

    def 'no condition holds without data: #condition'() {
        expect:
        expectOf(condition, "prometheus 'up', on: 'monitoring'").failures([value: Double.NaN, series: Double.NaN], { it }).size() == 1

        where:
        condition << ['value == 0', 'value != 0', '!(value == 0)', '!(value > 0)', 'value < 1', '0 != value', 'value <= value', 'series.every { it.value < 1 }', '!series.any { it.value > 1 }', '!(series.find { it.value > 1 }.value > 1)']


    }

    def 'a condition may require that there is no series'() {
        expect:
        expectOf('series.size() == 0', "prometheus 'ALERTS', on: 'monitoring'").failures([value: Double.NaN, series: Double.NaN], { it }) == []
    }

    def 'each host of a group has its own output, and nothing holds for a host without output: #condition'() {
        given:
        def hosts = [[name: 'web1', ok: true, exitCode: 0, stdout: 'fine'],
                     [name: 'web2', ok: false, exitCode: new NoAnswer('refused'), stdout: new NoAnswer('refused'), stderr: Truncated.text(Truncated.Kind.PRINTED, 9_000_000, 4_000_000)]]
        def failed = expectOf(condition, "ssh 'x', on: 'web'").failures([ok: true, stdout: new PerHostValue(), hosts: hosts], { it })

        expect:
        failed*.undecided()*.get() == (reason ? [reason] : [])

        where:
        condition                                                       || reason
        "!stdout.contains('ERROR')"                                     || 'each host of the group has its own stdout: read hosts, such as hosts.every { it.stdout … }'
        "!hosts.any { it.stdout.contains('ERROR') }"                    || 'there is no answer, so no hosts[1].stdout: refused'
        "hosts*.stdout == ['fine']"                                     || 'there is no answer, so no hosts.stdout: refused'
        'hosts[1].exitCode != 3'                                        || 'there is no answer, so no hosts[1].exitCode: refused'
        "!hosts[1].stderr.contains('ERROR')"                            || "hosts[1].stderr has 9 MB, and only 4 MB of it are kept, so it cannot be used as a whole: print less (grep, tail -n 100), or write 'keep 16.megabytes'"
        "\"${'$'}{hosts}\" != ''"                                       || 'there is no answer, so no exitCode: refused'
        "hosts.findAll { it.ok == true }.every { it.stdout == 'fine' }"         || null
        "hosts.size() == 2 && hosts*.name == ['web1', 'web2']"          || null
    }

    def 'a condition on the elements of a missing list, or of a value that is not a list, is undecided: #condition'() {
        when:
        def failed = failures(condition)

        then:
        failed*.undecided()*.get() == [reason]

        where:
        condition                                            || reason
        'json.missing.size() == 0'                           || MISSING
        '!json.missing.contains(1)'                          || MISSING
        '!(1 in json.missing)'                               || MISSING
        '1 !in json.missing'                                 || MISSING
        '!json.missing.any { it > 1 }'                       || MISSING
        '!json.missing.every { it > 1 }'                     || MISSING
        'json.missing.find { it > 1 } == null'               || MISSING
        'json.missing.findAll { it > 1 }.size() == 0'        || MISSING
        '!json.missing*.id.contains(5)'                      || MISSING.replace('missing\'', 'missing.id\'')
        'json.count.size() == 0'                             || "'json.count' is not a list, map or text but a number 7"
        '!json.count.contains(7)'                            || "'json.count' is not a list, map or text but a number 7"
        '!json.version.any { it == 1 }'                      || "'json.version' is not a list but text 'v1.2.3'"
        '!json.items[0].any { it == 5 }'                     || "'json.items[0]' is not a list but a map {id=5, name=a}"
    }

    def 'a runbook may treat a missing list as empty: #condition'() {
        expect:
        failures(condition) == []

        where:
        condition << ['(json.missing ?: []).size() == 0', '!(json.missing ?: []).any { it > 1 }', 'json.missing == null || json.missing.size() == 0']
    }

    def 'values are masked before they are shortened in the middle'() {
        given:
        def condition = expectOf('stdout == "x"')
        def failed = condition.failures([stdout: 'a' * 300 + 'secret' + 'b' * 300], { it.replace('secret', '•••') })

        expect:
        failed[0].parts()[0].value().size() < 150
        failed[0].parts()[0].value().startsWith("'aaa")
        failed[0].parts()[0].value().endsWith("bbb'")
        failed[0].parts()[0].value().contains(' more … ')
    }

    def 'a condition over several lines is reported in one line'() {
        expect:
        failures('exitCode == 0 &&\n    json.count == 8')[0].text() == 'exitCode == 0 && json.count == 8'
    }

    private static final String MISSING = "'json.missing' is missing, so its elements are unknown: write (… ?: []) where a missing list is an empty one"

    private List<Condition.Failed> failures(String conditions) {
        expectOf(conditions).failures([
            ok: true, exitCode: 0, stdout: 'one\ntwo', lines: ['one', 'two'],
            json: [version: 'v1.2.3', count: 7, ratio: 0.5, ready: true, broken: false, items: [[id: 5, name: 'a'], [id: 6, name: 'b']],
                   'class': 'x', size: 9, value: 1, path: 2, content: 3, name: 4, empty: 5, tags: ['a']]
        ], { it })
    }

    private Condition expectOf(String conditions, String action = "shell 'x'") {
        check("runbook('demo') {\n  step('s') {\n    $action\n    expect {\n$conditions\n    }\n  }\n}").plan().nodes()[0].work().expect().get()
    }
}
