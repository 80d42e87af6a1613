package dev.runbook.value

import dev.runbook.journal.event.RunStatus
import spock.lang.Specification

class WordsSpec extends Specification {
    def '#constant is described as "#description"'() {
        expect:
        Words.describe(constant) == description

        where:
        constant            || description
        Result.OK           || 'ok'
        Result.TIMED_OUT    || 'timed out'
        RunStatus.FELL_BACK || 'fell back'
    }

    def 'no two results share a sign, except the failed ones'() {
        expect:
        Result.values().collectEntries { [it, Words.sign(it)] } ==
                [(Result.OK): '✓', (Result.FAILED): '✗', (Result.TIMED_OUT): '✗', (Result.UNKNOWN): '?', (Result.SKIPPED): '–', (Result.CANCELLED): '◦']
    }
}
