package dev.runbook.lab

import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.environment.EnvironmentFile
import dev.runbook.lab.sdm.SdmPort
import dev.runbook.plan.BudgetArithmetic
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Instant

class SdmRunbooksSpec extends Specification {
    static final Path FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks/social-download-manager')

    static final List RUNBOOKS = ['unix-rollback', 'windows-rollback', 'database-rollback', 'configuration-rollback', 'integrity-check',
                                  'restore-history', 'data-loss', 'system-corruption', 'manual-rollback'].collect { [it, [:]] } +
            ['Configuration', 'Application', 'Database', 'Complete system', 'Emergency'].collect { ['rollback', [type: it]] } +
            ['User experience', 'Integration', 'Business logic', 'Compliance', 'Strategic'].collect { ['planned-rollback', [scenario: it]] } +
            ['0 to 30 minutes', '24 hours', '1 to 4 weeks'].collect { ['post-rollback', [when: it]] }

    @Shared @TempDir
    Path compiled

    /** A runbook is compiled once for all places. */
    @Shared
    ClassCache cache

    def setupSpec() {
        cache = ClassCache.in(compiled.resolve('classes'))
    }

    def "#name #parameters checks in #place"() {
        given:
        def request = RunbookRequest.toCheck(
                FOLDER.resolve("${name}.groovy"), parameters, Optional.of(environment(place)), Instant.parse('2026-03-31T14:05:00Z'))

        when:
        def plan = new RunbookReader(cache).read(request).plan()

        then:
        BudgetArithmetic.problems(plan) == []

        where:
        [[name, parameters], place] << [RUNBOOKS, ['production', 'lab']].combinations()
    }

    def "the environments have the same targets, and the lab's finds the lab"() {
        given:
        def production = environment('production')
        def lab = environment('lab')

        expect:
        production.production() && !lab.production()
        lab.lab().get() == 'social-download-manager'
        lab.hosts().keySet() == production.hosts().keySet()
        lab.channels().keySet() == production.channels().keySet()
        lab.settings().keySet() == production.settings().keySet()
        lab.hosts().unix*.port() == [SdmPort.SSH_LINUX1.number(), SdmPort.SSH_MAC1.number()]
    }

    private static environment(String place) {
        EnvironmentFile.read(FOLDER.resolve("environments/${place}.yaml"),
                [HOME: '/home/sre', RUNBOOK_LAB_ADDRESS: '127.0.0.9', RUNBOOK_LAB_HOME: '/var/tmp/lab'])
    }
}
