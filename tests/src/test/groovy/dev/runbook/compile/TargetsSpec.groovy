package dev.runbook.compile

import dev.runbook.cli.planview.PlanRows
import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
import dev.runbook.forecast.PastTimes
import dev.runbook.value.Secret
import spock.lang.Specification

/** Names of targets. */
class TargetsSpec extends Specification implements RunbookTexts, ReadPlans {
    def 'names of targets come from the environment, secrets remain closed'() {
        given:
        def runbook = planIn(environment(), '''
            runbook('demo') {
                step('Use') { shell "x ${service('api')} ${setting('backups')} ${host('db')} ${secret('TOKEN')}" }
                for (table in setting('tables')) { step("Dump $table") { shell "dump $table" } }
                if (setting('mode') == 'careful') { step('Check first') { shell 'check' } }
            }'''.stripIndent())

        expect:
        shown(runbook.plan().nodes()[0]) == 'x ‹https://api.example.com› ‹/var/backups› ‹10.0.0.7› ‹secret TOKEN›'
        action(runbook.plan().nodes()[0]).script().text().values().last() == new Secret('TOKEN')
        runbook.plan().nodes()*.name() == ['Use', 'Dump orders', 'Dump stock', 'Check first']
    }

    def 'an unknown target is reported at every place that names it, with the known ones'() {
        when:
        planIn(environment(), '''\
            runbook('demo') {
                step('One') { shell "x ${service('apo')}" }
                step('Two') { shell "x ${service(
                        'apo')} ${secret('NONE')}" }
            }'''.stripIndent())

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.place()*.line() == [2, 4, 4]
        refused.diagnostics()[0].place().column() == 38
        refused.diagnostics()[0].message() == "the environment 'test' has no service 'apo'"
        refused.diagnostics()[0].cures() == ['it has: api']
        refused.diagnostics()*.message().any { it.contains("no secret 'NONE'") }
    }

    def 'a POSIX shell script for a host that runs PowerShell is a mistake: #step'() {
        when:
        planIn(environment(), "runbook('demo') {\n    step('Use') { $step }\n}")

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()*.place()*.line() == [2]
        refused.diagnostics()[0].message() ==
                "'ssh' runs a POSIX shell script, and host win runs PowerShell (shell: powershell in the environment)"
        refused.diagnostics()[0].cures() == ["write it with powershell '…', on: 'win'"]

        where:
        step << ["ssh 'true', on: 'win'", "ssh 'true', on: 'win', of: ['db', 'win']"]
    }

    def 'a step names what it changes of a host\'s folder and variables'() {
        given:
        def runbook = planIn(environment(), '''\
            runbook('demo') {
                step('As the host says') { powershell 'Get-Date', on: 'win' }
                step('Otherwise') { powershell 'Get-Date', on: 'win', in: 'E:/', env: [A: 1, B: 2] }
                step('Elsewhere') { ssh 'date', on: 'db', in: '/tmp', env: [A: secret('TOKEN')] }
            }'''.stripIndent())
        def actions = runbook.plan().nodes().collect { action(it) }

        expect:
        actions*.notes(environment()) == [['win: in D:/app, A=0, Windows PowerShell'], ['win: Windows PowerShell'], []]
        actions[1].shown() == 'Get-Date\n(on win, in E:/, A=1, B=2)'
        PlanRows.of(runbook.plan(), environment(), PastTimes.NONE)*.notes() == actions*.notes(environment())
        actions[2].shown() == 'date\n(on db, in /tmp, A=‹secret TOKEN›)'
    }

    def 'without an environment every target name is accepted'() {
        expect:
        shown(check(inRunbook('''step('s') { shell "x ${service('api')} ${setting('backups')}" }''')).plan().nodes()[0]) ==
                'x ‹service api› ‹setting backups›'
    }

    private Environment environment() {
        EnvironmentFile.read(file('''
            environment: test
            services: { api: https://api.example.com/ }
            settings: { backups: /var/backups, tables: [orders, stock], mode: careful }
            hosts:
              db: [admin@10.0.0.7]
              win: { address: admin@10.0.0.8, in: 'D:/app', env: { A: 0 }, shell: powershell }
            secrets: { TOKEN: { env: TOKEN } }
            '''.stripIndent(), 'environments/test.yaml'), [TOKEN: 'abcdefgh'])
    }
}
