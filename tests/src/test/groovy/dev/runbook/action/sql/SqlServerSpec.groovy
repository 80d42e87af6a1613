package dev.runbook.action.sql

import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.sql.script.SqlLiteral
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.tds.H2Backend
import dev.runbook.tds.TdsServer
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** The real driver against a server of the tests' own: wire, messages, errors, cancel; not the meaning of T-SQL. */
class SqlServerSpec extends Specification {
    static int databases

    /** Opened when the first message of a backup is here; the server goes on then. */
    CountDownLatch seen = new CountDownLatch(1)
    volatile boolean seenWhileItWorks

    @AutoCleanup
    TdsServer server = new H2Backend("shop${++databases}").behind(new TdsServer()
        .on(/RAISERROR/) { session, sql, match -> session.tokens().error(50000, 16, 7, 'Raised by script', 3) }
        .on(/^\s*BACKUP DATABASE/) { session, sql, match ->
            session.tokens().info(3211, 0, 1, '10 percent processed.')
            session.flush()
            seenWhileItWorks = seen.await(60, TimeUnit.SECONDS)
            (40..100).step(30) { session.tokens().info(3211, 0, 1, "$it percent processed.") }
        }
        .on(/^\s*RESTORE/) { session, sql, match ->
            session.tokens().error(3201, 16, 2, "Cannot open backup device '/nope.bak'.", 1)
            session.tokens().error(3013, 16, 1, 'RESTORE DATABASE is terminating abnormally.', 1)
        }
        .on(/dm_exec_requests/) { session, sql, match -> session.tokens().rows(['n'], [[0]]) }
        .on(/HAS_PERMS_BY_NAME/) { session, sql, match -> session.tokens().rows(['n'], [[1]]) })

    @AutoCleanup
    Attempts attempts = new Attempts(databases: [shop: database(TdsServer.PASSWORD)])

    def 'batches run in order, with their result sets, counts and messages'() {
        when:
        def outcome = sql("""create table orders (id int primary key, name nvarchar(50))
GO
insert into orders values (1, N'Zoë'), (2, 'Bob')
GO
PRINT 'almost'
go
select id, name from orders order by id
GO""")

        then:
        outcome.cause() == ''
        outcome.values().rows == [[id: 1, name: 'Zoë'], [id: 2, name: 'Bob']]
        outcome.values().updateCount == 2
        outcome.values().messages == ['almost']
    }

    def 'times are instants, in UTC where neither the time nor the database has a zone'() {
        expect:
        sql("select timestamp '2026-07-02 03:04:05' as a, timestamp with time zone '2026-07-02 03:04:05+02:00' as b").values().row ==
                [a: Instant.parse('2026-07-02T03:04:05Z'), b: Instant.parse('2026-07-02T01:04:05Z')]
    }

    def 'GO 3 sends a batch three times'() {
        when:
        sql("create table t (id int identity, x int)\nGO\ninsert into t (x) values (7)\nGO 3\n")

        then:
        sql('select count(*) as n from t').values().value == 3
    }

    def 'values are bound; names and literals are quoted'() {
        given:
        sql('create table orders (id int primary key, name nvarchar(50))')

        when:
        sql('insert into ', SqlIdentifier.of('orders'), ' values (', 1, ', ', "o'neil; drop table orders --", ')')
        def outcome = sql('select name from orders where id in (', [1, 5], ') and name <> ', new SqlLiteral("it's"), '')

        then:
        outcome.cause() == ''
        outcome.values().value == "o'neil; drop table orders --"
        server.batches.any { it.contains('[orders]') && it.contains('insert') }
        server.batches.any { it.contains("N'it''s'") }
    }

    def 'messages arrive while the server works'() {
        given:
        attempts.to = { source, stream, bytes, offset, length ->
            if (new String(bytes, offset, length).trim() == '10 percent processed.') {
                seen.countDown()
            }
        } as Output

        when:
        def outcome = sql("BACKUP DATABASE shop TO DISK = N'/b.bak'")

        then:
        outcome.values().messages == ['10 percent processed.', '40 percent processed.', '70 percent processed.', '100 percent processed.']
        seenWhileItWorks
    }

    def 'an error is reported with number, level, state and line, also the line of the file: #cause'() {
        expect:
        sql(script).cause() == cause

        where:
        script                                     || cause
        "PRINT 'a'\nGO\n\nRAISERROR('x', 16, 7)"   || 'Msg 50000, level 16, state 7: Raised by script (line 6, statement 2 of 2); the one before it is done'
        "RESTORE DATABASE shop FROM DISK = 'x'"    || "Msg 3201, level 16, state 2: Cannot open backup device '/nope.bak'. (Msg 3013, level 16, state 1: RESTORE DATABASE is terminating abnormally.)"
        'FROB x'                                   || "Msg 102, level 15, state 1: Incorrect syntax near 'FROB'."
    }

    def 'a batch that fails partway reports what is done: #what'() {
        given:
        server.on(/^\s*DBCC stock/) { session, sql, match ->
            session.tokens().updated(2)
            session.tokens().error(2627, 14, 1, 'Violation of PRIMARY KEY.', 2)
            session.tokens().endOfFailed()
            if (continues) {
                session.tokens().updated(3)
                session.tokens().error(8134, 16, 1, 'Divide by zero error encountered.', 4)
            }
        }

        when:
        def outcome = sql(batch)

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == "Msg 2627, level 14, state 1: Violation of PRIMARY KEY.$cause"
        attempts.output.text(Output.Stream.NOTE).contains('(2 rows changed)')

        where:
        what            | continues | batch                                                            || cause
        'it ends'       | false     | 'DBCC stock\ninsert into t values (1)'               || ' (line 2); the statements of the batch before it are done'
        'it continues'  | true      | 'DBCC stock\ninsert into t values (1)\nselect 1/0'   || ' (Msg 8134, level 16, state 1: Divide by zero error encountered.) (line 2); the statements of the batch before it are done; the server may have continued with the statements of the batch after it'
        'own transactions' | false  | 'DBCC stock\nEXEC move_orders'                       || ' (line 2); what the batch did before it may be permanent: check the database'
        'an earlier batch' | false  | "PRINT 'a'\nGO\nDBCC stock\ninsert into t values (1)"  || ' (line 4, statement 2 of 2); the statements of the batch before it are done; the one before it is done'
    }

    def 'a deadlock in a transaction has changed nothing'() {
        given:
        sql('create table t (x int)')
        server.on(/^\s*DBCC stock/) { session, sql, match ->
            session.tokens().error(1205, 13, 51, 'Transaction (Process ID 52) was deadlocked. Rerun the transaction.', 1)
        }

        when:
        def outcome = attempts.perform(Specs.sql(new SqlSpec.Script.Text(Template.of("insert into t values (1)\nGO\nDBCC stock")), 'shop', [:], true))

        then:
        outcome.result() == Result.FAILED
        outcome.cause() == 'Msg 1205, level 13, state 51: Transaction (Process ID 52) was deadlocked. Rerun the transaction. (line 3, statement 2 of 2); its transaction was rolled back; nothing was changed, so the step can be repeated'
    }

    def 'a statement that exceeds its budget is cancelled on the server'() {
        when:
        def outcome = sql(Duration.ofMillis(500), "WAITFOR DELAY '00:00:30'")

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().what() ==~ /cancel sent, session \d+ no longer runs it/
    }

    def 'a server that ignores a cancel is disconnected after the grace period, and the outcome is unknown'() {
        given:
        server.deafToCancel = true

        when:
        def outcome = sql(Duration.ofMillis(500), "WAITFOR DELAY '00:00:30'")

        then:
        outcome.result() == Result.UNKNOWN
        outcome.stop().get().what().endsWith('connection closed')
    }

    def 'an open transaction is rolled back and the step fails'() {
        given:
        sql('create table t (x int)')

        when:
        def outcome = sql('BEGIN TRAN\nGO\ninsert into t values (1)')

        then:
        outcome.cause() == 'the script left a transaction open; it was rolled back: end it with COMMIT'
        sql('select count(*) as n from t').values().value == 0
    }

    def 'a connection lost in the middle of a batch is unknown'() {
        given:
        server.on(/^\s*EXEC/) { session, sql, match -> server.cut() }

        when:
        def outcome = sql('EXEC move_orders')

        then:
        outcome.result() == Result.UNKNOWN
        outcome.cause().startsWith("connection to database 'shop' lost: ")
    }

    def 'a wrong password is reported immediately'() {
        given:
        attempts.databases.shop = database('wrong')

        expect:
        sql('select 1').cause() == "cannot connect to database 'shop': Msg 18456, level 14, state 1: Login failed for user 'sa'."
    }

    private Database database(String password) {
        new Database('shop', server.url, Optional.of(TdsServer.USER), Optional.of(new SecretSource.Plain(password)))
    }

    private Outcome sql(Duration budget = Duration.ofSeconds(20), Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        attempts.perform(Specs.sql(new Template(parts, values), 'shop'), budget)
    }
}
