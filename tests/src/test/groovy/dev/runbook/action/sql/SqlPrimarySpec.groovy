package dev.runbook.action.sql

import dev.runbook.action.copy.Copies
import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.tds.H2Backend
import dev.runbook.tds.TdsServer
import dev.runbook.value.Result
import dev.runbook.value.Template
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** Statements for the primary are sent to no standby; those that only read are held to it. */
class SqlPrimarySpec extends Specification implements Copies {
    static int databases

    @TempDir
    @Shared
    Path folder

    /** A real standby: the data of a server that was shut down, started again in recovery. */
    @Shared
    @AutoCleanup
    EmbeddedPostgres standby

    @AutoCleanup
    Attempts attempts = new Attempts(databases: [orders: SharedPostgres.database()])

    def setupSpec() {
        def data = folder.resolve('standby').toFile()
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start().withCloseable {
            it.postgresDatabase.connection.withCloseable { c -> c.createStatement().execute('create table ledger (id int primary key, updated_at timestamptz)') }
        }
        Files.createFile(data.toPath().resolve('standby.signal'))
        standby = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start()
    }

    def setup() {
        attempts.databases.standby = SharedPostgres.database('standby', standby.port)
        SharedPostgres.ask('drop table if exists ledger; create table ledger (id int primary key, updated_at timestamptz)')
    }

    def 'nothing is sent to a standby'() {
        expect:
        sql('standby', 'insert into ledger values (1)', true, false).cause() ==
                "database 'standby' is not the primary: the server is a standby (pg_is_in_recovery); nothing was sent"
        sql('standby', 'select count(*) from ledger', false, false).values().value == 0
        sql('orders', 'insert into ledger values (1)', true, false).values().updateCount == 1
    }

    def 'a server set to read-only is not the primary'() {
        given:
        attempts.databases.orders = SharedPostgres.database('orders', SharedPostgres.server().port, '?options=-c%20default_transaction_read_only=on')

        expect:
        sql('orders', 'select 1', true, false).cause() ==
                "database 'orders' is not the primary: the server is set to accept no writes (transaction_read_only); nothing was sent"
    }

    def 'rows are copied from a standby, not to one'() {
        expect:
        carry(attempts, [from: 'orders', to: 'standby', table: 'ledger']).cause() ==
                "database 'standby' is not the primary: the server is a standby (pg_is_in_recovery); nothing was copied"
        carry(attempts, [from: 'standby', to: 'orders', table: 'ledger']).cause() == ''

        cleanup:
        SharedPostgres.ask('drop table if exists runbook_checkpoint')
    }

    def 'a readOnly step cannot execute #statement, and the next step can write'() {
        when:
        def held = sql('orders', statement, false, true)

        then:
        held.result() == Result.FAILED
        held.cause().contains('ERROR 25006: cannot execute ')
        SharedPostgres.ask('select * from ledger') == []
        sql('orders', 'insert into ledger values (1)', false, false).result() == Result.OK

        where:
        statement << ['insert into ledger values (2)', 'with x as (insert into ledger values (2) returning id) select * from x',
                      'set search_path to public; insert into ledger values (2)', 'create table other (id int)',
                      "do \$\$ begin insert into ledger values (2); end \$\$"]
    }

    def 'a readOnly step can read'() {
        expect:
        sql('orders', 'select 7 as n; show server_version', false, true).result() == Result.OK
        sql('standby', 'select count(*) from ledger', false, true).values().value == 0
    }

    def 'a readOnly step cannot write to SQLite'() {
        given:
        attempts.databases.file = new Database('file', "jdbc:sqlite:${Files.createFile(folder.resolve("held${++databases}.db"))}", Optional.empty(), Optional.empty())
        sql('file', 'create table ledger (id int)', true, false)

        expect:
        sql('file', 'insert into ledger values (1)', false, true).cause().contains('attempt to write a readonly database')
        sql('file', 'select count(*) from ledger', false, true).values().value == 0
        sql('file', 'insert into ledger values (1)', false, false).result() == Result.OK
    }

    def 'SQL Server reports that it is #updateability and #replica'() {
        given:
        def server = new H2Backend("primary${++databases}").behind(new TdsServer()
                .on(/DATABASEPROPERTYEX/) { session, sql, match -> session.tokens().rows(['u', 'r'], [[updateability, replica]]) })
        attempts.databases.shop = new Database('shop', server.url, Optional.of(TdsServer.USER), Optional.of(new SecretSource.Plain(TdsServer.PASSWORD)))

        when:
        def outcome = sql('shop', 'create table ledger (id int)', true, false)

        then:
        outcome.cause() == cause
        server.batches.any { it.startsWith('create') } == cause.empty

        cleanup:
        attempts.close()
        server.close()

        where:
        updateability | replica || cause
        'READ_WRITE'  | null    || ''
        'READ_WRITE'  | 1       || ''
        'READ_ONLY'   | null    || "database 'shop' is not the primary: the database is read-only (DATABASEPROPERTYEX Updateability); nothing was sent"
        'READ_ONLY'   | 0       || "database 'shop' is not the primary: the server is a secondary replica (sys.fn_hadr_is_primary_replica); nothing was sent"
    }

    def 'on SQL Server, a readOnly step is checked by the words of its batch'() {
        given:
        def server = new H2Backend("primary${++databases}").behind(new TdsServer())
        attempts.databases.shop = new Database('shop', server.url, Optional.of(TdsServer.USER), Optional.of(new SecretSource.Plain(TdsServer.PASSWORD)))

        expect:
        sql('shop', 'select 1 as n', false, true).values().value == 1

        when:
        sql('shop', "select 1 as n\nGO\n\ninsert into ledger values (1)", false, true)

        then:
        def refusal = thrown(AuthorException)
        refusal.message.startsWith('line 4 of the statements: this batch may write, and the step is readOnly: true: ')
        refusal.message.endsWith('; nothing was sent')
        !server.batches.any { it.contains('insert') }

        cleanup:
        attempts.close()
        server.close()
    }

    private Outcome sql(String database, String text, boolean primary, boolean readOnly) {
        attempts.perform(new SqlSpec(new SqlSpec.Script.Text(Template.of(text)), database, [:], false, primary, readOnly))
    }
}
