package dev.runbook.action.sql

import dev.runbook.action.Attempts
import dev.runbook.action.CancellationToken
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.action.TcpProxy
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

import java.time.Duration

/** A database that is slow, gone or lost halfway, seen through a proxy of the test's own. */
class SqlFaultsSpec extends Specification {
    static final Duration BUDGET = Duration.ofMillis(500)

    @AutoCleanup
    TcpProxy proxy = new TcpProxy(SharedPostgres.server().port)

    @AutoCleanup
    Attempts attempts = new Attempts(databases: [orders: SharedPostgres.database(), far: SharedPostgres.database('far', proxy.port)])

    def setup() {
        SharedPostgres.ask("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()")
        new PollingConditions(timeout: 30).eventually { assert sleeping() == 0 }
        SharedPostgres.ask('drop table if exists ledger; create table ledger (id int)')
    }

    def 'a statement that exceeds its budget is cancelled on the server'() {
        when:
        def outcome = run('orders', "insert into ledger values (1); insert into ledger select 2 from pg_sleep(60)", BUDGET)

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.cause() == 'statement 2 of 2 (line 1) was cancelled; the one before it is done'
        outcome.stop().get().confirmed()
        outcome.stop().get().what() ==~ /cancel sent, backend \d+ no longer runs it/
        ids() == [1]
        sleeping() == 0
    }

    def 'a statement that waits for a lock is cancelled at its budget'() {
        given:
        def holder = SharedPostgres.server().postgresDatabase.connection
        holder.autoCommit = false
        holder.createStatement().execute('lock table ledger')

        when:
        def outcome = run('orders', 'insert into ledger values (1)', BUDGET)

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()

        cleanup:
        holder.close()
    }

    def 'stopping the run cancels the statement'() {
        given:
        Thread.startDaemon {
            new PollingConditions(timeout: 30).eventually { assert sleeping() == 1 }
            attempts.stop.request(CancellationToken.Reason.CANCELLED)
        }

        when:
        def outcome = run('orders', 'select pg_sleep(60)')

        then:
        outcome.result() == Result.CANCELLED
        outcome.stop().get().confirmed()
        sleeping() == 0
    }

    def 'a server that does not respond to a cancel is abandoned and reported'() {
        given:
        run('far', 'select 1')
        Thread.startDaemon {
            new PollingConditions(timeout: 30).eventually { assert sleeping() == 1 }
            proxy.swallowing = true
        }

        when:
        def outcome = run('far', 'insert into ledger select 2 from pg_sleep(3)', Duration.ofSeconds(2))

        then:
        outcome.result() == Result.UNKNOWN
        outcome.stop().get().survivors()[0] ==~ /backend \d+: the server does not say whether it still runs/
        outcome.stop().get().what().endsWith('connection closed')
        outcome.cause() == 'stopped, but statement 1 of 1 (line 1) may have been carried out'
        outcome.stop().get().took() < Duration.ofSeconds(20)

    }

    def 'a connection lost in the middle of #statement is #result'() {
        given:
        Thread.startDaemon {
            new PollingConditions(timeout: 30).eventually { assert sleeping() == 1 }
            proxy.cut()
        }

        when:
        def outcome = run('far', statement)

        then:
        outcome.result() == result
        !outcome.answered()
        outcome.cause().startsWith("connection to database 'far' lost: ")
        outcome.cause().endsWith(end)
        !outcome.cause().contains('\n')


        where:
        statement                                                    || result         | end
        'insert into ledger select 1 from pg_sleep(5)'               || Result.UNKNOWN | '; it may have been carried out'
        'select pg_sleep(5)'                                         || Result.FAILED  | ''
        'begin; insert into ledger select 1 from pg_sleep(5); commit' || Result.FAILED  | '; its transaction is rolled back'
    }

    def 'a connection lost at COMMIT is unknown'() {
        given: 'a commit that takes its time'
        SharedPostgres.ask('''create or replace function slow() returns trigger as $$ begin perform pg_sleep(5); return null; end $$ language plpgsql;
            create constraint trigger slow after insert on ledger deferrable initially deferred for each row execute function slow()''')
        Thread.startDaemon {
            new PollingConditions(timeout: 30).eventually {
                assert SharedPostgres.ask("select 1 from pg_stat_activity where query ilike 'commit' and state = 'active'")
            }
            proxy.cut()
        }

        when:
        def outcome = run('far', 'begin; insert into ledger values (1); commit')

        then:
        outcome.result() == Result.UNKNOWN
        outcome.cause().contains('(line 1, statement 3 of 3); it may have been carried out')
    }

    def 'a session ended by the server has changed nothing'() {
        given:
        Thread.startDaemon {
            new PollingConditions(timeout: 30).eventually { assert sleeping() == 1 }
            SharedPostgres.ask("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()")
        }

        when:
        def outcome = run('orders', 'insert into ledger select 1 from pg_sleep(60)')

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == 'FATAL 57P01: terminating connection due to administrator command'
    }

    def 'the next attempt replaces a lost connection'() {
        given:
        run('far', 'select 1')
        proxy.cut()

        expect:
        new PollingConditions(timeout: 30).eventually {
            assert run('far', 'select 2 as v').values().value == 2
        }
    }

    def 'an unusable database is reported immediately, in one line: #what'() {
        given:
        attempts.databases.bad = database

        when:
        long began = System.nanoTime()
        def outcome = run('bad', 'select 1')

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == cause.replace('PORT', "${SharedPostgres.server().port}")
        System.nanoTime() - began < Duration.ofSeconds(20).toNanos()

        where:
        what              | database                                         || cause
        'no listener'     | bad('jdbc:postgresql://127.0.0.1:1/x', 'postgres') || "cannot connect to database 'bad': Connection to 127.0.0.1:1 refused"
        'unknown host'    | bad('jdbc:postgresql://no-such.invalid/x', 'postgres') || "cannot connect to database 'bad': The connection attempt failed: no address is known for host 'no-such.invalid'"
        'no such database' | bad("jdbc:postgresql://127.0.0.1:${SharedPostgres.server().port}/nix", 'postgres') || "cannot connect to database 'bad': FATAL 3D000: database \"nix\" does not exist"
        'no such user'    | bad("jdbc:postgresql://127.0.0.1:${SharedPostgres.server().port}/postgres", 'nobody') || "cannot connect to database 'bad': FATAL 28000: role \"nobody\" does not exist"
    }

    def 'a server that never completes the login is abandoned at the end of the budget'() {
        given:
        proxy.swallowing = true

        when:
        def outcome = run('far', 'select 1', BUDGET)

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.cause() == "database 'far' did not accept a connection in time"
        outcome.stop().get().confirmed()
    }

    def 'a read-only server is reported'() {
        expect:
        run('orders', 'begin read only; insert into ledger values (1); commit').cause() ==
                'ERROR 25006: cannot execute INSERT in a read-only transaction (the server accepts no writes: is it the primary?) (line 1, statement 2 of 3); its transaction was rolled back'
    }

    private Outcome run(String database, String sql, Duration budget = Duration.ofSeconds(20)) {
        attempts.perform(Specs.sql(Template.of(sql), database), budget)
    }

    private static Database bad(String url, String user) {
        new Database('bad', url.toString(), Optional.of(user), Optional.of(new SecretSource.Plain('wrong')))
    }

    private static int sleeping() {
        SharedPostgres.ask("select 1 from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()").size()
    }

    private static List<Integer> ids() {
        SharedPostgres.ask('select id from ledger order by id')*.id
    }
}
