package dev.runbook.action.sql

import dev.runbook.action.sql.database.Postgres
import dev.runbook.action.sql.database.SqlServer
import dev.runbook.action.sql.database.Sqlite
import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.sql.script.SqlLiteral
import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Specs
import dev.runbook.environment.Environment.Database
import dev.runbook.environment.Environment.DatabaseOptions
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.LocalDateTime
import java.time.OffsetDateTime
import java.time.ZoneId

/** Each hostile value in each place a value can stand in SQL: it arrives byte for byte, or is refused in one line. */
class SqlValuesSpec extends Specification {
    @Shared
    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    Attempts attempts = new Attempts()

    def setupSpec() {
        Files.createFile(folder.resolve('values.db'))
        attempts.databases.postgres = SharedPostgres.database('postgres')
        attempts.databases.sqlite = new Database('sqlite', "jdbc:sqlite:${folder.resolve('values.db')}", Optional.empty(), Optional.empty())
    }

    def 'a parameter on #database'() {
        expect:
        HostileValues.ALL.each { value ->
            assert read(database, 'select cast(', value, ' as varchar) as v') == value
        }

        where:
        database << ['postgres', 'sqlite']
    }

    def 'a list of parameters on #database'() {
        given:
        def short_ = HostileValues.ALL.findAll { it.length() < 1000 }

        expect:
        read(database, 'select count(*) as n from (select 1 as x) t where cast(', "it's", ' as varchar) in (', short_ + ["it's"], ')') == 1

        where:
        database << ['postgres', 'sqlite']
    }

    def 'a literal on #database'() {
        expect:
        HostileValues.ALL.each { value ->
            assert read(database, 'select ', new SqlLiteral(value), ' as v') == value
        }

        where:
        database << ['postgres', 'sqlite']
    }

    def 'a literal where backslashes escape'() {
        expect:
        HostileValues.ALL.each { value ->
            assert read('postgres', 'set standard_conforming_strings = off; select ', new SqlLiteral(value), ' as v') == value
        }
    }

    def 'an instant as a literal of #dialect.class.simpleName, in #zone'() {
        expect:
        dialect.literal(Instant.parse(time), Optional.ofNullable(zone).map { ZoneId.of(it) }) == literal

        where:
        dialect         | time                             | zone            || literal
        new Postgres()  | '2026-01-02T03:04:05Z'           | null            || "'2026-01-02 03:04:05.000000+00:00'"
        new Postgres()  | '2026-01-02T03:04:05.123456789Z' | 'Europe/Berlin' || "'2026-01-02 04:04:05.123456+01:00'"
        new Postgres()  | '1890-01-02T03:04:05Z'           | 'Europe/Berlin' || "'1890-01-02 03:57:33.000000+00:53:28'"
        new Sqlite()    | '2026-01-02T03:04:05Z'           | null            || "'2026-01-02 03:04:05'"
        new Sqlite()    | '2026-01-02T03:04:05.120Z'       | null            || "'2026-01-02 03:04:05.120'"
        new Sqlite()    | '2026-07-02T23:04:05Z'           | 'Europe/Berlin' || "'2026-07-03 01:04:05'"
        new SqlServer() | '2026-01-02T03:04:05Z'           | 'UTC'           || "'2026-01-02T03:04:05.000'"
        new SqlServer() | '2026-07-02T23:04:05Z'           | 'Europe/Berlin' || "'2026-07-03T01:04:05.000'"
        new SqlServer() | '2026-01-02T03:04:05.123456789Z' | 'UTC'           || "'2026-01-02T03:04:05.123'"
        new SqlServer() | '2026-01-02T03:04:05.999999999Z' | 'UTC'           || "'2026-01-02T03:04:05.997'"
    }

    def 'an instant is compared with times of the database: #database'() {
        expect:
        read(database, "select count(*) from (select $column as at) x where at < ", Instant.parse('2026-01-02T03:04:06Z'), ' and at >= ', Instant.parse('2026-01-02T03:04:05Z'), '') == 1
        read(database, "select count(*) from (select $column as at) x where at < ", new SqlLiteral(Instant.parse('2026-01-02T03:04:06Z')), ' and at >= ', new SqlLiteral(Instant.parse('2026-01-02T03:04:05Z')), '') == 1

        where:
        database   | column
        'postgres' | "timestamptz '2026-01-02 04:04:05+01'"
        'sqlite'   | "datetime(1767323045, 'unixepoch')"
    }

    def 'a local time of PostgreSQL is in the zone of the environment (#zone), whatever the zone of this machine (#machine)'() {
        given:
        def machineZone = TimeZone.default
        TimeZone.default = TimeZone.getTimeZone(machine)
        def name = "times $machine $zone".toString()
        attempts.databases[name] = new Database(name, SharedPostgres.database().url(), Optional.of('postgres'), SharedPostgres.database().password(),
                new DatabaseOptions(Optional.empty(), Optional.empty(), Optional.ofNullable(zone).map { ZoneId.of(it) }, Optional.empty()))
        def at = Instant.parse('2026-03-29T01:30:00Z')

        expect: 'as a parameter, as a literal, from a function of the server and in an array'
        read(name, "select timestamp '$local' = ", at, '')
        read(name, "select timestamptz '2026-03-29 01:30:00Z' = ", at, '')
        read(name, "select timestamp '$local' = ", new SqlLiteral(at), '')
        read(name, "select timestamptz '2026-03-29 01:30:00Z' = ", new SqlLiteral(at), '')
        read(name, "select timestamp '$local' > ", at, " - interval '1 second'")
        read(name, "select timestamp '$local'") == at
        read(name, "select cast(timestamptz '2026-03-29 01:30:00Z' as timestamp)") == at
        read(name, "select array[timestamp '$local', null]") == [at, null]
        read(name, "select array[array[timestamptz '2026-03-29 01:30:00Z']]") == [[at]]

        cleanup:
        TimeZone.default = machineZone

        where:
        machine            | zone              || local
        'UTC'              | null              || '2026-03-29 01:30:00'
        'Europe/London'    | null              || '2026-03-29 01:30:00' // a time that London skips
        'America/New_York' | null              || '2026-03-29 01:30:00'
        'UTC'              | 'Europe/Berlin'   || '2026-03-29 03:30:00'
        'Asia/Tokyo'       | 'Europe/Berlin'   || '2026-03-29 03:30:00'
        'America/New_York' | '+05:30'          || '2026-03-29 07:00:00'
        'Asia/Tokyo'       | 'Asia/Tokyo'      || '2026-03-29 10:30:00'
    }

    def 'SQL Server receives an instant as #type, in #zone'() {
        expect:
        new SqlServer().parameter(Instant.parse('2026-07-02T23:04:05.123Z'), Optional.ofNullable(zone).map { ZoneId.of(it) }) == sent

        where:
        zone            | type             || sent
        null            | 'datetimeoffset' || OffsetDateTime.parse('2026-07-02T23:04:05.123Z')
        'Europe/Berlin' | 'datetime2'      || LocalDateTime.parse('2026-07-03T01:04:05.123')
    }

    def 'a literal instant for SQL Server requires the zone'() {
        given:
        def spec = Specs.sql(new SqlSpec.Script.Text(new Template(['RESTORE LOG x WITH\n STOPAT = ', ''], [new SqlLiteral(Instant.EPOCH)])), 'x', [:], false)
        def options = new DatabaseOptions(Optional.empty(), Optional.empty(), Optional.ofNullable(zone).map { ZoneId.of(it) }, Optional.empty())

        expect:
        spec.problems(Optional.of(new Database('x', 'jdbc:sqlserver://db', Optional.empty(), Optional.empty(), options)))*.line() == problems

        where:
        zone  || problems
        'UTC' || []
        null  || ["line 2 of the statements: literal(…) writes an instant as local time, and the zone of database 'x' is not known: add zone: (UTC, Europe/Berlin) to the database in the environment"]
    }

    def 'a quoted name on #database'() {
        expect:
        HostileValues.ALL.findAll { it && it.getBytes('UTF-8').length <= 63 }.each { name ->
            def outcome = run(database, 'select 1 as ', SqlIdentifier.of(name), '')
            assert outcome.cause() == ''
            assert outcome.values().row.keySet().first() == name
        }

        where:
        database << ['postgres', 'sqlite']
    }

    def 'NUL is rejected in every place'() {
        when:
        run('postgres', 'select ', value, '')

        then:
        def refusal = thrown(AuthorException)
        refusal.message.readLines().size() == 1

        where:
        value << ['a\u0000b', new SqlLiteral('a\u0000b'), SqlIdentifier.of('a\u0000b')]
    }

    private read(String database, Object... pieces) {
        def outcome = run(database, pieces)
        assert outcome.cause() == ''
        outcome.values().value
    }

    private run(String database, Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        attempts.perform(Specs.sql(new Template(parts, values), database))
    }
}
