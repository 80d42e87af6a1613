package dev.runbook.lab.sqlserver

import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.sql.SQLException
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneOffset

/** The lab's stand-in of SQL Server, over the real driver: what a restore really loses and regains. */
class SqlServerStandInSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    SqlServer server = SqlServer.open(new InetSocketAddress(InetAddress.loopbackAddress, 0),
        [admin: new SqlServer.Login('a', true), shop: new SqlServer.Login('s', false)])

    def setup() {
        server.create('Shop')
        run('create table dbo.Orders (Id int primary key, At datetime2)')
        run('insert into dbo.Orders values (1, getutcdate())')
    }

    private Connection connect(String user = 'admin', String database = 'master') {
        def url = "jdbc:sqlserver://127.0.0.1:${server.port()};encrypt=false;loginTimeout=10;databaseName=$database"
        DriverManager.getConnection(url, user, user[0])
    }

    /** Executes a batch in its own session; the first number that it returns. */
    private Long run(String sql, String database = 'Shop') {
        connect('admin', database).withCloseable { connection ->
            def statement = connection.createStatement()
            if (!statement.execute(sql)) {
                return null
            }
            def rows = statement.resultSet
            rows.next() ? rows.getLong(1) : null
        }
    }

    private void master(String sql) {
        run(sql, 'master')
    }

    private String file(String name) {
        "N'${folder.resolve(name)}'"
    }

    private Instant order(int id) {
        Thread.sleep(5)
        run("insert into dbo.Orders values ($id, getutcdate())")
        Thread.sleep(5)
        Instant.now()
    }

    private static String local(Instant moment) {
        LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString()
    }

    def "a database goes back to a moment in the log, and what was written later is lost"() {
        given:
        master("backup database [Shop] to disk = ${file('full.bak')} with init, checksum")
        def moment = order(2)
        order(3)
        master("backup log [Shop] to disk = ${file('log.trn')} with init")

        when:
        master("restore database [Shop] from disk = ${file('full.bak')} with replace, norecovery")

        then: 'nobody opens it before it is recovered'
        numberOf { run('select 1') } == 927

        when:
        master("restore log [Shop] from disk = ${file('log.trn')} with stopat = '${local(moment)}', recovery, restricted_user")

        then:
        run('select count(*) from dbo.Orders') == 2
        numberOf { connect('shop', 'Shop') } == 18456

        when:
        master('alter database [Shop] set multi_user')

        then:
        connect('shop', 'Shop').close()
    }

    def "a log that ends before the moment leaves the database restoring, for the tail of the log"() {
        given:
        master("backup database [Shop] to disk = ${file('full.bak')}")
        order(2)
        master("backup log [Shop] to disk = ${file('log.trn')}")
        def moment = order(3)
        order(4)
        master("backup log [Shop] to disk = ${file('tail.trn')} with copy_only")

        when:
        master("restore database [Shop] from disk = ${file('full.bak')} with replace, norecovery")
        master("restore log [Shop] from disk = ${file('log.trn')} with norecovery")
        master("restore log [Shop] from disk = ${file('tail.trn')} with stopat = '${local(moment)}', recovery")

        then:
        run('select count(*) from dbo.Orders') == 3

        when: 'the first backup of the log is left out'
        master("restore database [Shop] from disk = ${file('full.bak')} with replace, norecovery")
        def number = numberOf { master("restore log [Shop] from disk = ${file('tail.trn')} with recovery") }

        then:
        number == 4305
    }

    def "a transaction is in the log as a whole or not at all, and a function of time sees the same time again"() {
        given:
        master("backup database [Shop] to disk = ${file('full.bak')}")
        run('begin tran; insert into dbo.Orders values (2, getutcdate()); rollback')
        run('begin tran; insert into dbo.Orders values (3, getutcdate()); insert into dbo.Orders values (4, getutcdate()); commit')
        def before = run("select datediff(millisecond, timestamp '2026-01-01 00:00:00', max(At)) from dbo.Orders")
        master("backup log [Shop] to disk = ${file('log.trn')}")

        when:
        master("restore database [Shop] from disk = ${file('full.bak')} with replace, norecovery")
        master("restore log [Shop] from disk = ${file('log.trn')} with recovery")

        then:
        run('select sum(Id) from dbo.Orders') == 8
        run("select datediff(millisecond, timestamp '2026-01-01 00:00:00', max(At)) from dbo.Orders") == before
    }

    def "a restore waits for nobody: a session in the database prevents it, and restricted access ends the application's"() {
        given:
        master("backup database [Shop] to disk = ${file('full.bak')}")
        def application = connect('shop', 'Shop')
        def restore = { master("restore database [Shop] from disk = ${file('full.bak')} with replace") }

        expect:
        numberOf(restore) == 3101

        when:
        master('alter database [Shop] set restricted_user with rollback immediate')

        then:
        eventually { numberOf(restore) == 0 }
        !application.isValid(1)
    }

    def "damage is found where a server finds it: #damage"() {
        given:
        master("backup database [Shop] to disk = ${file('full.bak')}")

        when:
        damage == 'page' ? server.damage('Shop', 'Orders') : Files.writeString(folder.resolve('full.bak'), 'x')

        then:
        numberOf { master("restore verifyonly from disk = ${file('full.bak')}") } == verify
        numberOf { master("dbcc checkdb ('Shop') with no_infomsgs") } == check
        numberOf { run('select count(*) from dbo.Orders') } == read
        numberOf { master("backup database [Shop] to disk = ${file('b.bak')} with checksum") } == backup
        numberOf { master("backup database [Shop] to disk = ${file('c.bak')} with checksum, continue_after_error") } == 0

        where:
        damage || verify | check | read | backup
        'page' || 0      | 8939  | 824  | 3043
        'file' || 3189   | 0     | 0    | 0
    }

    /** The number of the error that the work ends with; 0 without one. */
    private static int numberOf(Closure work) {
        try {
            work()
            0
        } catch (SQLException failure) {
            failure.errorCode
        }
    }

    private static boolean eventually(Closure<Boolean> holds) {
        for (int i = 0; i < 100; i++) {
            if (holds()) {
                return true
            }
            Thread.sleep(50)
        }
        false
    }
}
