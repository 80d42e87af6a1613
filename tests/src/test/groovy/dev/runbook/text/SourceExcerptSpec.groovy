package dev.runbook.text

import dev.runbook.terminal.TextWidth
import spock.lang.Specification

/** The caret is under the wrong character, as a terminal shows the line. */
class SourceExcerptSpec extends Specification {

    def 'the caret underlines #wrong in #line'() {
        given:
        def column = line.codePointCount(0, line.indexOf(wrong)) + 1
        def (shown, caret) = SourceExcerpt.of(line, column, wrong.codePointCount(0, wrong.length())).stripLeading().split('\n    ')

        expect:
        shown == line.strip()
        TextWidth.of(line.strip().takeBefore(wrong)) == caret.indexOf('^')
        TextWidth.of(wrong) == caret.strip().length()

        where:
        line                         | wrong
        "  step('x') { shel 'y' }"   | 'shel'
        "step('🚑') { shel 'y' }"    | 'shel'
        "step('𠮷野家') { shel 'y' }" | 'shel'
        "step('復旧 ✅') { shel }"    | 'shel'
        "step('e\u0301') { shel }"   | 'shel'
        "a = '復旧'"                 | "'復旧'"
    }

    def 'a long line is shortened around the caret, never inside a character'() {
        given:
        def (shown, caret) = SourceExcerpt.of('🚑' * 500 + 'x' + '🚑' * 500, 501, 1).stripLeading().split('\n    ')

        expect:
        shown.codePointCount(0, shown.length()) == 160
        shown.codePoints().allMatch { it == 'x' as char as int || it == '🚑'.codePointAt(0) }
        caret.indexOf('^') == TextWidth.of(shown.takeBefore('x'))
    }

    def 'a place without a line or a column shows nothing'() {
        expect:
        SourceExcerpt.of(line, column, 1) == ''

        where:
        line | column
        'x'  | 0
        ' '  | 1
    }

    def 'the width of #text is #cells'() {
        expect:
        TextWidth.of(text) == cells

        where:
        text       || cells
        'abc'      || 3
        '復旧'      || 4
        'ﾊﾝ'       || 2
        '한글'      || 4
        '✅'        || 2
        '✓'        || 1
        '🚑'        || 2
        'e\u0301'  || 1
        '𠮷'        || 2
    }
}
