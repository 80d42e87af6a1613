package dev.runbook.action.sql

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.action.copy.Copies
import dev.runbook.environment.Environment.Database
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification

import java.time.Duration

/** What only a real SQL Server can prove; its URL, with user and password in it, stands in the environment. */
@Requires({ env.RUNBOOK_TEST_SQLSERVER_URL })
class RealSqlServerSpec extends Specification implements Copies {
    @AutoCleanup
    Attempts attempts = new Attempts(databases: [
        shop: new Database('shop', System.getenv('RUNBOOK_TEST_SQLSERVER_URL'), Optional.empty(), Optional.empty())])

    def 'batches, messages, counts and result sets arrive in order'() {
        when:
        def outcome = sql("""create table #orders (id int primary key, name nvarchar(50))
insert into #orders values (1, N'Zoë'), (2, N'Bob')
print 'half'
GO 1
select id, name, sysdatetimeoffset() as at from #orders order by id
GO""")

        then:
        outcome.cause() == ''
        outcome.values().rows*.name == ['Zoë', 'Bob']
        outcome.values().messages == ['half']
    }

    def 'an error is reported with number, level, state and line'() {
        expect:
        sql("print 'a'\nGO\n\nselect 1\nraiserror('x', 16, 7)").cause() ==
                'Msg 50000, level 16, state 7: x (line 5, statement 2 of 2); the one before it is done'
    }

    def 'a statement that exceeds its budget is cancelled'() {
        when:
        def outcome = sql("waitfor delay '00:00:30'", Duration.ofMillis(700))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
    }

    def 'an open transaction is rolled back'() {
        expect:
        sql('begin tran; create table left_open (id int)').cause() ==
                'the script left a transaction open; it was rolled back: end it with COMMIT'
        sql("select object_id('left_open') as id").values().row == [id: null]
    }

    def 'a standby is detected, and a batch that may write is not sent in a readOnly step'() {
        expect:
        perform(true, false, 'select 1 as n').values().value == 1
        perform(false, true, 'select 1 as n').values().value == 1

        when:
        perform(false, true, 'create table written (id int)')

        then:
        thrown(AuthorException)
    }

    def 'rows with identities, all time types and non-Unicode texts are copied; a second copy changes nothing'() {
        given:
        def columns = """(id int identity primary key, code varchar(20), name nvarchar(50), total decimal(12,4), price money, paid bit, weight float,
            bytes varbinary(50), day date, at time(3), a datetime, b smalldatetime, c datetime2(3), d datetimeoffset, guid uniqueidentifier, updated_at datetime2)"""
        sql("drop table if exists copy_from; drop table if exists copy_to; drop table if exists runbook_checkpoint;\nGO\ncreate table copy_from $columns;\ncreate table copy_to $columns")
        sql("""insert into copy_from select concat('c', n), N'Zoë', 1.2345, 9.99, 1, 0.1, 0x00ff, '2026-03-31', '23:59:59.123', '2026-03-01 12:00:00.007',
            '2026-03-01 12:34', '2026-03-01 12:00:00.123', '2026-03-01 12:00:00.1234567 +02:00', newid(), dateadd(second, n, '2026-03-01')
            from (select top 2500 row_number() over (order by (select null)) as n from sys.all_columns a cross join sys.all_columns b) x""")

        when:
        def first = carry(attempts, [from: 'shop', to: 'shop', table: 'copy_from', into: 'copy_to'])
        attempts.runId = 'again'
        def again = carry(attempts, [from: 'shop', to: 'shop', table: 'copy_from', into: 'copy_to', key: ['code']])

        then:
        first.cause() == ''
        first.values().inserted == 2500
        again.cause() == ''
        again.values().unchanged == 2500

        cleanup:
        sql('drop table if exists copy_from; drop table if exists copy_to; drop table if exists runbook_checkpoint')
    }

    private Outcome perform(boolean primary, boolean readOnly, String text) {
        attempts.perform(new SqlSpec(new SqlSpec.Script.Text(Template.of(text)), 'shop', [:], false, primary, readOnly))
    }

    private Outcome sql(String text, Duration budget = Duration.ofSeconds(30)) {
        attempts.perform(Specs.sql(Template.of(text), 'shop'), budget)
    }
}
