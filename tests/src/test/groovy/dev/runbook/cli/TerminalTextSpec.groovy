package dev.runbook.cli

import dev.runbook.terminal.TerminalText
import spock.lang.Specification

class TerminalTextSpec extends Specification {
    def 'text is truncated and padded by columns, not by characters'() {
        expect:
        TerminalText.width('日本') == 4
        TerminalText.width('e\u0301') == 1
        TerminalText.cut('日本語', 5) == '日本…'
        TerminalText.cut('short', 5) == 'short'
        TerminalText.cut('longer', 5) == 'long…'
        TerminalText.pad('日本', 6) == '日本  '
    }

    def 'an overwritten line is shown in its last state'() {
        expect:
        TerminalText.lastOverwrite('10%\r50%\r100%\r') == '100%'
    }
}
