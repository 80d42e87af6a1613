package dev.runbook.value

import spock.lang.Specification

class WordsSpec extends Specification {
    def '#word is told as #told'() {
        expect:
        Words.describe(word) == told

        where:
        word          || told
        'timedOut'    || 'timed out'
        'fellBack'    || 'fell back'
        'notMeasured' || 'not measured'
        'atRisk'      || 'at risk'
        'ok'          || 'ok'
        'after 1m'    || 'after 1m'
    }

    def 'no two kinds of an end share a sign, but those that failed'() {
        expect:
        Result.values().collectEntries { [it.word(), Words.sign(it.word())] } ==
                [ok: '✓', failed: '✗', timedOut: '✗', unknown: '?', skipped: '–', cancelled: '◦']
    }
}
