package dev.runbook.action.sql

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.environment.Environment.Database
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification

import java.time.Duration

/** What only a real SQL Server can prove; its URL, with user and password in it, stands in the environment. */
@Requires({ env.RUNBOOK_TEST_SQLSERVER_URL })
class RealSqlServerSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts(databases: [
        shop: new Database('shop', System.getenv('RUNBOOK_TEST_SQLSERVER_URL'), Optional.empty(), Optional.empty())])

    def 'batches, messages, counts and result sets come in order'() {
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

    def 'an error has number, level, state and line'() {
        expect:
        sql("print 'a'\nGO\n\nselect 1\nraiserror('x', 16, 7)").cause() ==
                'Msg 50000, level 16, state 7: x (line 5, statement 2 of 2); the one before it is done'
    }

    def 'a statement over its budget is cancelled'() {
        when:
        def outcome = sql("waitfor delay '00:00:30'", Duration.ofMillis(700))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
    }

    def 'a transaction left open is rolled back'() {
        expect:
        sql('begin tran; create table left_open (id int)').cause() ==
                'the script left a transaction open; it was rolled back: end it with COMMIT'
        sql("select object_id('left_open') as id").values().row == [id: null]
    }

    private Outcome sql(String text, Duration budget = Duration.ofSeconds(30)) {
        attempts.perform(SqlSpec.of(Template.of(text), 'shop'), budget)
    }
}
