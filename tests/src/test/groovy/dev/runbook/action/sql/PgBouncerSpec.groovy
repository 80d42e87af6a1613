package dev.runbook.action.sql

import dev.runbook.action.copy.Copies
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.Environment.DatabaseOptions
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId

/** Steps that reach their database through a pooler leave the application's sessions as they were. */
@Thorough('a real server')
@Requires(value = { Machine.has('pgbouncer') }, reason = 'pgbouncer is not installed')
class PgBouncerSpec extends Specification implements Copies {
    @TempDir
    @Shared
    Path folder

    @Shared
    @AutoCleanup
    PgBouncer pool

    @Shared
    Map<String, Object> before

    @AutoCleanup
    Attempts attempts = new Attempts()

    def setupSpec() {
        pool = new PgBouncer(folder)
    }

    def setup() {
        attempts.databases.shop = pool.database()
        SharedPostgres.ask('''drop table if exists runbook_checkpoint; drop table if exists ledger; drop table if exists kept;
            create table ledger (id int primary key, state text, updated_at timestamptz default now());
            create table kept (like ledger including all);
            insert into ledger select i, 'open' from generate_series(1, 3) i''')
        before = pool.session()
    }

    def '#what leaves nothing on the session'() {
        when:
        def outcomes = (1..8).collect { sql(text, options) }

        then:
        outcomes*.cause().unique() == [cause]
        pool.session() == before
        pool.application().withCloseable { it.createStatement().executeUpdate("update ledger set state = 'paid' where id = 1") } == 1

        where:
        what                      | options             | text                                                  || cause
        'a statement'             | [:]                 | "update ledger set state = 'x' where id = 1"          || ''
        'a query'                 | [:]                 | 'select count(*) from ledger'                         || ''
        'many rows'               | [:]                 | 'select * from generate_series(1, 2000)'              || ''
        'several statements'      | [:]                 | "select 1; update ledger set state = 'x'; select 2"   || ''
        'a transaction'           | [transaction: true] | "update ledger set state = 'x'; select * from generate_series(1, 2000)" || ''
        'its own transaction'     | [:]                 | "begin; set local search_path to pg_catalog; select 1; commit"          || ''
        'a failed transaction'    | [transaction: true] | 'select 1; select 1/0'                                || 'ERROR 22012: division by zero (line 1, statement 2 of 2); its transaction was rolled back'
        'a query that only reads' | [readOnly: true]    | 'select count(*) from ledger; show server_version'    || ''
        'a question for the primary' | [primary: true]  | 'select 1'                                            || ''
        'all options'             | [primary: true, readOnly: true, transaction: true] | 'select 1; select 2'   || ''
    }

    def 'values are bound repeatedly without a named statement on the server'() {
        expect:
        (1..8).every { sql(template('update ledger set state = ', "s$it".toString(), ' where id = ', 2, '')).cause() == '' }
        (1..8).every { sql(template('select * from ledger where id >= ', 0, ''), [transaction: true]).values().rowCount == 3 }
        pool.session() == before
    }

    def 'the time zone of the environment applies to the steps only'() {
        given:
        def shop = pool.database()
        attempts.databases.shop = new Database(shop.name(), shop.url(), shop.user(), shop.password(), new DatabaseOptions(
                Optional.empty(), Optional.empty(), Optional.of(ZoneId.of('Asia/Kolkata')), Optional.empty()))

        expect:
        (1..3).every { sql(template("select timestamp '2026-03-29 07:00' = ", Instant.parse('2026-03-29T01:30:00Z'), '')).values().value }
        pool.session() == before
    }

    def 'the server rejects a write in a readOnly step'() {
        when:
        def outcome = sql("update ledger set state = 'x'", [readOnly: true])

        then:
        outcome.result() == Result.FAILED
        outcome.cause().startsWith('ERROR 25006: cannot execute UPDATE in a read-only transaction')
        pool.session() == before
    }

    def 'a statement that changes the session is rejected: #text'() {
        when:
        def refusal = sql("select 1;\n$text")

        then:
        refusal.cause().startsWith("line 2: '$words' changes the server session, which the pooler of database 'shop' shares with other clients: ")
        refusal.cause().endsWith('; nothing was sent')
        pool.session() == before

        where:
        text                                              || words
        'set search_path to pg_catalog'                   || 'set'
        'SET SESSION statement_timeout = 1'               || 'SET'
        "select set_config('search_path', 'x', false)"    || 'set_config'
        'set role pg_monitor'                             || 'set'
        'create temp table t (a int)'                     || 'create temp'
        'Create Local Temporary Table t as select 1'      || 'Create Local Temporary'
        'select 1 as n into temp t'                       || 'into temp'
        'select pg_advisory_lock(1)'                      || 'pg_advisory_lock'
        'select pg_try_advisory_lock_shared(1)'           || 'pg_try_advisory_lock_shared'
        'prepare p as select 1'                           || 'prepare'
        'listen c'                                        || 'listen'
        'declare c cursor with hold for select 1'         || 'with hold'
        'discard all'                                     || 'discard'
    }

    def 'a session pooler accepts all statements'() {
        given:
        def shop = pool.database()
        attempts.databases.shop = new Database(shop.name(), shop.url(), shop.user(), shop.password(), new DatabaseOptions(
                Optional.empty(), Optional.of(DatabaseOptions.Pooler.SESSION), Optional.empty(), Optional.empty()))

        expect:
        sql("set application_name to 'x'").cause() == ''
    }

    def 'a statement whose effect ends with its transaction is allowed: #text'() {
        expect:
        sql(text, [transaction: true]).cause() == ''
        pool.session() == before

        where:
        text << ['set local search_path to pg_catalog; select 1', "select set_config('search_path', 'x', true)",
                 'create temp table t (a int) on commit drop; insert into t values (1)', 'select pg_advisory_xact_lock(1)',
                 'set transaction isolation level serializable; select 1', "update ledger set state = 'set x'", 'declare c cursor for select 1; fetch c']
    }

    def 'rows are copied in both directions'() {
        given:
        attempts.databases.direct = SharedPostgres.database('direct')

        expect:
        carry(attempts, [from: 'shop', to: 'direct', table: 'ledger', into: 'kept']).cause() == ''
        SharedPostgres.ask('delete from kept; delete from runbook_checkpoint') == []
        carry(attempts, [from: 'direct', to: 'shop', table: 'ledger', into: 'kept', batch: 1]).cause() == ''
        SharedPostgres.ask('select count(*) as n from kept')[0].n == 3
        pool.session() == before
    }

    def 'a statement over its budget is cancelled, and the server confirms it'() {
        when:
        def outcome = sql("update ledger set state = 'x' from pg_sleep(60)", [:], Duration.ofMillis(700))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().what() ==~ /cancel sent, session 'runbook [0-9a-z]+' no longer runs it/
        sleeping() == 0
        pool.session() == before
    }

    private static int sleeping() {
        SharedPostgres.ask("select 1 from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()").size()
    }

    private static Template template(Object... pieces) {
        new Template(pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString(),
                pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList())
    }

    private Outcome sql(Object text, Map options = [:], Duration budget = Duration.ofSeconds(20)) {
        def template = text instanceof Template ? text : Template.of(text.toString())
        attempts.perform(new SqlSpec(new SqlSpec.Script.Text(template), 'shop', [:], options.transaction ?: false,
                options.primary ?: false, options.readOnly ?: false), budget)
    }
}
