package dev.runbook.action.shell

import dev.runbook.action.Attempts
import dev.runbook.action.Output

import spock.lang.Specification

class AcknowledgedOutputSpec extends Specification {
    def shown = new Attempts.Kept()
    def marks = Acknowledgement.remote()
    def output = new AcknowledgedOutput(new Captures(shown, '', 1024 * 1024), marks)

    def 'the marks are found and removed however the output is split: #size bytes at a time'() {
        when:
        print(Output.Stream.OUT, "Welcome!\n${start('123:456')}first [line]\nlast", size)
        print(Output.Stream.ERR, "warning: [run\n${end(3)}", size)

        then:
        output.started()
        output.exitCode() == OptionalInt.of(3)
        output.numbers() == ['123', '456']

        and: 'what the login shell prints is shown, but is not the script\'s'
        output.settled().values().subMap('stdout', 'stderr') == [stdout: 'first [line]\nlast', stderr: 'warning: [run']
        shown.text(Output.Stream.OUT) == 'Welcome!\nfirst [line]\nlast'

        where:
        size << [1, 2, 7, 40, 10_000]
    }

    def 'output that is not a mark of this script is unchanged: #text'() {
        when:
        print(Output.Stream.OUT, start(':') + text, 3)

        then:
        output.exitCode().empty
        output.settled().values().stdout == text

        where:
        text << ['[', '[runbook:', '[runbook:0123456789abcdef]\n.', '[runbook:0123456789abcdef:0]\n.', '[runbook:' + '1' * 200 + '\n.', '[[runbook:x', '[runbook:\n[runbook:']
    }

    def 'a program that echoes its input acknowledges nothing'() {
        when:
        print(Output.Stream.OUT, marks.start() + marks.startByAnother() + marks.end('c'), 1000)

        then:
        !output.started()
        output.exitCode().empty
    }

    def 'without a mark, the output remains readable, whatever its size: #size'() {
        when:
        print(Output.Stream.OUT, 'x' * size, 8192)

        then:
        !output.started()
        output.settled().values().stdout.length() == size

        where:
        size << [0, 10, 64 * 1024, 200_000]
    }

    def 'a terminal\'s line ends do not hide a mark'() {
        when:
        print(Output.Stream.OUT, start(':').replace('\n', '\r\n') + 'a\r\n' + end(0).replace('\n', '\r\n'), 5)

        then:
        output.started()
        output.exitCode() == OptionalInt.of(0)
        output.settled().values().lines == ['a']
    }

    private void print(Output.Stream stream, String text, int size) {
        def bytes = text.getBytes('UTF-8')
        for (int at = 0; at < bytes.length; at += size) {
            output.write(stream, bytes, at, Math.min(size, bytes.length - at))
        }
    }

    /** What a shell prints that runs the command. */
    private String start(String inodes) {
        def halves = (marks.start() =~ / (\w{8}) (\w{8}) /)[0]
        "[runbook:${halves[1]}${halves[2]}:$inodes]\n"
    }

    private String end(int code) {
        def halves = (marks.end('c') =~ / (\w{8}) (\w{8}) /)[0]
        "[runbook:${halves[1]}${halves[2]}:$code]\n"
    }
}
