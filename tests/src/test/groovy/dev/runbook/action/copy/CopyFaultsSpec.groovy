package dev.runbook.action.copy

import dev.runbook.action.sql.SharedPostgres
import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Output
import dev.runbook.action.CancellationToken
import dev.runbook.action.copy.CopySpec.Limit
import dev.runbook.action.copy.CopySpec.Tombstones
import dev.runbook.machine.Thorough
import dev.runbook.value.Result
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration

/** Copies that are cut or stopped: what was committed stays, the rest is carried by the next attempt, no row twice. */
@Thorough('two database servers and their failures')
class CopyFaultsSpec extends Specification implements Copies {
    static final int ROWS = 50
    static final int BATCH = 10

    @AutoCleanup
    Attempts attempts = new Attempts(databases: [
        shop: SharedPostgres.database('shop', SharedPostgres.server().port, '?currentSchema=shop'),
        legacy: SharedPostgres.database('legacy', SharedPostgres.server().port, '?currentSchema=legacy')])

    def setup() {
        SharedPostgres.ask('drop schema if exists shop cascade; drop schema if exists legacy cascade; create schema shop; create schema legacy')
        SharedPostgres.ask("""
            create table shop.orders (id int primary key, name text, updated_at timestamptz);
            create table shop.dead (id int, deleted_at timestamptz);
            create table legacy.orders (id int primary key, name text, updated_at timestamptz);
            create table legacy.written (id int, how text);
            create table legacy.fault (id int, at_commit boolean);
            insert into shop.orders select i, 'n' || i, timestamptz '2026-03-01' + i * interval '1 minute' from generate_series(1, $ROWS) i;
            insert into shop.dead select i, '2026-03-01' from generate_series(101, ${100 + ROWS}) i;
            insert into legacy.orders select i, 'old', '2026-01-01' from generate_series(1, $ROWS) i where i % 2 = 0;
            insert into legacy.orders select i, 'dead', '2026-01-01' from generate_series(101, ${100 + ROWS}) i;
            create function legacy.note() returns trigger as \$\$ begin
                insert into legacy.written values (coalesce(new.id, old.id), tg_op);
                return coalesce(new, old);
            end \$\$ language plpgsql;
            create trigger note before insert or update or delete on legacy.orders for each row execute function legacy.note()""")
    }

    def 'interrupted #where in every batch and resumed: each row is written once, both sides are equal'() {
        given:
        SharedPostgres.ask("""
            create function legacy.fault() returns trigger as \$\$ begin
                if exists (select from legacy.fault f where f.id = coalesce(new.id, old.id)) then $what; end if;
                return coalesce(new, old);
            end \$\$ language plpgsql;
            $trigger""")
        def rows = (1..ROWS).findAll { it % BATCH == 5 } + (101..(100 + ROWS)).findAll { it % BATCH == 5 }

        when:
        def cut = rows.sort { it > 100 ? it - 1000 : it }.collect { id ->
            SharedPostgres.ask("delete from legacy.fault; insert into legacy.fault values ($id)")
            copy()
        }
        SharedPostgres.ask('delete from legacy.fault')
        def last = copy()

        then:
        cut.every { it.result() in results }
        cut.every { !it.cause().contains('\n') }
        last.cause() == ''
        last.values().subMap(['inserted', 'updated', 'deleted', 'unchanged']) == [inserted: 25, updated: 25, deleted: 50, unchanged: 0]
        last.values().checksum.same
        SharedPostgres.ask('select id from legacy.written group by id having count(*) > 1') == []
        SharedPostgres.ask('select count(*) as n from legacy.written')[0].n == 100
        attempts.output.text(Output.Stream.NOTE).contains('continuing from the checkpoint of an earlier attempt: ')

        where:
        where                 | what                                               | trigger                                                                                                                                                                        || results
        'the target'          | 'perform pg_terminate_backend(pg_backend_pid())'   | 'create trigger a_fault before insert or update or delete on legacy.orders for each row execute function legacy.fault()'                                                        || [Result.FAILED]
        'the target\'s commit' | 'perform pg_terminate_backend(pg_backend_pid())'  | 'create constraint trigger a_fault after insert or update or delete on legacy.orders deferrable initially deferred for each row execute function legacy.fault()'               || [Result.FAILED, Result.UNKNOWN]
        'an error of the target' | "raise 'no more'"                               | 'create trigger a_fault before insert or update or delete on legacy.orders for each row execute function legacy.fault()'                                                        || [Result.FAILED]
    }

    def 'a source that is lost halfway leaves whole batches'() {
        given: 'a thousand rows a portion of the source, so that it is asked again'
        SharedPostgres.ask("""
            create function legacy.fault() returns trigger as \$\$ begin
                if new.id = 25 and exists (select from legacy.fault) then
                    perform pg_terminate_backend(pid) from pg_stat_activity where application_name like 'runbook %' and query like '%from "orders" r%';
                end if;
                return new;
            end \$\$ language plpgsql;
            insert into legacy.fault values (25);
            create trigger a_fault before insert or update on legacy.orders for each row execute function legacy.fault()""")

        when:
        def cut = copy()
        SharedPostgres.ask('delete from legacy.fault')
        def resumed = copy()

        then:
        cut.result() == Result.FAILED
        cut.cause().startsWith("database 'shop': FATAL 57P01")
        cut.values().inserted + cut.values().updated == 30
        resumed.cause() == ''
        SharedPostgres.ask('select count(*) as n from legacy.written')[0].n == 100
    }

    def 'a copy that exceeds its budget is stopped on both servers, and continues from its last batch'() {
        given:
        slow('new.id = 25')

        when:
        def stopped = copy(Duration.ofSeconds(2))

        then:
        stopped.result() == Result.TIMED_OUT
        stopped.cause() == 'the copy was stopped; committed so far: 10 inserted, 10 updated, 50 deleted, 0 unchanged; another attempt continues from there'
        stopped.stop().get().confirmed()
        stopped.stop().get().what() ==~ /legacy: cancel sent, backend \d+ no longer runs it; shop: backend \d+ no longer runs it/
        sleeping() == 0
        SharedPostgres.ask("select * from pg_stat_activity where application_name like 'runbook %' and state <> 'idle'") == []

        when:
        SharedPostgres.ask('drop trigger slow on legacy.orders')
        attempts.stop = new CancellationToken()
        def resumed = copy()

        then:
        resumed.cause() == ''
        SharedPostgres.ask('select count(*) as n from legacy.written')[0].n == 100
    }

    def 'a source that takes too long is cancelled'() {
        given:
        SharedPostgres.ask('alter table shop.orders rename to real_orders; create view shop.orders as select id, name, updated_at from shop.real_orders where pg_sleep(60) is not null')

        when:
        def stopped = copy(Duration.ofSeconds(1))

        then:
        stopped.result() == Result.TIMED_OUT
        stopped.cause() == 'the copy was stopped; nothing was copied'
        stopped.stop().get().confirmed()
        sleeping() == 0
    }

    def 'an unreachable database is reported immediately: #side'() {
        given:
        attempts.databases[side] = SharedPostgres.database(side, 1)

        expect:
        copy().cause() == "cannot connect to database '$side': Connection to 127.0.0.1:1 refused"

        where:
        side << ['shop', 'legacy']
    }

    def 'a checkpoint table that cannot be created is reported before anything is changed'() {
        given:
        SharedPostgres.ask('drop role if exists copier; create role copier login; grant usage on schema shop, legacy to copier; grant select, insert, update, delete on all tables in schema shop, legacy to copier')
        attempts.databases.legacy = new dev.runbook.environment.Environment.Database('legacy', attempts.databases.legacy.url(), Optional.of('copier'), Optional.empty())

        expect:
        copy().cause() == "database 'legacy': ERROR 42501: permission denied for schema legacy; nothing was copied"

        cleanup:
        SharedPostgres.ask('drop owned by copier; drop role copier')
    }

    private static void slow(String when) {
        SharedPostgres.ask("""create function legacy.slow() returns trigger as \$\$ begin
                if $when then perform pg_sleep(60); end if;
                return new;
            end \$\$ language plpgsql;
            create trigger slow before insert or update on legacy.orders for each row execute function legacy.slow()""")
    }

    private static int sleeping() {
        SharedPostgres.ask("select 1 from pg_stat_activity where wait_event = 'PgSleep'").size()
    }

    private Outcome copy(Duration budget = Duration.ofSeconds(60)) {
        carry(attempts, [from: 'shop', to: 'legacy', table: 'orders', batch: BATCH,
                         tombstones: new Tombstones(SqlIdentifier.of('dead'), 'deleted_at', new Limit(0, 100))], budget)
    }
}
