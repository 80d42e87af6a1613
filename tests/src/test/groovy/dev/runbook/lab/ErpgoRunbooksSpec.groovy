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

class ErpgoRunbooksSpec extends Specification {
    static final Path FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks/erpgo')

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
        def environment = EnvironmentFile.read(FOLDER.resolve("environments/${place}.yaml"), [HOME: '/home/sre'])
        def request = RunbookRequest.toCheck(
                FOLDER.resolve("${name}.groovy"), parameters, Optional.of(environment), Instant.parse('2026-03-31T14:05:00Z'))

        when:
        def plan = new RunbookReader(cache).read(request).plan()

        then:
        BudgetArithmetic.problems(plan) == []

        where:
        [[name, parameters], place] << [
                [
                        ['immediate-rollback', [:]],
                        ['immediate-rollback', [reason: 'drill', version: 'v2.3.9']],
                        ['database-pitr', [:]],
                        ['database-pitr', [reason: 'drill', to: '2026-03-31T14:00:00Z']],
                        ['transaction-rollback', [:]],
                ],
                ['production', 'staging', 'lab'],
        ].combinations()
    }
}
