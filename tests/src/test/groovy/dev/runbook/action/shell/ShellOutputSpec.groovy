package dev.runbook.action.shell

import dev.runbook.action.Attempts
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.machine.LiveHeap
import dev.runbook.machine.Thorough
import dev.runbook.value.ByteSize
import dev.runbook.value.NotText
import dev.runbook.value.Template
import dev.runbook.value.Truncated

import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification

class ShellOutputSpec extends Specification {
    static final int MEGABYTE = 1024 * 1024
    static final NotText NOT_UTF8 = new NotText('stdout', 'UTF-8', 2)

    @AutoCleanup
    Attempts attempts = new Attempts()

    def 'output is kept byte for byte: #what'() {
        when:
        def outcome = run(script)

        then:
        attempts.output.bytes(Output.Stream.OUT) == bytes as byte[]
        outcome.values().stdout == stdout
        outcome.values().lines == lines

        where:
        what                  | script                                || bytes                     | stdout       | lines
        'no final newline'    | 'printf "a\\nb"'                      || 'a\nb'.bytes              | 'a\nb'       | ['a', 'b']
        'only newlines'       | 'printf "\\n\\n"'                     || '\n\n'.bytes              | '\n'         | ['', '']
        'nothing'             | 'true'                                || []                        | ''           | []
        'one blank line'      | 'echo'                                || '\n'.bytes                | ''           | ['']
        'a blank last line'   | 'printf "a\\n\\n"'                    || 'a\n\n'.bytes             | 'a\n'        | ['a', '']
        'invalid UTF-8'       | 'printf "a\\n\\377\\376b"'            || [0x61, 0x0a, 0xff, 0xfe, 0x62] | NOT_UTF8 | NOT_UTF8
        'a replacement'       | 'printf "\\357\\277\\275"'            || [0xef, 0xbf, 0xbd]         | '\ufffd'     | ['\ufffd']
        'UTF-16'              | 'printf "\\377\\376a\\000\\n\\000"'   || [0xff, 0xfe, 0x61, 0, 0x0a, 0] | 'a'      | ['a']
        'NUL'                 | 'printf "a\\000b\\n"'                 || [0x61, 0, 0x62, 0x0a]     | 'a\0b'       | ['a\0b']
        'progress with \\r'   | 'printf "10%%\\r20%%\\rdone\\n"'      || '10%\r20%\rdone\n'.bytes  | '10%\r20%\rdone' | ['10%\r20%\rdone']
        'Windows line ends'   | 'printf "a\\r\\nb\\r\\n"'             || 'a\r\nb\r\n'.bytes        | 'a\r\nb'     | ['a', 'b']
        'colours and titles'  | 'printf "\\033[31mred\\033]0;x\\007"' || '\033[31mred\033]0;x\007'.bytes | '\033[31mred\033]0;x\007' | ['\033[31mred\033]0;x\007']
    }

    def 'output on standard error is kept and is reported as the cause'() {
        when:
        def outcome = run('echo first >&2; printf "10%%\\rdisk full" >&2; exit 1')

        then:
        outcome.values().stdout == ''
        outcome.values().stderr == 'first\n10%\rdisk full'
        outcome.cause() == 'exit code 1: disk full'
    }

    @Thorough('gigabytes of output')
    def 'two gigabytes and a line of 500 MB are read in constant memory'() {
        given:
        def counted = new Attempts.Counted()
        attempts.to = counted
        run('head -c 100M /dev/zero')
        counted.bytes = 0
        def before = LiveHeap.bytes()

        when:
        def outcome = attempts.perform(Specs.shell(Template.of('yes 0123456789abcde | head -c 1500M; head -c 500M /dev/zero')), Duration.ofMinutes(3))

        then:
        counted.bytes == 2000L * MEGABYTE
        LiveHeap.bytes() - before < 16 * MEGABYTE

        and: 'no part of it is taken for the whole'
        ['stdout', 'lines', 'json'].every { outcome.values()[it] == Truncated.text(Truncated.Kind.PRINTED, 2000L * MEGABYTE, 4_000_000) }
    }

    def 'output is kept up to the limit, and the last line is reported for longer output too'() {
        given:
        attempts.keep = Optional.of(ByteSize.ofKilobytes(2))

        when:
        def outcome = run("head -c $size /dev/zero | tr '\\0' x >&2; echo; echo disk full >&2; exit 1")

        then:
        outcome.cause() == 'exit code 1: ' + cause
        outcome.values().stdout == ''
        outcome.values().stderr == stderr

        where:
        size   || cause                | stderr
        1990   || 'x' * 199 + '…'      | 'x' * 1990 + 'disk full'
        1991   || 'x' * 199 + '…'      | Truncated.text(Truncated.Kind.PRINTED, 2001, 2000)
        200000 || 'x' * 199 + '…'      | Truncated.text(Truncated.Kind.PRINTED, 200010, 2000)
    }

    def 'output arrives while the script runs'() {
        given:
        def seen = new java.util.concurrent.CountDownLatch(1)
        attempts.to = { source, stream, bytes, offset, length -> seen.countDown() } as Output
        def fifo = File.createTempDir().toPath().resolve('go').toString()
        Thread.startDaemon {
            seen.await()
            new File(fifo).text = 'go'
        }

        expect: 'the script waits for what only its own output sets off'
        attempts.perform(Specs.shell(new Template(['mkfifo ', '; echo working; cat ', ''], [fifo, fifo]))).values().lines == ['working', 'go']
    }

    private run(String script) {
        attempts.perform(Specs.shell(Template.of(script)))
    }
}
