package dev.runbook.value

import dev.runbook.terminal.TerminalSanitizer
import spock.lang.Specification

class TerminalSanitizerSpec extends Specification {
    def 'removes control sequences from the output of a program'() {
        expect:
        TerminalSanitizer.output(text) == shown

        where:
        text                                   || shown
        'plain ünïcode 日本 🔑'                 || 'plain ünïcode 日本 🔑'
        '\u001b[31mred\u001b[0m'               || 'red'
        '\u001b[38;5;196mred'                  || 'red'
        '\u009b31mred'                         || 'red'
        '\u001b]0;title\u0007rest'             || 'rest'
        '\u001b]8;;http://x\u001b\\link'       || 'link'
        '\u001bPdevice\u001b\\rest'            || 'rest'
        '\u001bcreset'                         || 'reset'
        '\u001b'                               || ''
        'a\u001b['                             || 'a'
        '\u001b]never ends\nnext'              || 'next'
        'bell\u0007 back\b nul\u0000'          || 'bell␇ back␈ nul␀'
        'a\u202eb\u2066c\u200d'                || 'a·b·c·'
        'a\tb\r\nc'                            || 'a    b\nc'
        'a\rb\r'                               || 'a␍b'
        'lone \ud800 half, \udc00 other'       || 'lone · half, · other'
        'tags \udb40\udc41\udb40\udc42'         || 'tags ··'
        'next\u2028line'                       || 'next·line'
    }

    def 'is on one line, whatever line breaks it contains'() {
        expect:
        TerminalSanitizer.line('a\r\nb\nc') == 'a b c'
    }

    def 'keeps all of a text that is not output: #text'() {
        expect:
        TerminalSanitizer.line(text) == shown

        where:
        text                          || shown
        'rm \u001b]0;\u0007-rf'       || 'rm ␛]0;␇-rf'
        '\u001b[8mhidden\u001b[0m'    || '␛[8mhidden␛[0m'
        '\u009b2J\u202e'              || '·2J·'
        'a\rb\u007f'                  || 'a␍b␡'
    }
}
