package dev.runbook.value

import dev.runbook.journal.event.RunStatus
import spock.lang.Specification

class EnumWordSpec extends Specification {
    def '#constant is "#phrase" for people'() {
        expect:
        EnumWord.phrase(constant) == phrase

        where:
        constant            || phrase
        Result.OK           || 'ok'
        Result.TIMED_OUT    || 'timed out'
        RunStatus.FELL_BACK || 'fell back'
    }
}
