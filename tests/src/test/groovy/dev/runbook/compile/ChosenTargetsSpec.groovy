package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.action.AlternativeTargets
import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
import dev.runbook.environment.Target
import dev.runbook.plan.KnownValues
import dev.runbook.plan.Task
import spock.lang.Specification

/** A target that a value of the run chooses among declared ones: {@code on: choice.stdout, of: ['pg2', 'pg3']}. */
class ChosenTargetsSpec extends Specification implements RunbookTexts, ReadPlans {
    static final CHOICE = "def choice = step('Choose') { shell './choose.sh' }\n"

    def 'all declared targets are planned and checked: #written'() {
        given:
        def use = check(inRunbook(CHOICE + "step('Use') { $written }")).plan().nodes()[1] as Task

        expect:
        action(use) instanceof AlternativeTargets
        action(use).targets() == targets.collect { new Target(kind, it) }
        shown(use).contains(text)

        where:
        written                                                                                      | kind                 | targets        || text
        "sql 'select 1', on: choice.stdout, of: ['pg2', 'pg3']"                                      | Target.Kind.DATABASE | ['pg2', 'pg3'] || 'on ‹Choose: stdout›, one of pg2, pg3'
        "sql 'select 1', on: choice.json.name, of: ['pg2', 'pg3']"                                   | Target.Kind.DATABASE | ['pg2', 'pg3'] || 'on ‹Choose: json.name›, one of pg2, pg3'
        'sql \'select 1\', on: "pg${choice.stdout}", of: [\'pg2\', \'pg3\']'                         | Target.Kind.DATABASE | ['pg2', 'pg3'] || 'on pg‹Choose: stdout›, one of pg2, pg3'
        "ssh 'uptime', on: choice.stdout, of: ['pg2', 'pg3'], atOnce: 2"                             | Target.Kind.HOST     | ['pg2', 'pg3'] || 'on ‹Choose: stdout›, one of pg2, pg3'
        "powershell 'Get-Date', on: choice.stdout, of: ['pg2', 'pg3']"                               | Target.Kind.HOST     | ['pg2', 'pg3'] || 'on ‹Choose: stdout›, one of pg2, pg3'
        "prometheus 'up', on: choice.stdout, of: ['m1', 'm2']"                                       | Target.Kind.SERVICE  | ['m1', 'm2']   || 'on ‹Choose: stdout›, one of m1, m2'
        "copyRows 't', from: choice.stdout, to: 'main', of: ['pg2', 'pg3', 'main'], key: 'id', changed: 'at'" | Target.Kind.DATABASE | ['pg2', 'main', 'pg3'] || 'from ‹Choose: stdout›, one of pg2, pg3, main to main'
    }

    def 'the run acts on the chosen target, and refuses every other one'() {
        given:
        def runbook = check(inRunbook(CHOICE + "step('Use') { sql 'select 1', on: choice.stdout, of: ['pg2', 'pg3'] }"))
        def use = runbook.plan().nodes()[1] as Task

        when:
        runbook.runsWith(chosen('pg3'))

        then:
        use.body().read().act().action().database() == 'pg3'

        when:
        runbook.runsWith(chosen('postgres'))
        use.body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.contains("on: is 'postgres', which is not one of pg2, pg3")
    }

    def 'a target that is known before the run must be one of those that it may be'() {
        expect:
        messageOf(inRunbook("param 'to', 'which', default: 'pg9'\nstep('Use') { sql 'select 1', on: params.to, of: ['pg2', 'pg3'] }"))
                .contains("on: is 'pg9', which is not one of pg2, pg3")
        check(inRunbook("param 'to', 'which', default: 'pg3'\nstep('Use') { sql 'select 1', on: params.to, of: ['pg2', 'pg3'] }"))
                .plan().nodes()[0].work().act().action().database() == 'pg3'
    }

    def 'a declared target that the environment lacks is reported at its name'() {
        when:
        planIn(environment(), inRunbook("""
            def choice = step('Choose') { shell './choose.sh' }
            step('Use') { ssh 'uptime', on: choice.stdout, of: ['pg2', 'pg9'] }"""))

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics().size() == 1
        refused.diagnostics()[0].message() == "the environment 'test' has no host 'pg9'"
        refused.diagnostics()[0].place().line() == 4
        refused.diagnostics()[0].place().column() == 72
    }

    def 'the targets may be a list of the environment'() {
        given:
        def use = planIn(environment(), inRunbook(CHOICE + "step('Use') { ssh 'uptime', on: choice.stdout, of: setting('standbys') }"))
                .plan().nodes()[1] as Task

        expect:
        action(use).targets()*.name() == ['pg2', 'pg3']
    }

    def 'wrong input has one clear line: #use'() {
        expect:
        messageOf(inRunbook(CHOICE + "step('Use') { $use }")).readLines()[0].contains(message)

        where:
        use                                                              || message
        "sql 'select 1', on: choice.stdout"                              || "'on:' takes a value known before the run; this one is known only in a run"
        "sql 'select 1', on: choice.stdout, of: []"                      || 'of: takes the names of the targets that may be chosen'
        "sql 'select 1', on: choice.stdout, of: [1, 2]"                  || 'of: takes the names of the targets that may be chosen'
        "sql 'select 1', on: choice.stdout, of: 'pg2'"                   || "'of:' cannot take text"
        "sql 'select 1', on: choice.stdout, of: choice.lines"            || "'of:' takes a value known before the run; this one is known only in a run"
        "powershell 'Get-Date', of: ['pg2']"                             || "'of' has no place without on:"
    }

    def 'a target without a list of choices is explained with the cure'() {
        expect:
        messageOf(inRunbook(CHOICE + "step('Use') { sql 'select 1', on: choice.stdout }")).contains("list those it may be: of: ['one', 'other']")
    }

    private KnownValues chosen(String name) {
        known(Choose: [stdout: name, ok: true])
    }

    private Environment environment() {
        EnvironmentFile.read(file('''
            environment: test
            settings: { standbys: [pg2, pg3] }
            hosts: { pg2: [admin@10.0.0.2], pg3: [admin@10.0.0.3] }
            '''.stripIndent(), 'environments/test.yaml'), [:])
    }
}
