package dev.runbook.lab

import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.sql.DriverManager
import java.sql.SQLException

/** What drills compare before and after: equal texts if nothing changed, other texts if anything did. */
class SnapshotSpec extends Specification {
    @TempDir
    Path folder

    def 'rows are compared by number and content'() {
        given:
        def database = { DriverManager.getConnection("jdbc:sqlite:$folder/a.db") } as Snapshot.Database
        def rows = { new Snapshot().rows(database, [orders: 'select * from orders order by id', none: 'select * from none']).parts() }
        def execute = { String sql -> database.open().withCloseable { it.createStatement().execute(sql) } }
        execute('create table orders(id integer, name text)')
        execute("insert into orders values (1, 'a'), (2, null)")

        when:
        def before = rows()

        then:
        before['rows/orders'] ==~ /2 rows, [0-9a-f]{10}/
        before['rows/none'] == 'not readable'
        rows() == before

        when:
        execute("update orders set name = 'b' where id = 2")

        then:
        rows()['rows/orders'] ==~ /2 rows, .*/
        rows()['rows/orders'] != before['rows/orders']

        when:
        execute('delete from orders where id = 2')

        then:
        rows()['rows/orders'] ==~ /1 row, .*/
    }

    def 'the rows of a database that is down are not readable'() {
        expect:
        new Snapshot().rows({ throw new SQLException('refused') } as Snapshot.Database, [a: '', b: '']).parts() == ['rows/a': 'not readable', 'rows/b': 'not readable']
    }

    def 'files are compared by name and content'() {
        given:
        def files = { new Snapshot().file('one', folder.resolve('one')).files('all', folder.resolve('all'), { !it.startsWith('live') }).parts() }

        expect:
        files() == ['files/all': 'does not exist', 'files/one': 'does not exist']

        when:
        Files.writeString(folder.resolve('one'), 'a')
        ['all/live', 'all/x'].each { Files.createDirectories(folder.resolve(it)) }
        Files.writeString(folder.resolve('all/x/b'), 'b')
        def before = files()

        then:
        before['files/all'] ==~ /1 file, [0-9a-f]{10}/

        when: 'what customers add is not compared'
        Files.writeString(folder.resolve('all/live/new'), '')

        then:
        files() == before

        when:
        Files.move(folder.resolve('all/x/b'), folder.resolve('all/x/c'))

        then:
        files()['files/all'] != before['files/all']
    }

    def 'processes run or are down'() {
        expect:
        new Snapshot().process('a', true).process('b', false).parts() == ['process/a': 'runs', 'process/b': 'is down']
    }
}
