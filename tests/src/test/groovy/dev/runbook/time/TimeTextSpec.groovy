package dev.runbook.time

import java.time.Duration
import spock.lang.Specification

class TimeTextSpec extends Specification {
    def 'reads #text'() {
        expect:
        TimeText.parse(text) == Optional.ofNullable(time)

        where:
        text         || time
        '30s'        || Duration.ofSeconds(30)
        '2m'         || Duration.ofMinutes(2)
        '1m 30s'     || Duration.ofSeconds(90)
        '1m30s'      || Duration.ofSeconds(90)
        '2h 05m'     || Duration.ofMinutes(125)
        '340ms'      || Duration.ofMillis(340)
        ''           || null
        '30'         || null
        '-5s'        || null
        '5s 2m'      || null
        'soon'       || null
    }

    def 'durations are also read as a runbook writes them: #text'() {
        expect:
        TimeText.parse(text) == Optional.of(Duration.ofSeconds(seconds))

        where:
        text        || seconds
        '2.seconds' || 2
        '2.minutes' || 120
        '1.hour'    || 3600
        '0'         || 0
        '0s'        || 0
    }
}
