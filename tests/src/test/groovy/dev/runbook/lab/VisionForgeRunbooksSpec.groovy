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
import java.time.Duration
import java.time.Instant

class VisionForgeRunbooksSpec extends Specification {
    static final Path FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks/visionforge')

    @Shared @TempDir
    Path compiled

    /** A runbook is compiled once for all places. */
    @Shared
    ClassCache cache

    def setupSpec() {
        cache = ClassCache.in(compiled.resolve('classes'))
    }

    def "#name #parameters checks in #place"() {
        expect:
        BudgetArithmetic.problems(plan(name, parameters, place)) == []

        where:
        [[name, parameters], place] << [
                [
                        ['emergency-rollback', [:]],
                        ['planned-rollback', [:]],
                        ['planned-rollback', [reason: 'drill', backup: 'full-backup-2026-03-31T14:00:00Z.sql']],
                        ['selective-rollback', [reason: 'drill', component: 'Schema']],
                        ['selective-rollback', [reason: 'drill', component: 'Code']],
                        ['selective-rollback', [reason: 'drill', component: 'Configuration']],
                        ['database-restore', [reason: 'drill', scope: 'Full']],
                        ['database-restore', [reason: 'drill', scope: 'Schema']],
                        ['database-restore', [reason: 'drill', scope: 'Table', table: 'users']],
                        ['code-rollback', [:]],
                        ['configuration-rollback', [:]],
                        ['validation', [:]],
                        ['after-rollback', [:]],
                ],
                ['production', 'lab'],
        ].combinations()
    }

    def "#name keeps the objective of the plan: #minutes minutes"() {
        expect:
        plan(name, [:], 'lab').rto().get().time() == Duration.ofMinutes(minutes)

        where:
        name                 || minutes
        'emergency-rollback' || 15
        'planned-rollback'   || 30
        'selective-rollback' || 60
    }

    def "the decision matrix has a trigger for each of the four rows that are measured"() {
        when:
        def triggers = new RunbookReader(cache).triggers(
                RunbookRequest.toCheck(FOLDER.resolve('decision.groovy'), [:], Optional.of(environment('lab')), Instant.EPOCH))

        then:
        triggers.set().triggers()*.severity()*.name()*.toLowerCase() == ['high', 'high', 'medium', 'low']
    }

    def "the lab and production have the same targets"() {
        given:
        def (lab, production) = [environment('lab'), environment('production')]

        expect:
        production.production() && !lab.production()
        ['services', 'hosts', 'databases', 'channels', 'settings'].every { lab."$it"().keySet() == production."$it"().keySet() }
    }

    private plan(String name, Map<String, String> parameters, String place) {
        def request = RunbookRequest.toCheck(
                FOLDER.resolve("${name}.groovy"), parameters, Optional.of(environment(place)), Instant.parse('2026-03-31T14:05:00Z'))
        new RunbookReader(cache).read(request).plan()
    }

    private static environment(String place) {
        EnvironmentFile.read(FOLDER.resolve("environments/${place}.yaml"), [HOME: '/home/sre'])
    }
}
