package dev.runbook.action.sql

import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.sql.script.SqlLiteral
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.Environment.DatabaseOptions
import dev.runbook.value.Result
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId

class SqliteSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    Attempts attempts = new Attempts()

    def setup() {
        Files.createFile(folder.resolve('shop.db'))
        attempts.databases.shop = database('shop.db')
    }

    def 'statements run, values are bound, the last rows are kept'() {
        when:
        def outcome = sql('create table t (id integer primary key, name text, price real);' +
                " create trigger g after insert on t begin update t set price = 1.5; delete from t where name = ';'; end;" +
                ' insert into t (name) values (', ["o'neil", 3].get(0), '), (', ';', '); select * from [t] where name = ', "o'neil", '')

        then:
        outcome.cause() == ''
        outcome.values().rows == [[id: 1, name: "o'neil", price: 1.5]]
    }

    def 'texts in a time column become instants, in the zone of the database: #zone'() {
        given:
        def options = new DatabaseOptions(Optional.empty(), Optional.empty(), Optional.ofNullable(zone).map { ZoneId.of(it) }, Optional.empty())
        def plain = database('shop.db')
        attempts.databases.shop = new Database(plain.name(), plain.url(), plain.user(), plain.password(), options)

        expect:
        sql("create table t (a timestamp, b datetime, c timestamp, d timestamp, e text); insert into t values" +
                " ('2026-07-02 03:04:05', '2026-07-02T03:04:05.250Z', 'soon', 1769860800, '2026-07-02 03:04:05'); select * from t").values().row ==
                [a: Instant.parse(local), b: Instant.parse('2026-07-02T03:04:05.250Z'), c: 'soon', d: 1769860800, e: '2026-07-02 03:04:05']

        where:
        zone            || local
        null            || '2026-07-02T03:04:05Z'
        'Europe/Berlin' || '2026-07-02T01:04:05Z'
    }

    def 'names and literals are quoted'() {
        expect:
        sql('create table ', SqlIdentifier.of('a"b'), ' (x text default ', new SqlLiteral("it's"), ')').result() == Result.OK
        sql('insert into ', SqlIdentifier.of('a"b'), ' default values; select x from "a""b"').values().value == "it's"
    }

    def 'an error reports its message and place'() {
        when:
        def outcome = sql('create table t (id int primary key);\ninsert into t values (1);\ninsert into t values (1)')

        then:
        outcome.result() == Result.FAILED
        outcome.cause().startsWith('[SQLITE_CONSTRAINT_PRIMARYKEY]')
        outcome.cause().endsWith(' (line 3, statement 3 of 3); the 2 before it are done')
    }

    def 'an open transaction is rolled back and the step fails'() {
        given:
        sql('create table t (id int)')

        expect:
        sql('savepoint a; insert into t values (1)').cause() == 'the script left a transaction open; it was rolled back: end it with COMMIT'
        sql('begin; insert into t values (1); commit').result() == Result.OK
        sql('select count(*) from t').values().value == 1
        attempts.perform(Specs.sql(new SqlSpec.Script.Text(Template.of('insert into t values (2); insert into nix values (1)')), 'shop', [:], true)).result() == Result.FAILED
        sql('select count(*) from t').values().value == 1
    }

    def 'an endless statement is cancelled at the end of its budget'() {
        when:
        def outcome = attempts.perform(Specs.sql(Template.of(
                'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'), 'shop'), Duration.ofMillis(300))

        then:
        outcome.result() == Result.TIMED_OUT
        outcome.stop().get().confirmed()
        outcome.stop().get().what() == 'cancel sent'
    }

    def 'a missing file is not created'() {
        given:
        attempts.databases.shop = database('missing.db')

        when:
        def outcome = sql('select 1')

        then:
        outcome.result() == Result.FAILED
        outcome.cause().startsWith("cannot connect to database 'shop': ")
        !Files.exists(folder.resolve('missing.db'))
    }

    private Database database(String file) {
        new Database('shop', "jdbc:sqlite:${folder.resolve(file)}", Optional.empty(), Optional.empty())
    }

    private Outcome sql(Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        attempts.perform(Specs.sql(new Template(parts, values), 'shop'))
    }
}
