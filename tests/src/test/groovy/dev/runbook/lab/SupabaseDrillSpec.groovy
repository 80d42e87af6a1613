package dev.runbook.lab

import dev.runbook.crash.RealEngine
import dev.runbook.lab.supabase.SupabasePort
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.util.concurrent.TimeUnit

import static dev.runbook.lab.SupabaseSystem.eventually

/** The six tests of the Supabase migration's plan, and what follows when a rollback itself goes wrong. */
@Thorough('drills against the lab')
@Requires(value = { Boolean.getBoolean('runbook.drills.all') }, reason = 'minutes of drills; -Drunbook.drills.all=true')
class SupabaseDrillSpec extends Specification {
    @Shared
    SupabaseSystem system = new SupabaseSystem()

    /** One folder for all, so that each runbook is compiled once. */
    @Shared
    @TempDir
    Path runs

    @TempDir
    Path folder

    def setup() {
        system.asAtTheStart()
    }

    def cleanupSpec() {
        SharedLab.stop('supabase-migration')
    }

    def 'test 1, traffic rollback: a failing target loses all traffic within 30 seconds'() {
        given:
        breaks('target-fails')

        when:
        def drilled = drill('traffic-rollback')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 30s +met/
        drilled.out =~ /RPO 0ms +met/
        system.allTrafficGoesToSupabase()

        and: 'customers get answers again'
        eventually { system.measured('sum(rate(http_requests_total{status=~"5.."}[5s]))') == 0 && system.measured('sum(rate(http_requests_total{backend="supabase"}[5s]))') > 0 }
        system.messages('oncall-engineer').any { it.startsWith('[DRILL] Supabase migration: traffic goes back to Supabase (succeeded)') }
    }

    def 'test 2, data sync rollback: every row of the target is on Supabase'() {
        given:
        breaks('sync-stuck')
        def newest = 'select id from documents order by updated_at desc limit 1'
        eventually { system.column(SupabasePort.TARGET_DATABASE, newest) != system.column(SupabasePort.SUPABASE_DATABASE, newest) }

        when:
        def drilled = drill('data-sync-rollback')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 5m +met/
        drilled.out =~ /RPO 0ms +met/
        drilled.out =~ /[1-9]\d* inserted/
        system.allTrafficGoesToSupabase()

        and:
        ['documents', 'ai_queries', 'auth.users', 'auth.sessions', 'storage.objects'].every { table ->
            (system.column(SupabasePort.TARGET_DATABASE, "select id from $table") - system.column(SupabasePort.SUPABASE_DATABASE, "select id from $table")).empty
        }
    }

    def 'test 3, full system rollback: functions, sign-in, storage, configuration and traffic are back'() {
        given:
        breaks('functions-lost', 'target-fails')

        when:
        def drilled = drill('full-system-rollback')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 15m +met/
        drilled.out =~ /RPO 0ms +met/
        system.allTrafficGoesToSupabase()
        system.ask('GET', SupabasePort.MIGRATION, '/configuration', 'MIGRATION_TOKEN').json == [backend: 'supabase', signIn: 'supabase']
        system.broken() == ['target-fails']
    }

    def 'test 4, disaster recovery: rows and files are restored from the newest whole backup'() {
        given:
        breaks('backup-damaged', 'supabase-corrupt', 'files-lost', 'supabase-db-down')

        when:
        def drilled = drill('disaster-recovery', '--clock', '15x')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 1h +met/
        drilled.out =~ /RPO 15m +met/
        system.broken() == ['backup-damaged']
        system.allTrafficGoesToSupabase()
        system.ask('GET', SupabasePort.SUPABASE, '/health', null).json.status == 'healthy'
    }

    def 'test 5, automated detection: damaged rows start the traffic rollback without a person'() {
        given:
        def watch = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['watch', "$Machine.repository/runbooks/supabase-migration".toString(), '-e', 'lab'],
                out: folder.resolve('watch').toString(), variables: [RUNBOOK_LAB_HOME: system.lab.home.toString()])

        when:
        breaks('target-corrupt')

        then:
        eventually(120) { system.allTrafficGoesToSupabase() }
        eventually(60) { system.messages('oncall-engineer').any { it.contains('damaged rows on the target') } }

        cleanup:
        watch.destroy()
        watch.waitFor(30, TimeUnit.SECONDS)
    }

    def 'test 6, rollback under load: data is carried back and nothing fails meanwhile'() {
        when: 'fewer than the plan has: the machine is shared with other specifications'
        def drilled = drill('rollback-under-load', '-p', 'users=100', '-p', 'rate=60')

        then:
        drilled.code == 0
        drilled.out =~ /RTO 5m +met/
        drilled.out =~ /RPO 0ms +met/
        system.allTrafficGoesToSupabase()
    }

    def 'a balancer that does not apply rules is forced, and the run has failed all the same'() {
        given:
        breaks('balancer-stuck')

        when:
        def drilled = drill('traffic-rollback')

        then:
        drilled.code == 1
        drilled.out.contains('Force all traffic to Supabase')
        system.allTrafficGoesToSupabase()
    }

    def 'a resolver with old answers does not fail the rollback'() {
        given:
        breaks('dns-stale')

        expect:
        drill('traffic-rollback').code == 0
        system.allTrafficGoesToSupabase()
    }

    def 'if #fault prevents the data from being carried back, traffic returns without it and the message names the loss'() {
        given:
        breaks('sync-stuck', fault)

        when:
        def drilled = drill('data-sync-rollback')

        then:
        drilled.code == 4
        system.allTrafficGoesToSupabase()
        system.messages('data-team').last().contains('still on the target, and not on Supabase')

        where:
        fault << ['writes-stuck', 'rows-lost', 'target-db-down']
    }

    def 'without a backup, disaster recovery says that a person must intervene'() {
        given:
        breaks('supabase-corrupt', 'backups-lost')

        when:
        def drilled = drill('disaster-recovery', '--clock', '15x')

        then:
        drilled.code == 1
        drilled.out.contains('there is no valid backup')
        system.messages('engineering-lead').any { it.contains('manual intervention is required') }
    }

    def 'a migration that does not stop is reported'() {
        given:
        breaks('migration-stuck')

        expect:
        drill('pause-migration').code == 1
    }

    private void breaks(String... faults) {
        def broken = system.lab.run('break', 'supabase-migration', *faults)
        assert broken.code == 0: broken.err
    }

    private Map drill(String runbook, String... parameters) {
        def process = RealEngine.get().start(runs, ["-Drunbook.repository=$Machine.repository"],
                ['drill', "supabase-migration/$runbook".toString(), '-e', 'lab', '-p', 'reason=spec', *parameters],
                out: folder.resolve('out').toString(), variables: [RUNBOOK_LAB_HOME: system.lab.home.toString()])
        assert process.waitFor(5, TimeUnit.MINUTES)
        [code: process.exitValue(), out: folder.resolve('out').toFile().text]
    }
}
