package dev.runbook.action.sql

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.action.copy.Copies
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.machine.LiveHeap
import dev.runbook.machine.Thorough
import dev.runbook.tds.H2Backend
import dev.runbook.tds.TdsServer
import dev.runbook.lab.tds.TdsType
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration

/** However many rows come, no more than a few are in memory. */
class SqlHeapSpec extends Specification implements Copies {
    static final Duration LONG = Duration.ofMinutes(10)

    @AutoCleanup
    Attempts attempts = new Attempts(to: new Attempts.Counted(), databases: [
        orders: SharedPostgres.database(),
        shop: SharedPostgres.database('shop', SharedPostgres.server().port, '?currentSchema=heap_shop'),
        legacy: SharedPostgres.database('legacy', SharedPostgres.server().port, '?currentSchema=heap_legacy')])

    @Thorough('a million rows')
    def 'a million rows are read in constant memory'() {
        given:
        rows(10_000)

        when:
        def most = peak { assert rows(1_000_000).values().rowCount == 1_000_000 }

        then:
        most < 16 * LiveHeap.MEGABYTE
    }

    @Thorough('300,000 rows')
    def '300,000 rows are copied in constant memory'() {
        given:
        tables(300_000)
        carry(attempts, [from: 'shop', to: 'legacy', table: 'warm'], LONG)

        when:
        Outcome outcome = null
        def most = peak { outcome = carry(attempts, [from: 'shop', to: 'legacy', table: 'orders'], LONG) }

        then:
        outcome.cause() == ''
        outcome.values().inserted == 300_000
        most < 16 * LiveHeap.MEGABYTE

        cleanup:
        SharedPostgres.ask('drop schema heap_shop cascade; drop schema heap_legacy cascade')
    }

    @Thorough('500,000 rows')
    def 'SQL Server\'s driver streams rows'() {
        given:
        def types = [TdsType.BIGINT, TdsType.NVARCHAR]
        def server = new H2Backend('heap').behind(new TdsServer().on(/^select (\d+) rows/) { session, sql, match ->
            session.tokens().describe(['id', 'name'], types)
            (1..match.group(1).toInteger()).each {
                session.tokens().row(types, [it, "row $it"])
                if (it % 1000 == 0) {
                    session.flush()
                }
            }
            session.tokens().endOfRows(match.group(1).toInteger())
        })
        attempts.databases.server = new Database('server', server.url, Optional.of(TdsServer.USER), Optional.of(new SecretSource.Plain(TdsServer.PASSWORD)))
        attempts.perform(Specs.sql(Template.of('select 10000 rows'), 'server'), LONG)

        when:
        Outcome outcome = null
        def most = peak { outcome = attempts.perform(Specs.sql(Template.of('select 500000 rows'), 'server'), LONG) }

        then:
        outcome.cause() == ''
        outcome.values().rowCount == 500_000
        most < 16 * LiveHeap.MEGABYTE

        cleanup:
        attempts.close()
        server.close()
    }

    private Outcome rows(int count) {
        def outcome = attempts.perform(Specs.sql(Template.of("select i, 'row ' || i as name, now() as at from generate_series(1, $count) i".toString()), 'orders'), LONG)
        assert outcome.result() == Result.OK
        outcome
    }

    private static void tables(int rows) {
        SharedPostgres.ask('drop schema if exists heap_shop cascade; drop schema if exists heap_legacy cascade; create schema heap_shop; create schema heap_legacy')
        ['heap_shop', 'heap_legacy'].each { schema ->
            ['orders', 'warm'].each {
                SharedPostgres.ask("create table ${schema}.$it (id bigint primary key, customer int, state text, total numeric(12,2), note text, updated_at timestamptz)")
            }
        }
        [orders: rows, warm: 5000].each { table, count ->
            SharedPostgres.ask("""insert into heap_shop.$table select i, i % 1000, 'paid', i / 100.0, repeat('x', 50), timestamptz '2026-03-01' + i * interval '1 second'
                from generate_series(1, $count) i""")
        }
    }

    /** The most that lived while {@code work} ran, above what did before it. */
    private static long peak(Runnable work) {
        long before = LiveHeap.bytes()
        LiveHeap.most(work) - before
    }
}
