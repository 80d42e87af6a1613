package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
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
            hosts: { db: [admin@10.0.0.7] }
            secrets: { TOKEN: { env: TOKEN } }
            '''.stripIndent(), 'environments/test.yaml'), [TOKEN: 'abcdefgh'])
    }
}
