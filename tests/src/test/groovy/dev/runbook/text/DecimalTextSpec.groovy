package dev.runbook.text

import dev.runbook.time.InstantText
import spock.lang.Specification
import spock.lang.Timeout

/** A number with a huge exponent is a short text that must not become a gigabyte of digits. */
@Timeout(5)
class DecimalTextSpec extends Specification {
    def 'a number of few digits is read: #text'() {
        expect:
        DecimalText.read(text) == text.toBigDecimal()

        where:
        text << ['0', '-1.5', '1e3', '1e-1000', '1E+1000', '123456789.987654321']
    }

    def 'a number of very many digits is none: #text'() {
        when:
        DecimalText.read(text)

        then:
        thrown(NumberFormatException)

        where:
        text << ['1e999999999', '-1E-999999999', '1e1001', 'x', '']
    }

    def 'an instant is not such a number either, and the message is short'() {
        when:
        InstantText.read('1e999999999', Optional.empty())

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message.length() < 200
    }
}
