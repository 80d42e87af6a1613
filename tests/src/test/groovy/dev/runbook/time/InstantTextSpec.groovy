package dev.runbook.time

import spock.lang.Specification

import java.time.Instant
import java.time.ZoneId

class InstantTextSpec extends Specification {
    def "parses '#text' as one instant"() {
        expect:
        InstantText.read(text, Optional.empty()) == Instant.parse(instant)

        where:
        text                                    || instant
        '2026-01-31T12:00:00Z'                  || '2026-01-31T12:00:00Z'
        '2026-01-31T12:00Z'                     || '2026-01-31T12:00:00Z'
        ' 2026-01-31t12:00:00.123456789z\n'     || '2026-01-31T12:00:00.123456789Z'
        '2026-01-31T13:30:00+01:30'             || '2026-01-31T12:00:00Z'
        '2026-01-31 12:00:00+00'                || '2026-01-31T12:00:00Z'
        '2026-01-31 12:00:00.5-0530'            || '2026-01-31T17:30:00.500Z'
        '2026-01-31 12:00:00,250 +0100'         || '2026-01-31T11:00:00.250Z'
        '2026-01-31 12:00:00 UTC'               || '2026-01-31T12:00:00Z'
        '2026-01-31T13:00:00+01:00[Europe/Berlin]' || '2026-01-31T12:00:00Z'
        'Sat, 31 Jan 2026 12:00:00 GMT'         || '2026-01-31T12:00:00Z'
        'Sat, 31 Jan 2026 12:00:00 +0100'       || '2026-01-31T11:00:00Z'
        '1 Feb 2026 12:00:00 UTC'               || '2026-02-01T12:00:00Z'
        '1769860800'                            || '2026-01-31T12:00:00Z'
        '1769860800.25'                         || '2026-01-31T12:00:00.250Z'
        '1769860800123'                         || '2026-01-31T12:00:00.123Z'
    }

    def "rejects '#text' in one line"() {
        when:
        InstantText.read(text, Optional.ofNullable(zone).map { ZoneId.of(it) })

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message.startsWith(start)
        refused.message.readLines().size() == 1

        where:
        text                             | zone            || start
        'soon'                           | null            || "'soon' is not an instant such as 2026-01-31T12:00:00Z"
        ''                               | null            || "'' is not an instant"
        'first\nsecond'                  | null            || "'first …' is not an instant"
        '31.01.2026 12:00'               | 'UTC'           || "'31.01.2026 12:00' is not an instant"
        '2026-01-31'                     | 'UTC'           || "'2026-01-31' is not an instant"
        '2026-02-30T12:00:00Z'           | null            || "'2026-02-30T12:00:00Z' is not an instant"
        'Fri, 31 Jan 2026 12:00:00 GMT'  | null            || "'Fri, 31 Jan 2026 12:00:00 GMT' is not an instant"
        'Sat, 31 Jan 2026 12:00:00 IST'  | null            || "'Sat, 31 Jan 2026 12:00:00 IST' is not an instant"
        '2026-01-31 12:00:00'            | null            || "'2026-01-31 12:00:00' does not say its time zone: add an offset to it (Z, +01:00), or give zone: 'UTC'"
        '2026-03-29 02:30:00'            | 'Europe/Berlin' || "'2026-03-29 02:30:00' does not exist in Europe/Berlin"
        '2026-10-25 02:30:00'            | 'Europe/Berlin' || "'2026-10-25 02:30:00' comes twice in Europe/Berlin"
        '202601311200'                   | null            || '202601311200 is neither seconds nor milliseconds since 1970'
    }

    def 'a local time is in the given zone, and a zone in the text takes precedence'() {
        expect:
        InstantText.read(text, Optional.of(ZoneId.of('Europe/Berlin'))) == Instant.parse(instant)

        where:
        text                    || instant
        '2026-01-31 12:00:00'   || '2026-01-31T11:00:00Z'
        '2026-07-31 12:00:00.5' || '2026-07-31T10:00:00.500Z'
        '2026-01-31T12:00'      || '2026-01-31T11:00:00Z'
        '2026-01-31 12:00:00Z'  || '2026-01-31T12:00:00Z'
    }

    def 'a number is seconds or milliseconds, and never a date: #number'() {
        when:
        def read = InstantText.read(number as BigDecimal)

        then:
        read == Instant.parse(instant)

        where:
        number          || instant
        1769860800      || '2026-01-31T12:00:00Z'
        1769860800.5    || '2026-01-31T12:00:00.500Z'
        1769860800123   || '2026-01-31T12:00:00.123Z'
    }

    def '#number is not an instant'() {
        when:
        InstantText.read(number as BigDecimal)

        then:
        thrown(IllegalArgumentException)

        where:
        number << [0, -1769860800, 20260131, 20260131120000, 1e30, 99_999_999, 99_999_999_999]
    }
}
