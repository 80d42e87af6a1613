package dev.runbook.action.copy

import dev.runbook.action.sql.SharedPostgres
import dev.runbook.action.Attempts
import dev.runbook.action.Output
import dev.runbook.action.CancellationToken
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.SecretSource
import dev.runbook.machine.Thorough
import dev.runbook.tds.H2Backend
import dev.runbook.tds.TdsServer
import dev.runbook.value.Result
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.sql.DriverManager
import java.time.Duration
import java.time.Instant
import java.time.ZoneId

/** Rows carried from one kind of database to another: PostgreSQL, SQLite, and SQL Server as far as its wire goes. */
@Thorough('two database servers')
class CopyAcrossSpec extends Specification implements Copies {
    static int databases
    static final Map<String, String> TYPES = [
        postgres: 'id int primary key, name text, price numeric(12,4), weight float8, paid boolean, bytes bytea, updated_at timestamp(6)',
        sqlite  : 'id integer primary key, name text, price numeric, weight real, paid boolean, bytes blob, updated_at text',
        server  : 'id int primary key, name nvarchar(200), price decimal(12,4), weight float, paid bit, bytes varbinary(100), updated_at datetime2']

    @TempDir
    Path folder

    /** What the server answers when it is asked for the columns it computes. */
    List<String> computed = []

    @AutoCleanup
    TdsServer server = new H2Backend("across${++databases}").behind(new TdsServer()
            .on(/^insert into \[orders\].*'slow'/) { session, sql, match -> Thread.sleep(60_000) }
            .on(/sys\.columns/) { session, sql, match -> session.tokens().rows(['name'], computed.collect { [it] }) }
            .on(/^\s*SET IDENTITY_INSERT/) { session, sql, match -> }
            .on(/dm_exec_requests/) { session, sql, match -> session.tokens().rows(['n'], [[0]]) }
            .on(/HAS_PERMS_BY_NAME/) { session, sql, match -> session.tokens().rows(['n'], [[1]]) })

    @AutoCleanup
    Attempts attempts = new Attempts()

    def setup() {
        SharedPostgres.ask('drop schema if exists across cascade; create schema across')
        def file = Files.createFile(folder.resolve('across.db'))
        attempts.databases = [
            postgres: SharedPostgres.database('postgres', SharedPostgres.server().port, '?currentSchema=across'),
            sqlite  : new Database('sqlite', "jdbc:sqlite:$file", Optional.empty(), Optional.empty()),
            server  : new Database('server', server.url, Optional.of(TdsServer.USER), Optional.of(new SecretSource.Plain(TdsServer.PASSWORD)))]
    }

    def 'from #from to #to: every value arrives unchanged, by checksum and by comparison'() {
        given:
        [from, to].each { ask(it, "create table orders (${TYPES[it]})") }
        fill(from)
        ask(to, "insert into orders (id, name, updated_at) values (2, 'old', '2026-01-01 00:00:00')")

        when:
        def outcome = carry(attempts, [from: from, to: to, table: 'orders', batch: 3])

        then:
        outcome.cause() == ''
        outcome.values().subMap(['inserted', 'updated']) == [inserted: 6, updated: 1]
        seen(to) == [[1, "o'neil \"é\" ☃", '12.3456', '1.5', '1', '00ff'], [2, '', '-0.5', '-0.1', '0', ''], [3, null, null, null, null, null],
                     [4, '4', '4', '4', '0', ''], [5, '5', '5', '5', '1', ''], [6, '6', '6', '6', '0', ''], [7, '7', '7', '7', '1', '']]

        when: 'it goes back'
        attempts.runId = 'back'
        def back = carry(attempts, [from: to, to: from, table: 'orders', batch: 3])

        then:
        back.cause() == ''
        back.values().unchanged == 7

        where:
        [from, to] << [TYPES.keySet().toList(), TYPES.keySet().toList()].combinations().findAll { it[0] != it[1] }
    }

    def 'a column that #database computes is not copied'() {
        given:
        ask('postgres', 'create table sums (id int primary key, a int, twice int, updated_at timestamp)')
        ask('postgres', "insert into sums values (1, 5, 99, '2026-03-01')")
        ask(database, "create table sums (id int primary key, a int, twice int generated always as (a * 2), updated_at $type)")
        computed << 'twice'

        expect:
        carry(attempts, [from: 'postgres', to: database, table: 'sums']).cause() == ''
        attempts.output.text(Output.Stream.NOTE).contains("columns that '$database' computes itself, which are not copied: twice\n")

        where:
        database | type
        'sqlite' | 'text'
        'server' | 'datetime2'
    }

    def 'since: with a column without a time zone uses the author\'s zone'() {
        given:
        [from, to].each { ask(it, "create table orders (${TYPES[it]})") }
        ask(from, "insert into orders (id, updated_at) values (1, '2026-03-01 00:59:59')")
        ask(from, "insert into orders (id, updated_at) values (2, '2026-03-01 01:00:00.25')")

        expect:
        carry(attempts, [from: from, to: to, table: 'orders', zone: ZoneId.of('Europe/Berlin'), since: Instant.parse('2026-03-01T00:00:00Z')]).values().inserted == 1
        ask(to, 'select id from orders') == [[2]]

        where:
        from       | to
        'postgres' | 'sqlite'
        'sqlite'   | 'postgres'
        'server'   | 'postgres'
        'postgres' | 'server'
    }

    def 'instants are compared with local times in the author\'s zone'() {
        given:
        ask('postgres', 'create table orders (id int primary key, updated_at timestamptz)')
        ask('server', 'create table orders (id int primary key, updated_at datetime2)')
        ask('postgres', "insert into orders values (1, '2026-07-01 12:00:00+00')")

        expect:
        carry(attempts, [from: 'postgres', to: 'server', table: 'orders']).cause().endsWith("say which zone the other's times are in with zone: 'UTC'")
        carry(attempts, [from: 'postgres', to: 'server', table: 'orders', zone: ZoneId.of('Europe/Berlin')]).result() == Result.OK
        ask('server', "select id from orders where updated_at = '2026-07-01 14:00:00'") == [[1]]
    }

    def 'a value that the target\'s type does not allow is reported'() {
        given:
        ['sqlite', 'postgres'].each { ask(it, "create table orders (${TYPES[it]})") }
        ask('sqlite', "insert into orders (id, price, updated_at) values (1, 'a lot', '2026-03-01 00:00:00')")

        expect:
        carry(attempts, [from: 'sqlite', to: 'postgres', table: 'orders']).cause() == "column 'price' holds 'a lot', which is not a number"
    }

    def 'times in several formats cannot be ordered: #at'() {
        given:
        ['sqlite', 'postgres'].each { ask(it, "create table orders (${TYPES[it]})") }
        ask('sqlite', "insert into orders (id, updated_at) values (1, '2026-03-01 10:00:00'), (2, '2026-03-01'), (3, '$at')")

        expect:
        carry(attempts, [from: 'sqlite', to: 'postgres', table: 'orders']).cause() ==
                "1 row of table 'orders' of 'sqlite' has a time in 'updated_at' that is not written like 2026-03-31 14:05:00: nothing was copied"

        where:
        at << ['2026-03-01T10:00:00', '2026-03-01 10:00:00Z', '2026-03-01 10:00:00+02:00', '1.3.2026', '', '1772359200']
    }

    def 'a copy to SQL Server is cancelled there, and continues after its last batch'() {
        given:
        ['postgres', 'server'].each { ask(it, "create table orders (${TYPES[it]})") }
        (1..9).each { ask('postgres', "insert into orders (id, name, updated_at) values ($it, '${it == 8 ? 'slow' : it}', '2026-03-01 00:00:0$it')") }

        when:
        def stopped = carry(attempts, [from: 'postgres', to: 'server', table: 'orders', batch: 3], Duration.ofSeconds(2))

        then:
        stopped.result() == Result.TIMED_OUT
        stopped.cause() == 'the copy was stopped; committed so far: 6 inserted, 0 updated, 0 deleted, 0 unchanged; another attempt continues from there'
        stopped.stop().get().confirmed()
        stopped.stop().get().what() ==~ /server: cancel sent, session \d+ no longer runs it; postgres: backend \d+ no longer runs it/
        ask('server', 'select count(*) from orders') == [[6]]

        when:
        attempts.stop = new CancellationToken()
        ask('postgres', "update orders set name = 'fast' where id = 8")
        def resumed = carry(attempts, [from: 'postgres', to: 'server', table: 'orders', batch: 3])

        then:
        resumed.cause() == ''
        resumed.values().inserted == 9
    }

    def 'a locked file is reported immediately'() {
        given:
        ['sqlite', 'postgres'].each { ask(it, "create table orders (${TYPES[it]})") }
        fill('postgres')
        def holder = DriverManager.getConnection(attempts.databases.sqlite.url())
        holder.createStatement().execute('begin exclusive')

        expect:
        carry(attempts, [from: 'postgres', to: 'sqlite', table: 'orders']).cause().startsWith("cannot connect to database 'sqlite': [SQLITE_BUSY]")

        cleanup:
        holder.close()
    }

    private void fill(String name) {
        def bytes = { String hex -> name == 'postgres' ? "'\\x$hex'" : "x'$hex'" }
        def truth = { boolean t -> name == 'postgres' ? "$t" : t ? '1' : '0' }
        ask(name, "insert into orders values (1, 'o''neil \"é\" ☃', 12.3456, 1.5, ${truth(true)}, ${bytes('00ff')}, '2026-03-01 12:00:00.123456')")
        ask(name, "insert into orders values (2, '', -0.5, -0.1, ${truth(false)}, ${bytes('')}, '2026-03-01 12:00:00')")
        ask(name, "insert into orders values (3, null, null, null, null, null, '2026-03-01 12:00:00')")
        (4..7).each { ask(name, "insert into orders values ($it, '$it', $it, $it, ${truth(it % 2 == 1)}, ${bytes('')}, '2026-03-02 12:00:0$it')") }
    }

    private List<List> seen(String name) {
        ask(name, 'select id, name, price, weight, paid, bytes from orders order by id').collect { row ->
            [row[0], row[1], number(row[2]), number(row[3]), row[4] == null ? null : row[4] in [true, 1] ? '1' : '0',
             row[5] == null ? null : HexFormat.of().formatHex(row[5] as byte[])]
        }
    }

    private static String number(Object value) {
        value == null ? null : new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
    }

    /** Past everything under test. */
    private List<List> ask(String name, String sql) {
        def database = attempts.databases[name]
        DriverManager.getConnection(database.url(), database.user().orElse(null), name == 'server' ? TdsServer.PASSWORD : 'postgres').withCloseable {
            def statement = it.createStatement()
            def found = []
            if (statement.execute(sql)) {
                def rows = statement.resultSet
                while (rows.next()) {
                    found << (1..rows.metaData.columnCount).collect { rows.getObject(it) }
                }
            }
            found
        }
    }
}
