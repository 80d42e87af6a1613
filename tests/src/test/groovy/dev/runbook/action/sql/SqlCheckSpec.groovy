package dev.runbook.action.sql

import dev.runbook.environment.Environment.Database
import dev.runbook.value.Template
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.charset.Charset
import java.nio.file.Files
import java.nio.file.Path

class SqlCheckSpec extends Specification {
    static final URLS = [postgres: 'jdbc:postgresql://db/x', server: 'jdbc:sqlserver://db', sqlite: 'jdbc:sqlite:/x.db']

    @TempDir
    Path folder

    def '#text is rejected on #kind inside a transaction of the engine: #words'() {
        when:
        def problems = messages(text, kind, [transaction: true])

        then:
        problems*.replaceFirst('line .* statements: ', '') == words.collect { "$it is not allowed with transaction: true".toString() }

        where:
        kind       | text                                       || words
        'postgres' | 'update t set a = 1; COMMIT'               || ['COMMIT']
        'postgres' | 'begin'                                    || ['BEGIN']
        'postgres' | 'begin isolation level serializable'       || ['BEGIN ISOLATION']
        'postgres' | 'start transaction read only'              || ['START TRANSACTION']
        'postgres' | 'end; abort; rollback work'                || ['END', 'ABORT', 'ROLLBACK']
        'postgres' | 'commit and chain'                         || ['COMMIT']
        'postgres' | "prepare transaction 'x'"                  || ['PREPARE TRANSACTION']
        'postgres' | 'set autocommit = 0'                       || ['SET AUTOCOMMIT']
        'postgres' | "select 'commit'; -- commit\nselect 1"     || []
        'postgres' | 'do $$ begin perform 1; commit; end $$'    || []
        'postgres' | 'savepoint a; rollback to a; rollback to savepoint a; release a' || []
        'postgres' | "create function f() returns int language sql begin atomic select 1; end" || []
        'postgres' | 'select "commit", commit from t'           || []
        'postgres' | 'set transaction isolation level serializable; select 1' || []
        'sqlite'   | 'begin immediate; end transaction'         || ['BEGIN IMMEDIATE', 'END']
        'sqlite'   | 'create trigger g after insert on t begin update t set a = 1; end' || []
        'server'   | 'BEGIN TRAN\nupdate t set a = 1\nCOMMIT'   || ['BEGIN TRAN', 'COMMIT']
        'server'   | 'begin distributed transaction'            || ['BEGIN DISTRIBUTED TRANSACTION']
        'server'   | 'SAVE TRAN a\nROLLBACK TRAN a'             || []
        'server'   | 'if @@error <> 0 rollback tran'            || ['ROLLBACK TRAN']
        'server'   | 'set implicit_transactions on'             || ['SET IMPLICIT_TRANSACTIONS']
        'server'   | 'if 1 = 1 begin update t set a = 1; end'   || []
        'server'   | 'create or alter proc p as begin tran commit' || []
        null       | 'update t set a = 1; commit'               || ['COMMIT']
        null       | 'BEGIN TRAN\nupdate t set a = 1\nCOMMIT'   || ['BEGIN TRAN', 'COMMIT']
        null       | 'if 1 = 1 begin update t set a = 1; end'   || []
    }

    def 'a script\'s own transaction needs a beginning and an end: #text'() {
        expect:
        messages(text, 'postgres') == found

        where:
        text                                        || found
        'begin; select 1; commit'                   || []
        'begin; select 1; commit; begin; select 1; rollback' || []
        'begin; savepoint a; rollback to a; end'    || []
        'begin; select 1'                           || ['the transaction that begins here has no end, and would be rolled back']
        'begin; select 1; commit and chain'         || ['the transaction that begins here has no end, and would be rolled back']
        'select 1; commit'                          || ['COMMIT without BEGIN has no effect: each statement is committed by itself']
        'begin; update t set a = 1; rollback; commit' || ['COMMIT without BEGIN has no effect: each statement is committed by itself']
        'begin;\nbegin; commit'                     || ['line 2 of the statements: BEGIN inside the transaction that began in line 1']
        'set transaction read only; select 1'       || ['SET TRANSACTION has no effect outside of a transaction']
        'set local search_path to x; select 1'      || ['SET LOCAL has no effect outside of a transaction']
        'begin; set local search_path to x; commit' || []
        'set autocommit = 0; select 1'              || ['SET AUTOCOMMIT has no effect: each statement is committed by itself']
    }

    def 'commands of a database client are rejected: #text'() {
        expect:
        messages(text, kind) == found

        where:
        kind       | text                                  || found
        'postgres' | 'select 1;\n\\i other.sql'            || ["line 2 of the statements: '\\i' is a command of psql, not of the server"]
        'postgres' | '\\connect shop'                      || ["'\\connect' is a command of psql, not of the server"]
        'postgres' | 'select 1 as a \\gset'                || ["'\\gset' is a command of psql, not of the server"]
        'postgres' | "select E'\\\\x', '\\x00'"            || []
        'postgres' | "copy t from stdin;\n1\t'x\n\\.\nselect" || ['line 1 of the statements: COPY FROM STDIN transfers rows through a client program, and a step has none']
        'postgres' | "copy t (a, b) FROM stdin with csv"   || ['COPY FROM STDIN transfers rows through a client program, and a step has none']
        'postgres' | "copy t from '/tmp/x'"                || []
        'postgres' | "select 'copy t from stdin'"          || []
        'postgres' | 'select 1\nGO\nselect 2'              || ['line 2 of the statements: GO separates batches on SQL Server only']
        'server'   | 'select 1\nGO\nselect 2'              || []
        null       | 'select 1\nGO\nselect 2'              || []
        'server'   | ':r other.sql'                        || ["':r' is a command of sqlcmd, not of the server"]
        'server'   | ':setvar name x\nselect 1'            || ["line 1 of the statements: ':setvar' is a command of sqlcmd, not of the server"]
        'server'   | 'use $(name)'                         || ["'\$(name)' is a variable of sqlcmd, not of the server"]
        'server'   | 'select 1\nGO 0'                      || ['GO 0: a batch is sent 1 to 100000 times']
        'sqlite'   | '.read other.sql'                     || ["'.read' is a command of sqlite3, not of the server"]
    }

    def 'parameters without a value are rejected: #text on #kind'() {
        expect:
        messages(text, kind) == found

        where:
        kind       | text                                                    || found
        'postgres' | 'select :id'                                            || ["':id' has no value"]
        'postgres' | "select 'a:b'::text, (array[1])[1:n], a[ :n], '12:30'"  || []
        'sqlite'   | 'select ?, ?2, @a, $b'                                  || ["'?' has no value: SQLite would use NULL", "'?2' has no value: SQLite would use NULL", "'@a' has no value: SQLite would use NULL", "'\$b' has no value: SQLite would use NULL"]
        'sqlite'   | 'select a from t where b = \'?\''                       || []
        'server'   | 'declare @a int = 1; select @a'                         || []
        'postgres' | "select '{}'::jsonb ? 'a'"                              || []
    }

    def 'the names in a file must match the given values'() {
        expect:
        problems(file('-- :no\nupdate t set a = :state\nwhere id = :id'), 'postgres', [with: [id: 1, sate: 'x', more: 2]])*.line() == [
            "fix.sql:1: with: gives a value to 'more', but the text has no :more: remove it from with:, or write :more in the file",
            "fix.sql:2: ':state' has no value: with: has a value for 'sate': make both names the same"]
        problems(file('select :id'), 'postgres', [with: [:]])*.line() == ["fix.sql:1: ':id' has no value: add it: with: [id: …]"]
        problems(file('select :id'), 'postgres', [with: [id: 1]]) == []
    }

    def 'a text without a statement is rejected: #text'() {
        expect:
        messages(text, 'postgres') == ['the text has no statement']

        where:
        text << ['', ' ', '-- nothing\n', '/* begin; */;;']
    }

    def 'a readOnly step cannot allow itself to write'() {
        expect:
        messages('set transaction read write', 'postgres', [readOnly: true, transaction: true]) == ['this statement allows writes, and the step is readOnly: true']
        messages('set transaction_read_only = off', 'postgres', [readOnly: true]) == ['this statement allows writes, and the step is readOnly: true']
        messages('set local search_path to x; select 1', 'postgres', [readOnly: true]) == ['SET LOCAL has no effect outside of a transaction']
        messages('set local search_path to x; select 1', 'postgres', [readOnly: true, transaction: true]) == []
        messages('commit; insert into t values (1)', 'postgres', [readOnly: true]) == ["COMMIT is not allowed with readOnly: true"]
        messages("select 1\nGO\n\ninsert into t values (1)", 'server', [readOnly: true]) == ['line 4 of the statements: this batch may write, and the step is readOnly: true']
    }

    def 'a file is decoded by its byte order mark: #charset'() {
        given:
        def file = folder.resolve('fix.sql')
        Files.write(file, (bom.toList() + "select 'ä' as a".getBytes(Charset.forName(charset)).toList()) as byte[])

        expect:
        problems(new SqlSpec.Script.File(file), 'postgres') == []
        SqlSource.of(spec(new SqlSpec.Script.File(file), [:])).written() == "select 'ä' as a"

        where:
        charset    | bom
        'UTF-8'    | [] as byte[]
        'UTF-8'    | [0xEF, 0xBB, 0xBF] as byte[]
        'UTF-16LE' | [0xFF, 0xFE] as byte[]
        'UTF-16BE' | [0xFE, 0xFF] as byte[]
    }

    def 'a file that is not text is rejected with the line'() {
        given:
        def file = folder.resolve('fix.sql')
        Files.write(file, "select 1;\nselect 'ä'".getBytes('ISO-8859-1'))

        expect:
        problems(new SqlSpec.Script.File(file), 'postgres')*.message() == ["SQL file $file cannot be read: it is not text in UTF-8 (line 2)".toString()]
    }

    private SqlSpec.Script file(String text) {
        new SqlSpec.Script.File(Files.writeString(folder.resolve('fix.sql'), text))
    }

    private static List<String> messages(String text, String kind, Map options = [:]) {
        problems(new SqlSpec.Script.Text(Template.of(text)), kind, options)*.message()
    }

    private static List<SqlProblem> problems(SqlSpec.Script script, String kind, Map options = [:]) {
        spec(script, options).problems(Optional.ofNullable(kind).map { new Database('shop', URLS[it], Optional.empty(), Optional.empty()) })
    }

    private static SqlSpec spec(SqlSpec.Script script, Map options) {
        new SqlSpec(script, 'shop', options.with ?: [:], options.transaction ?: false, false, options.readOnly ?: false)
    }
}
