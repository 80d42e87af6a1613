package dev.runbook.lab

import dev.runbook.lab.supabase.SupabasePort
import dev.runbook.machine.Thorough
import spock.lang.Shared
import spock.lang.Specification

import static dev.runbook.lab.SupabaseSystem.eventually

@Thorough('a lab with two database servers')
class SupabaseEstateSpec extends Specification {
    static final String ERROR_RATE = 'sum(rate(http_requests_total{status=~"5.."}[5s])) / sum(rate(http_requests_total[5s]))'

    @Shared
    SupabaseSystem system = new SupabaseSystem()

    def setup() {
        system.asAtTheStart()
    }

    def cleanupSpec() {
        SharedLab.stop('supabase-migration')
    }

    def 'rules split the traffic of an area between the two sides'() {
        when:
        def set = system.ask('PUT', SupabasePort.BALANCER, '/rules/database', 'LB_TOKEN', [supabase: [weight: 30], target: [weight: 70]])
        def served = (1..100).collect { servedBy('/rest/v1/health') }

        then: 'customers send requests meanwhile, so the share is not exact'
        set.status == 200
        (20..40).contains(served.count('supabase'))
        servedBy('/auth/v1/health') == 'target'

        and:
        system.ask('PUT', SupabasePort.BALANCER, '/rules/database', 'LB_TOKEN', [supabase: [weight: 30], target: [weight: 30]]).status == 400
    }

    private String servedBy(String path) {
        (new URI("http://$system.lab.address:${SupabasePort.API.number()}$path").toURL().openConnection() as HttpURLConnection).getHeaderField('X-Served-By')
    }

    def 'administration requires its own token: #path'() {
        expect:
        system.ask('GET', port, path, secret).status == 200
        system.ask('GET', port, path, null).status == 401
        system.ask('GET', port, path, 'TEST_USER_PASSWORD').status == 401

        where:
        port                   | path                       | secret
        SupabasePort.BALANCER  | '/rules'                   | 'LB_TOKEN'
        SupabasePort.DNS       | '/records/api.aiqueryhub.com' | 'DNS_TOKEN'
        SupabasePort.MIGRATION | '/jobs'                    | 'MIGRATION_TOKEN'
        SupabasePort.SUPABASE  | '/admin/writes'            | 'SERVICE_KEY'
        SupabasePort.BACKUPS   | '/points/latest'           | 'SERVICE_KEY'
    }

    def 'the fault #fault is measured, and gone when it is mended'() {
        when:
        system.lab.run('break', 'supabase-migration', fault)

        then:
        eventually { system.measured(query) >= value }
        system.broken() == [fault]

        when:
        system.lab.run('mend', 'supabase-migration', fault)

        then:
        system.broken() == []

        where:
        fault                   | query                                                                                        | value
        'target-fails'          | ERROR_RATE                                                                                   | 0.9d
        'target-slow'           | 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5s])))'     | 2.0d
        'sign-in-fails'         | '1 - sum(rate(auth_success_total[5s])) / sum(rate(auth_attempts_total[5s]))'                 | 0.9d
        'target-db-down'        | '1 - avg(component_up)'                                                                      | 0.5d
        'connections-exhausted' | 'max(resource_utilization_ratio)'                                                            | 0.9d
        'complaints'            | 'sum(increase(support_tickets_total{kind="complaint"}[30m]))'                                | 5.0d
        'anomaly'               | 'max(anomaly_detected)'                                                                      | 1.0d
    }

    def 'rows written on the target reach Supabase with the next synchronization, with their files'() {
        given:
        def written = system.column(SupabasePort.TARGET_DATABASE, 'select id from documents order by updated_at desc limit 1')[0]

        expect:
        eventually { system.column(SupabasePort.SUPABASE_DATABASE, "select id from documents where id = '$written'") == [written] }
        system.ask('GET', SupabasePort.SUPABASE, '/admin/components/storage', 'SERVICE_KEY').json.corrupted == false
    }

    def 'while writes are paused, a write is refused as PostgREST does, and reads continue'() {
        given:
        def user = system.ask('POST', SupabasePort.TARGET, '/auth/v1/token?grant_type=password', null, [email: 'user1@example.com', password: 'password-1'])

        when:
        def paused = system.ask('PUT', SupabasePort.TARGET, '/admin/writes', 'SERVICE_KEY', [enabled: false])
        def refused = system.ask('POST', SupabasePort.TARGET, '/auth/v1/token?grant_type=password', null, [email: 'user1@example.com', password: 'password-1'])

        then:
        user.json.access_token != null
        paused.json == [enabled: false]
        [refused.status, refused.json.code] == [405, '25006']
        system.ask('GET', SupabasePort.TARGET, '/rest/v1/health', null).status == 200
    }

    def 'a damaged backup is not valid, and the one before it is the newest valid one'() {
        given:
        def before = system.ask('GET', SupabasePort.BACKUPS, '/points/latest', 'SERVICE_KEY').json.id

        when:
        system.lab.run('break', 'supabase-migration', 'backup-damaged')
        def newest = system.lab.folder().resolve('backups').toFile().list().findAll { !it.startsWith('.') }.max()

        then:
        newest > before
        system.ask('GET', SupabasePort.BACKUPS, "/points/$newest", 'SERVICE_KEY').json.valid == false
        system.ask('GET', SupabasePort.BACKUPS, '/points/latest', 'SERVICE_KEY').json.id < newest
    }
}
