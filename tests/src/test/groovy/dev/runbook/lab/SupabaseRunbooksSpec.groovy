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

class SupabaseRunbooksSpec extends Specification {
    static final Path FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks/supabase-migration')

    @Shared @TempDir
    Path compiled

    @Shared
    ClassCache cache

    def setupSpec() {
        cache = ClassCache.in(compiled.resolve('classes'))
    }

    def "#name checks in #place, and promises #rto"() {
        when:
        def plan = read(name, place)

        then:
        BudgetArithmetic.problems(plan) == []
        plan.rto().get().time() == rto

        where:
        [[name, rto], place] << [
                [
                        ['traffic-rollback', Duration.ofSeconds(30)],
                        ['data-sync-rollback', Duration.ofMinutes(5)],
                        ['full-system-rollback', Duration.ofMinutes(15)],
                        ['disaster-recovery', Duration.ofMinutes(60)],
                        ['pause-migration', Duration.ofMinutes(1)],
                        ['user-journey', Duration.ofSeconds(10)],
                        ['bring-back', Duration.ofMinutes(2)],
                        ['rollback-under-load', Duration.ofMinutes(5)],
                ],
                ['production', 'lab'],
        ].combinations()
    }

    def 'the environments have the same targets'() {
        given:
        def environments = ['production', 'lab'].collect { environment(it) }

        expect:
        environments[0].services().keySet() == environments[1].services().keySet()
        environments[0].databases().keySet() == environments[1].databases().keySet()
        environments[0].channels().keySet() == environments[1].channels().keySet()
        environments[0].settings().keySet() == environments[1].settings().keySet()
        environments*.production() == [true, false]
        environments[1].lab().get() == 'supabase-migration'
    }

    private read(String name, String place) {
        def request = RunbookRequest.toCheck(FOLDER.resolve("${name}.groovy"), [:], Optional.of(environment(place)), Instant.parse('2026-03-31T14:05:00Z'))
        new RunbookReader(cache).read(request).plan()
    }

    private static environment(String name) {
        EnvironmentFile.read(FOLDER.resolve("environments/${name}.yaml"), [HOME: '/home/sre'])
    }
}
