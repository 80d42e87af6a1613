package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.plan.Parameter
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** The parameters that an operator passes, and their placeholders in a check. */
class ParametersSpec extends Specification implements RunbookTexts {

    def '#declared parses #given as #value'() {
        expect:
        check(inRunbook("param 'p', 'help'$declared\nstep('s') { shell 'x' }"), [p: given]).plan().arguments() == [p: value]

        where:
        declared                               | given                  || value
        ''                                     | 'any text; $(even)'    || 'any text; $(even)'
        ''                                     | '-rf'                  || '-rf'
        ', type: Integer'                      | '42'                   || 42
        ', type: Integer'                      | '-3'                   || -3
        ', type: Integer'                      | 7                      || 7
        ', type: Boolean'                      | 'true'                 || true
        ', type: Duration'                     | '90s'                  || Duration.ofSeconds(90)
        ', type: Duration'                     | '15m'                  || Duration.ofMinutes(15)
        ', type: Duration'                     | '15.minutes'           || Duration.ofMinutes(15)
        ', type: Duration'                     | '2 hours'              || Duration.ofHours(2)
        ', type: Instant'                      | '2026-03-31T10:00:00Z' || Instant.parse('2026-03-31T10:00:00Z')
        ', type: Instant'                      | '2h.ago'               || Instant.parse('2026-03-31T12:05:00Z')
        ', type: Instant'                      | '2.hours.ago'          || Instant.parse('2026-03-31T12:05:00Z')
        ", matching: ~/v\\d+/"                 | 'v12'                  || 'v12'
        ", oneOf: ['Database', 'Full']"        | 'Full'                 || 'Full'
        ', oneOf: [1, 2], type: Integer'       | '2'                    || 2
    }

    def '#declared rejects #given'() {
        when:
        check(inRunbook("param 'p', 'help'$declared\nstep('s') { shell 'x' }"), [p: given])

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.message() == ["the parameter 'p' takes $wanted, not '$given'".toString()]

        where:
        declared                        | given        || wanted
        ', type: Integer'               | '4x'         || 'a whole number'
        ', type: Integer'               | '99999999999'|| 'a whole number'
        ', type: Boolean'               | 'yes'        || 'true or false'
        ', type: Duration'              | 'long'       || 'a duration such as 90s, 15m or 2h'
        ', type: Instant'               | 'yesterday'  || 'an instant such as 2026-03-31T14:05:00Z or 2h.ago'
        ', matching: ~/v\\d+/'          | 'x12'        || 'a text that matches v\\d+'
        ", oneOf: ['Database', 'Full']" | 'database'   || 'one of: Database, Full'
    }

    def 'a default is fixed when the runbook is compiled'() {
        expect:
        check(inRunbook("param 'p', 'help', type: Instant, default: 2.hours.ago\nstep('s') { shell \"x \${params.p}\" }")).plan().arguments().p ==
                Instant.parse('2026-03-31T12:05:00Z')
    }

    def 'check uses an example or a placeholder for a parameter without a value'() {
        given:
        def plan = check(inRunbook("""
            param 'reason', 'why'
            param 'count', 'how many', type: Integer, example: 3
            step('s') { shell "x \${params.reason}"; retry params.count }
            if (params.count > 2) { step('many') { shell 'y' } }""")).plan()

        expect:
        plan.nodes()*.name() == ['s', 'many']
        plan.nodes()[0].work().act().action().shown() == 'x ‹reason›'
        plan.nodes()[0].retry().get().times() == 3
    }

    def 'a missing value that decides the plan is reported, and the rest is checked'() {
        when:
        check(inRunbook("""
            param 'mode', 'how'
            step('a') { if (params.mode == 'full') { shell 'x' } else { shell 'y' } }
            step('b') { shell 'x'; retry 0 }"""))

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.message() == ["this depends on the parameter 'mode', which has no value", 'retry takes 1 or more further attempts, not 0']
        refused.diagnostics()[0].cures() == ['give -p mode=…, or declare it with an example: or a default:']
    }

    def 'a run needs every required parameter'() {
        when:
        reader().read(new RunbookRequest(file(inRunbook("param 'reason', 'why, for the record'\nparam 'note', 'more', optional: true\nstep('s') { shell 'x' }")),
                [:], Optional.empty(), NOW, true))

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.message() == ["the parameter 'reason' is missing: why, for the record"]
        refused.diagnostics()[0].cures() == ['give -p reason=…']
    }

    def 'an undeclared parameter is reported, with the declared ones'() {
        when:
        check(inRunbook("param 'reason', 'why'\nstep('s') { shell 'x' }"), [reson: 'x'])

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.message() == ["there is no parameter 'reson'"]
        refused.diagnostics()[0].cures() == ['it takes: reason']
    }

    def 'every choice is planned once, so that a mistake in any branch is found'() {
        given:
        def place = file(inRunbook("""
            param 'kind', 'what', oneOf: ['Emergency', 'Database', 'Full']
            param 'dry', 'only look', type: Boolean, default: false
            if (params.kind == 'Database') { step('d') { shell 'x'; retry 3 } }
            if (params.dry) { step('look') { shell 'y' } } else { step('do') { shell 'z' } }"""))

        when:
        def readings = reader().readChoices(RunbookRequest.toCheck(place, [:], Optional.empty(), NOW))

        then:
        readings*.plan()*.arguments()*.kind == ['Emergency', 'Database', 'Full', 'Emergency']
        readings.collect { it.plan().nodes()*.name() } == [['do'], ['d', 'do'], ['do'], ['look']]
    }

    def 'a mistake in the branch of one choice is reported'() {
        given:
        def place = file(inRunbook("param 'kind', 'what', oneOf: ['A', 'B']\nif (params.kind == 'B') { step('b') { shell 'x'; retry 0 } }\nstep('s') { shell 'x' }"))

        when:
        reader().readChoices(RunbookRequest.toCheck(place, [:], Optional.empty(), NOW))

        then:
        thrown(InvalidRunbookException)
    }

    def 'a declaration is kept unchanged'() {
        given:
        Parameter parameter = check(inRunbook("param 'version', 'what to return to', matching: ~/v\\d+/, optional: true\nstep('s') { shell 'x' }")).plan().parameters()[0]

        expect:
        parameter.name() == 'version'
        parameter.help() == 'what to return to'
        parameter.optional()
        !parameter.required()
        parameter.matching().get() == 'v\\d+'
    }
}
