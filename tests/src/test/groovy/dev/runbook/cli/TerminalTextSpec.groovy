package dev.runbook.cli

import spock.lang.Specification

class TerminalTextSpec extends Specification {
    def 'takes from text what could act on a terminal'() {
        expect:
        TerminalText.harmless(text) == shown

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
        'bell\u0007 back\b nul\u0000'          || 'bell· back· nul·'
        'a\u202eb\u2066c\u200d'                || 'a·b·c·'
        'a\tb\r\nc'                            || 'a    b\nc'
        'lone \ud800 half'                     || 'lone · half'
    }

    def 'cuts and pads by columns, not by characters'() {
        expect:
        TerminalText.width('日本') == 4
        TerminalText.width('e\u0301') == 1
        TerminalText.cut('日本語', 5) == '日本…'
        TerminalText.cut('short', 5) == 'short'
        TerminalText.cut('longer', 5) == 'long…'
        TerminalText.pad('日本', 6) == '日本  '
    }

    def 'a line written over shows as it was last'() {
        expect:
        TerminalText.lastOverwrite('10%\r50%\r100%\r') == '100%'
    }
}
