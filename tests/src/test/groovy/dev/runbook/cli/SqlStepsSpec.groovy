package dev.runbook.cli

import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.sql.DriverManager

/** Steps that change a database, from the command line. */
class SqlStepsSpec extends Specification {
    @TempDir
    Path folder

    @Delegate
    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        database("create table orders (id integer primary key, state text)", "insert into orders values (1, 'stuck'), (2, 'stuck')")
        write('runbooks/t/environments/test.yaml', "environment: test\ndatabases:\n  shop: { url: 'jdbc:sqlite:${folder.resolve('shop.db')}' }\n")
    }

    def 'conditions are evaluated before the commit: #expect'() {
        given:
        step("sql \"update orders set state = 'open'\", on: 'shop', transaction: true\nexpect { $expect }")

        when:
        def answer = run('run', 't/repair', '-e', 'test')

        then:
        answer.exit == exit
        states() == left
        answer.out.contains(reported)

        where:
        expect             || exit | left               | reported
        'updateCount == 2' || 0    | ['open', 'open']   | 'succeeded'
        'updateCount == 1' || 1    | ['stuck', 'stuck'] | 'updateCount == 1 (updateCount was 2); its transaction was rolled back'
    }

    def 'check reads the SQL file of a step: #place'() {
        given:
        write('runbooks/t/fix.sql', text)
        step("sql file: 'fix.sql', on: 'shop', $options")

        when:
        def answer = run(*(['check', 't/repair'] + environment))

        then:
        answer.exit == 2
        answer.err.replace("$folder/", "").readLines() == ["runbooks/t/repair.groovy:6: fix.sql:$place".toString(), "    $cure".toString()]
        !run('run', 't/repair', '-e', 'test').out.contains('▸')

        where:
        text                                          | options             | environment    || place                                              | cure
        "update orders set state = 'x';\ncommit;"     | 'transaction: true' | []             || '2: COMMIT is not allowed with transaction: true'  | 'remove it: the engine begins and ends the transaction'
        "begin;\nupdate orders set state = 'x';"      | 'primary: true'     | []             || '1: the transaction that begins here has no end, and would be rolled back' | 'end it with COMMIT, or write transaction: true and remove BEGIN'
        "\\set n 1\nselect 1"                         | 'primary: true'     | []             || "1: '\\set' is a command of psql, not of the server" | 'give the value with: [name: …]'
        'select :n'                                   | "with: [m: 'x', n: 'y']" | []        || "1: with: gives a value to 'm', but the text has no :m" | 'remove it from with:, or write :m in the file'
        'select ?'                                    | 'primary: true'     | ['-e', 'test'] || "1: '?' has no value: SQLite would use NULL"      | 'write ${…}, or :name in a file'
    }

    def 'check warns once about a database without protection'() {
        given:
        write('runbooks/t/environments/prod.yaml', "databases:\n  shop: { url: 'jdbc:postgresql://db1/shop?sslmode=prefer' }\n")
        step("sql 'select 1', on: 'shop'")

        when:
        def answer = run('check', 't/repair', 't/repair', '-e', 'prod')

        then:
        answer.exit == 0
        answer.err.replace("$folder/", '').readLines() == [
            "warning: runbooks/t/environments/prod.yaml:2: database 'shop': sslmode=prefer lets passwords and rows be read and changed on the network",
            '    write sslmode=verify-full, with sslrootcert=FILE for your own authority']
        run('check', 't/repair', '-e', 'prod', '--json').out.contains('"line" : 2')
        run('plan', 't/repair', '-e', 'prod').err == ''
    }

    def 'check rejects statements that change the session of a shared pooler'() {
        given:
        write('runbooks/t/environments/prod.yaml', "databases:\n  shop: { url: 'jdbc:postgresql://db1/shop', pooler: transaction }\n")
        step("sql 'set search_path to x; select 1', on: 'shop'")

        expect:
        run('check', 't/repair').exit == 0
        run('check', 't/repair', '-e', 'prod').err.contains("'set' changes the server session, which the pooler of database 'shop' shares with other clients\n    write SET LOCAL in a step with transaction: true")
    }

    private void step(String body) {
        runbook('t/repair', "rto 1.minute\nstep('Repair') {\nbudget 9.seconds\nidempotent()\n$body\n}")
    }

    private List<String> states() {
        DriverManager.getConnection("jdbc:sqlite:${folder.resolve('shop.db')}").withCloseable { connection ->
            def rows = connection.createStatement().executeQuery('select state from orders order by id')
            def found = []
            while (rows.next()) {
                found << rows.getString(1)
            }
            found
        }
    }

    private void database(String... statements) {
        DriverManager.getConnection("jdbc:sqlite:${folder.resolve('shop.db')}").withCloseable { connection ->
            statements.each { connection.createStatement().execute(it) }
        }
    }
}
