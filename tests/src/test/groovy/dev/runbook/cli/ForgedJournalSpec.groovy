package dev.runbook.cli

import dev.runbook.json.JsonReader
import dev.runbook.json.JsonWriter
import dev.runbook.terminal.TerminalSanitizer
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.zip.CRC32C
import spock.lang.Specification
import spock.lang.TempDir

/** Journals whose owner rewrote the records, with valid checksums and hashes: every command reports them in plain lines. */
class ForgedJournalSpec extends Specification {
    static final SAMPLE = 'journals/format-2/20261130-032233-jf'

    @TempDir
    Path folder

    CommandRig rig
    Path journal
    List<Map> records

    def setup() {
        rig = new CommandRig(folder)
        def run = folder.resolve('home/runs/20261130-032233-jf')
        copy(Path.of(getClass().classLoader.getResource(SAMPLE).toURI()), run)
        journal = run.resolve('journal')
        records = Files.readAllLines(journal).collect { JsonReader.document(it.substring(83)) as Map }
    }

    def 'a part of a type that no engine writes is damage of its record: #type #at = #shown'() {
        given:
        def record = records.find { it.type == type }
        def inner = at[0..<-1].inject(record) { part, name -> part[name] }
        inner[at.last()] = value
        write(records*.with { JsonWriter.write(it) })

        expect:
        everyCommand { answer -> answer.all.contains("journal damaged at record $record.n") || answer.all.contains("damaged: record $record.n at byte ") }

        where:
        [type, at, value] << [
            ['RunStarted', ['engine', 'versions', 'java'], null],
            ['RunStarted', ['engine', 'versions', 'java'], 17],
            ['RunStarted', ['engine', 'versions', 'os'], [a: [1]]],
            ['RunStarted', ['files', 'environment.json'], [[:]]],
            ['RunStarted', ['targets', 'rpos'], [null]],
            ['RunStarted', ['plan'], ['x']],
            ['RunStarted', ['selection', 'named'], [1, null]],
            ['ClockStarted', ['began'], 'yesterday'],
            ['RecoveryPointMeasured', ['loss', 'until'], [:]],
            ['RecoveryPointMeasured', ['loss', 'recoveryPoint'], '+999999999-12-31T23:59:59Z'],
            ['StepStarted', ['at'], '-999999999-12-31T23:59:59Z'],
            ['StepStarted', ['ns'], 'x'],
        ]
        shown = TerminalSanitizer.line(String.valueOf(value))
    }

    def 'records in another order, twice, or of hostile content: #what'() {
        given:
        def lines = records.collect { JsonWriter.write(it) }
        write(change(lines))

        expect:
        everyCommand { true }

        where:
        what                | change
        'reversed'          | { all -> numbered(all.reverse()) }
        'each twice'        | { all -> numbered(all.collectMany { [it, it] }) }
        'only the end'      | { all -> numbered([all[-1]]) }
        'the end first'     | { all -> numbered([all[-1]] + all) }
        'deeply nested'     | { all -> all.take(2) + ['{"n":3,"at":"2026-01-01T00:00:00Z","ns":1,"type":"Noted","text":' + '[' * 50_000 + ']' * 50_000 + '}'] }
        'an endless number' | { all -> all.take(2) + ['{"n":3,"at":"2026-01-01T00:00:00Z","ns":1e999999999,"type":"Noted"}'] }
        'a long number'     | { all -> all.take(2) + ['{"n":3,"at":"2026-01-01T00:00:00Z","ns":' + '9' * 500_000 + ',"type":"Noted"}'] }
        'hostile names'     | { all -> all*.replace('"step":"', '"step":"\\u001b]0;x\\u0007\\u202e<script>') }
        'an unknown type'   | { all -> all.take(2) + ['{"n":3,"at":"2026-01-01T00:00:00Z","ns":1,"type":"\\u001b[31m"}'] }
        'not UTF-8'         | { all -> all.take(2) + [all[2].replace('"type"', '"\u00e9')] }
    }

    private void everyCommand(Closure<Boolean> expected) {
        [['show', 'last'], ['show', 'last', '--format', 'html'], ['show', 'last', '--format', 'json'], ['verify', 'last'], ['history'], ['history', '--json']].each { command ->
            def answer = rig.run(*command)
            def all = answer.out + answer.err
            assert !(all =~ /Exception|internal error|StackOverflow|\bjava\./): command
            assert !('html' in command) || !all.contains('<script>'): command
            assert 'html' in command || !(all =~ /[\u0000-\u0008\u000b-\u001f\u007f\u202e]/): command
            assert !(command in [['show', 'last'], ['verify', 'last']]) || expected([all: all]): command
        }
    }

    private static List<String> numbered(List<String> lines) {
        lines.withIndex().collect { line, i -> line.replaceFirst(/"n":\d+/, "\"n\":${i + 1}") }
    }

    private void write(List<String> lines) {
        def before = '0' * 64
        def text = new StringBuilder()
        lines.each { line ->
            def crc = new CRC32C()
            crc.update(line.bytes)
            before = MessageDigest.getInstance('SHA-256').with { update(before.bytes); digest(line.bytes).encodeHex().toString() }
            text << sprintf('%08x %08x %s %s\n', line.bytes.length, crc.value, before, line)
        }
        Files.write(journal, text.toString().bytes)
    }

    private static void copy(Path from, Path to) {
        Files.walk(from).withCloseable { all ->
            all.forEach { file ->
                def copied = to.resolve(from.relativize(file).toString())
                Files.isDirectory(file) ? Files.createDirectories(copied) : Files.copy(file, copied)
            }
        }
    }
}
