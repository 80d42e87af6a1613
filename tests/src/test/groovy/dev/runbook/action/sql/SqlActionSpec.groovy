package dev.runbook.action.sql

import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.sql.script.SqlLiteral
import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.Environment.DatabaseOptions
import dev.runbook.value.ByteSize
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template
import dev.runbook.value.Truncated
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId

class SqlActionSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts(databases: [orders: SharedPostgres.database()], secrets: [KEY: 's3cr3t'])

    @TempDir
    Path folder

    def setup() {
        SharedPostgres.ask('drop table if exists orders; create table orders (id int primary key, name text, paid boolean)')
    }

    def 'rows are maps of plain values by column name'() {
        when:
        def outcome = sql("""select 1 as id, 'a' as name, true as paid, 2.50 as price, null as gone, array[1, 2] as list,
            '{"a": [1]}'::jsonb as doc, timestamptz '2026-01-02 03:04:05+01' as at, timestamp '2026-01-02 03:04:05' as local,
            date '2026-01-02' as day, 12345678901234 as big, '\\x0aff'::bytea as bytes, 'b' as name""")

        then:
        outcome.result() == Result.OK
        outcome.values().row == [id: 1, name: 'a', paid: true, price: 2.50, gone: null, list: [1, 2], doc: [a: [1]],
                                 at: Instant.parse('2026-01-02T02:04:05Z'), local: Instant.parse('2026-01-02T03:04:05Z'), day: '2026-01-02',
                                 big: 12345678901234, bytes: '\\x0aff', name_13: 'b']
        outcome.values().value == 1
        outcome.values().rows == [outcome.values().row]
    }

    def 'statements run in order, each in its own transaction; the last result set and count are kept'() {
        when:
        def outcome = sql("""
            insert into orders values (1, 'a;b', true), (2, 'c', false); -- two; of them
            select count(*) from orders;
            update orders set paid = true where id = 2;
            do \$\$ begin raise notice 'half; way'; end \$\$;
            select id, name from orders order by id
        """)

        then:
        outcome.result() == Result.OK
        outcome.values().rows == [[id: 1, name: 'a;b'], [id: 2, name: 'c']]
        outcome.values().updateCount == 1
        outcome.values().messages == ['half; way']
        attempts.output.text(Output.Stream.OUT) == 'count\n2\nid | name\n1 | a;b\n2 | c\n'
        attempts.output.text(Output.Stream.NOTE) == '(2 rows changed)\n(1 row)\n(1 row changed)\nhalf; way\n(2 rows)\n'
    }

    def 'statements before a failed one are permanent, and the failed one is located'() {
        when:
        def outcome = sql("insert into orders values (1, 'a', true);\n\nselect *\nfrom ordesr\nwhere id = ", 7, ';select 1')

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.cause() == 'ERROR 42P01: relation "ordesr" does not exist (line 4, statement 2 of 3); the one before it is done'
        count() == 1
    }

    def 'the server\'s detail is shown with its error'() {
        given:
        sql("insert into orders values (1, 'a', true)")

        expect:
        sql("insert into orders values (1, 'a', true)").cause() ==
                'ERROR 23505: duplicate key value violates unique constraint "orders_pkey" (Key (id)=(1) already exists.)'
    }

    def 'all details of an error are shown: #text'() {
        given:
        sql("""create or replace function f() returns int as \$\$ begin raise 'no' using hint = 'try yes', detail = 'it was no'; end \$\$ language plpgsql""")

        expect:
        sql(text).cause() == cause

        where:
        text                                            || cause
        'select f()'                                    || 'ERROR P0001: no (it was no; try yes; PL/pgSQL function f() line 1 at RAISE)'
        'selec 1'                                       || 'ERROR 42601: syntax error at or near "selec"'
        'select nam from (select 1 as name) x'          || 'ERROR 42703: column "nam" does not exist (Perhaps you meant to reference the column "x.name".)'
        'alter table orders add check (id > 0) not valid; insert into orders values (-1)' || 'ERROR 23514: new row for relation "orders" violates check constraint "orders_id_check" (Failing row contains (-1, null, null).) (line 1, statement 2 of 2); the one before it is done'
    }

    def 'times are instants; a time without a zone is in the zone of its database: #zone'() {
        given:
        def options = new DatabaseOptions(Optional.empty(), Optional.empty(), Optional.ofNullable(zone).map { ZoneId.of(it) }, Optional.empty())
        def plain = SharedPostgres.database()
        attempts.databases.orders = new Database(plain.name(), plain.url(), plain.user(), plain.password(), options)

        expect:
        sql("""select timestamptz '2026-01-02 03:04:05.123456+01' as a, timestamp '2026-07-02 03:04:05' as b,
            array[timestamptz '2026-01-02 03:04:05+01'] as c, array[timestamp '2026-07-02 03:04:05', null] as d""").values().row ==
                [a: Instant.parse('2026-01-02T02:04:05.123456Z'), b: Instant.parse(local), c: [Instant.parse('2026-01-02T02:04:05Z')], d: [Instant.parse(local), null]]

        where:
        zone            || local
        null            || '2026-07-02T03:04:05Z'
        'Europe/Berlin' || '2026-07-02T01:04:05Z'
    }

    def 'a value #value is bound as a parameter'() {
        when:
        def outcome = sql('select ', value, '::' + type + ' as v')

        then:
        outcome.cause() == ''
        outcome.values().value == read

        where:
        value                                 | type          || read
        "x'; drop table orders; --"           | 'text'        || "x'; drop table orders; --"
        '42'                                  | 'int'         || 42
        42                                    | 'int'         || 42
        1.5                                   | 'numeric'     || 1.5
        true                                  | 'boolean'     || true
        null                                  | 'text'        || null
        [a: [1, 'x']]                         | 'jsonb'       || [a: [1, 'x']]
        Instant.parse('2026-01-02T03:04:05Z') | 'timestamptz' || Instant.parse('2026-01-02T03:04:05Z')
        Duration.ofMinutes(90)                | 'interval'    || '1 hours 30 mins'
        new Secret('KEY')                     | 'text'        || 's3cr3t'
    }

    def 'each element of a list becomes a parameter, and text adopts the type of its column'() {
        given:
        sql("insert into orders values (1, 'a', true), (2, 'b', true), (3, 'c', true)")

        expect:
        sql('select id from orders where id in (', ['1', 3], ') and name <> ', 'x', ' order by id').values().rows*.id == [1, 3]
    }

    def 'a question mark in the author\'s text remains an operator'() {
        expect:
        sql('select \'{"a": 1}\'::jsonb ? ', 'a', " as has, '?' as mark").values().row == [has: true, mark: '?']
        sql('select \'{"a": 1}\'::jsonb ? \'b\' as has').values().value == false
    }

    def 'names and literals are quoted for statements that take no parameters'() {
        when:
        def outcome = sql('create table ', SqlIdentifier.of('public', 'we"ird; drop'), ' (id int default ', new SqlLiteral(3),
                ', name text default ', new SqlLiteral("it's \\ here"), ', ok boolean default ', new SqlLiteral(true), ')')
        sql('insert into ', SqlIdentifier.of('we"ird; drop'), ' default values')

        then:
        outcome.result() == Result.OK
        sql('select * from ', SqlIdentifier.of('we"ird; drop')).values().row == [id: 3, name: "it's \\ here", ok: true]

        cleanup:
        sql('drop table if exists ', SqlIdentifier.of('we"ird; drop'))
    }

    def 'a value that cannot be sent is rejected in one line: #message'() {
        when:
        sql(*pieces)

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message

        where:
        pieces                                     || message
        ["select '", 'x', "'"]                     || 'a value inside quotes would be read as text of the statement; remove the quotes: it is bound as a parameter; concatenate with || if it is only a part'
        ['select * from t where id in (', [], ')'] || 'an empty list cannot be bound: guard the step with onlyIf { … }'
        ['select ', 'a\u0000b', '']                || 'the value in a statement contains a NUL character, which no database accepts'
        ['select * from ', SqlIdentifier.of(''), ''] || 'the name given to identifier(…) is empty'
        ['drop table ', SqlIdentifier.of('x' * 64), ''] || "the name '${'x' * 64}' is longer than the 63 bytes PostgreSQL keeps"
        [' -- nothing']                            || 'the text has no statement: write one, or remove the step; nothing was sent'
    }

    def 'updateCount counts the rows of the last statement that changes rows: #script'() {
        given:
        sql("insert into orders values (1, 'a', true), (2, 'b', true), (3, 'c', true)")

        expect:
        sql(script).values().updateCount == count

        where:
        script                                                                                  || count
        "update orders set name = 'x'; analyze orders"                                          || 3
        "update orders set name = 'x'; set search_path to public; select 1"                    || 3
        "update orders set name = 'x' where id = 1; update orders set name = 'y' where id = 9"  || 0
        "delete from orders where id < 3; insert into orders values (1, 'a', true)"             || 1
        "with gone as (delete from orders returning id) select count(*) from gone; vacuum orders" || null
        'analyze orders'                                                                        || null
        'select 1'                                                                              || null
    }

    def 'a transaction that loses a conflict has changed nothing and can be repeated: #state'() {
        given:
        def raise = "do \$\$ begin raise exception using errcode = '$state', message = 'another was first'; end \$\$"

        expect:
        with(attempts.perform(Specs.sql(new SqlSpec.Script.Text(Template.of("insert into orders values (1, 'a', true); $raise".toString())), 'orders', [:], true))) {
            it.result() == Result.FAILED
            it.cause().contains("ERROR $state: another was first (")
            it.cause().endsWith('; its transaction was rolled back; nothing was changed, so the step can be repeated')
        }
        !sql("insert into orders values (2, 'a', true); $raise".toString()).cause().contains('nothing was changed')
        count() == 1

        where:
        state << ['40001', '40P01']
    }

    def 'a script of a file takes values by name'() {
        given:
        def file = folder.resolve('fix.sql')
        Files.writeString(file, """-- :id is the order
            insert into orders values (:id, :name, true);
            select name::text, ':id' as mark, (array[1,2,3])[1:2] as part from orders where id = :id""")

        when:
        def outcome = attempts.perform(Specs.sql(new SqlSpec.Script.File(file), 'orders', [id: 7, name: "o'neil"], false))

        then:
        outcome.values().row == [name: "o'neil", mark: ':id', part: [1, 2]]
    }

    def 'a value without a place in the file is rejected'() {
        given:
        def file = folder.resolve('fix.sql')
        Files.writeString(file, 'select :name')

        when:
        attempts.perform(Specs.sql(new SqlSpec.Script.File(file), 'orders', [nmae: 'x'], false))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == "fix.sql:1: ':name' has no value: with: has a value for 'nmae': make both names the same; nothing was sent"
    }

    def 'a transaction in the author\'s script is atomic: #end'() {
        when:
        def outcome = sql("begin; insert into orders values (1, 'a', true); select count(*) from orders; $end")

        then:
        outcome.result() == result
        outcome.cause() == cause
        count() == left

        where:
        end            || result        | left | cause
        'commit'       || Result.OK     | 1    | ''
        'rollback'     || Result.OK     | 0    | ''
        'select 1/0; commit' || Result.FAILED | 0 | 'ERROR 22012: division by zero (line 1, statement 4 of 5); its transaction was rolled back'
    }

    def 'one transaction for all statements: all or nothing'() {
        when:
        def outcome = attempts.perform(Specs.sql(new SqlSpec.Script.Text(Template.of(
                "insert into orders values (1, 'a', true); insert into orders values ($second, 'b', true)".toString())), 'orders', [:], true))

        then:
        outcome.result() == result
        count() == left

        where:
        second || result        | left
        2      || Result.OK     | 2
        1      || Result.FAILED | 0
    }

    def 'function bodies are not split at semicolons'() {
        when:
        def outcome = sql("""
            create or replace function one() returns int language sql begin atomic select case when true then 1 end; end;
            create or replace function two() returns int as \$\$ begin return 2; end \$\$ language plpgsql;
            select one() + two() as three""")

        then:
        outcome.cause() == ''
        outcome.values().value == 3
    }

    def 'messages of the server arrive while it works'() {
        given: 'a lock the statement waits for, free once its first message is here'
        def holder = SharedPostgres.server().postgresDatabase.connection
        holder.createStatement().execute('select pg_advisory_lock(7)')
        attempts.to = { source, stream, bytes, offset, length ->
            if (new String(bytes, offset, length).trim() == '10 percent') {
                holder.close()
            }
        } as Output

        when:
        def outcome = sql("""do \$\$ begin raise notice '10 percent'; perform pg_advisory_xact_lock(7); raise notice 'done'; end \$\$""")

        then:
        outcome.cause() == ''
        outcome.values().messages == ['10 percent', 'done']

        cleanup:
        holder.close()
    }

    def 'many notices and two hundred thousand rows are counted but not kept'() {
        given:
        attempts.to = new Attempts.Counted()
        attempts.keep = Optional.of(ByteSize.ofMegabytes(1))

        when:
        def noisy = sql("do \$\$ begin for i in 1..20000 loop raise notice 'n %', i; end loop; end \$\$")
        def long_ = sql("select i, repeat('x', 100) as t from generate_series(1, 200000) i")

        then:
        noisy.values().messages.with { [it.kind(), it.count()] } == [Truncated.Kind.MESSAGES, 20000]
        long_.values().rows.with { [it.kind(), it.count()] } == [Truncated.Kind.ROWS, 200000]
        long_.values().rowCount == 200000
        long_.values().row.i == 1
        long_.values().value == 1
    }

    def 'a cell that exceeds the limit is unavailable, and the others are available'() {
        given:
        attempts.keep = Optional.of(ByteSize.ofKilobytes(2))

        when:
        def row = sql("select repeat('x', 2000) as fits, repeat('x', 2001) as text, decode(repeat('ab', 1001), 'hex') as bytes, array[repeat('y', 3000)] as list, to_json(repeat('x', 2001)) as json").values().row

        then:
        row.fits.length() == 2000
        row.text == Truncated.text(Truncated.Kind.CELL, 2001, 2000)
        row.bytes == Truncated.text(Truncated.Kind.CELL, 1001, 1000)
        row.list == [Truncated.text(Truncated.Kind.CELL, 3000, 2000)]
        row.json instanceof Truncated
    }

    def 'there are no rows without a query, and no count without a change'() {
        expect:
        sql("insert into orders values (1, 'a', true)").values().keySet() == ['updateCount', 'messages'] as Set
        sql('select id from orders where id = 0').values().with { [it.rows, it.rowCount, it.row, it.containsKey('updateCount')] } == [[], 0, [:], false]
        sql('select id from orders; select 1/0').values().keySet() == ['messages'] as Set
    }

    def 'settings of one step do not affect the next'() {
        when:
        sql('set search_path = pg_catalog; set statement_timeout = 1')

        then:
        sql('show search_path').values().value == '"$user", public'
    }

    private int count() {
        SharedPostgres.ask('select count(*) as n from orders')[0].n
    }

    private sql(Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        attempts.perform(Specs.sql(new Template(parts.size() > values.size() ? parts : parts + [''], values), 'orders'))
    }
}
