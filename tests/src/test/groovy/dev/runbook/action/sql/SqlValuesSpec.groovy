package dev.runbook.action.sql

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.environment.Environment.Database
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

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

    def 'a literal where strings take backslashes'() {
        expect:
        HostileValues.ALL.each { value ->
            assert read('postgres', 'set standard_conforming_strings = off; select ', new SqlLiteral(value), ' as v') == value
        }
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

    def 'NUL is refused in every place'() {
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
        attempts.perform(SqlSpec.of(new Template(parts, values), database))
    }
}
