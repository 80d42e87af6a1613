package dev.runbook.lab

import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.environment.EnvironmentFile
import dev.runbook.plan.BudgetArithmetic
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Instant

class SmartStoreRunbooksSpec extends Specification {
    static final Path FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks/smartstore')
    static final List<String> PLACES = ['production', 'lab']

    @Shared @TempDir
    Path compiled

    /** A runbook is compiled once for all places. */
    @Shared
    ClassCache cache

    def setupSpec() {
        cache = ClassCache.in(compiled.resolve('classes'))
    }

    def "#name checks in #place"() {
        given:
        def request = RunbookRequest.toCheck(FOLDER.resolve("${name}.groovy"), parameters, Optional.of(environment(place)), Instant.parse('2026-03-31T14:05:00Z'))

        when:
        def plan = new RunbookReader(cache).read(request).plan()

        then:
        BudgetArithmetic.problems(plan) == []

        where:
        [[name, parameters], place] << [
                [
                        ['emergency-rollback', [:]],
                        ['database-rollback', [:]],
                        ['database-rollback', [reason: 'drill', to: '2026-03-31T14:00:00Z']],
                        *['Emergency', 'Database', 'Full', 'Complete'].collect { ['rollback', [level: it]] },
                        ['customer-recovery', [:]],
                        ['cart-recovery', [:]],
                        ['order-recovery', [:]],
                        ['inventory-recovery', [:]],
                        ['validation', [:]],
                        ['data-centre-failover', [:]],
                        ['incident-review', [:]],
                        ['order-review', [:]],
                        ['go-no-go', [:]],
                ],
                PLACES,
        ].combinations()
    }

    def "both environments have the same targets"() {
        given:
        def environments = PLACES.collect { environment(it) }

        expect:
        environments*.services()*.keySet().unique().size() == 1
        environments*.databases()*.keySet().unique().size() == 1
        environments*.hosts()*.keySet().unique().size() == 1
        environments*.channels()*.keySet().unique().size() == 1
        environments*.settings()*.keySet().unique().size() == 1
        environments*.production() == [true, false]
        environments[1].lab().get() == 'smartstore'
    }

    private static environment(String place) {
        EnvironmentFile.read(FOLDER.resolve("environments/${place}.yaml"), [HOME: '/home/sre'])
    }
}
