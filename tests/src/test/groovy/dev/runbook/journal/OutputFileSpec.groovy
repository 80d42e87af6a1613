package dev.runbook.journal

import dev.runbook.machine.LiveHeap
import dev.runbook.time.FakeClock
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class OutputFileSpec extends Specification {
    @TempDir
    Path home
    def clock = new FakeClock()
    def run
    String name

    def setup() {
        run = new RunStore(home).create(clock.wall())
    }

    def 'bytes are kept unchanged, with their time and source'() {
        given:
        def output = open('Switch traffic › to “blue”!', 2)

        when:
        say(output, '', 'OUT', [0x00, 0xff, 0xc3] as byte[])
        say(output, 'web1', 'ERR', 'no space\nleft'.bytes, 1500)
        output.close()
        def text = run.outputText(name)

        then:
        output.bytes() == 16
        output.droppedBytes() == 0
        text.pieces()*.atMs() == [5L, 1500L]
        text.pieces()*.stream() == ['OUT', 'ERR']
        text.pieces()*.source() == ['', 'web1']
        text.pieces()[0].bytes() == [0x00, 0xff, 0xc3] as byte[]
        said(text.pieces()[1]) == 'no space\nleft'
        Files.size(run.path().resolve(name)) == 16
    }

    def 'gigabytes leave a head, a tail and the size of the gap, in constant memory'() {
        given:
        def output = open('Dump', 1)
        def line = ('x' * 1023 + '\n').bytes
        long lines = 100_000

        when:
        def before = LiveHeap.bytes()
        lines.times { output.write(5L, 'OUT', '', line, 0, line.length) }
        def grown = LiveHeap.bytes() - before
        say(output, '', 'ERR', 'the end\n'.bytes)
        output.close()
        def pieces = run.outputText(name).pieces()
        def note = said(pieces.find { it.stream() == 'NOTE' })

        then:
        grown < 4 << 20
        output.bytes() == lines * 1024 + 8
        output.droppedBytes() == output.bytes() - pieces.findAll { it.stream() != 'NOTE' }.sum { it.bytes().length }
        output.droppedBytes() > 90L << 20
        note == "\n… ${output.droppedBytes()} bytes left out here …\n"
        said(pieces.last()) == 'the end\n'
        Files.size(run.path().resolve(name)) <= OutputFile.HEAD + OutputFile.TAIL + 1024 + note.bytes.length
    }

    def 'one line without an end is limited too'() {
        given:
        def output = open('Dump', 1)
        def megabyte = ('y' * (1 << 20)).bytes

        when:
        50.times { output.write(5L, 'OUT', '', megabyte, 0, megabyte.length) }
        output.close()

        then:
        output.bytes() == 50L << 20
        Files.size(run.path().resolve(name)) < 6 << 20
    }

    def 'the output of a dead engine remains'() {
        given:
        def output = open('s', 1)
        say(output, '', 'OUT', 'done so far\n'.bytes)

        expect: 'without an end, and even without the index'
        run.outputText(name).pieces().collect { said(it) } == ['done so far\n']
        run.path().resolve(name + '.index').toFile().delete()
        run.outputText(name).pieces().collect { said(it) } == ['done so far\n']
        run.outputText(name).pieces()*.atMs() == [-1L]
    }

    def 'invalid characters of a name are replaced, and similar steps have different files'() {
        expect:
        run.outputName('Switch › “blue”!', 2) ==~ 'output/switch-blue-[0-9a-f]+-2\\.log'
        run.outputName('A b', 1) != run.outputName('a-b', 1)
        run.outputName('x' * 500, 1).size() < 100
        run.outputText('../journal').pieces() == []
        run.outputText('output/absent.log').pieces() == []
    }

    def 'a repeated attempt after a crash does not write into the earlier file'() {
        given:
        say(open('s', 1), '', 'OUT', 'before'.bytes)
        def again = open('s', 1)
        say(again, '', 'OUT', 'after'.bytes)
        again.close()
        say(again, '', 'OUT', 'too late'.bytes)

        expect:
        run.outputText(name).pieces().collect { said(it) } == ['after']
        Files.readString(Path.of(run.path().resolve(name).toString() + '.cut')) == 'before'
    }

    private OutputFile open(String step, int number) {
        name = run.outputName(step, number)
        run.output(name)
    }

    private static void say(OutputFile output, String source, String stream, byte[] bytes, long at = 5) {
        output.write(at, stream, source, bytes, 0, bytes.length)
    }

    private static String said(OutputBytes piece) {
        new String(piece.bytes(), 'UTF-8')
    }
}
