package dev.runbook.trigger

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** What is normal by the values that were kept, and who may read it. */
class BaselineSpec extends Specification implements RunbookTexts {
    static final Instant NOON = Instant.parse('2026-01-31T12:00:00Z')
    static final Duration WEEK = Duration.ofDays(7)

    def 'nothing is normal before an hour of values, whatever comes in between'() {
        given:
        def eleven = kept((1..11).collect { [NOON - Duration.ofMinutes(60 - 5 * it), 10 * it] })

        expect:
        eleven.normal(NOON).empty
        eleven.spread(NOON).empty
        eleven.with(NOON, 1000, WEEK).normal(NOON).asDouble == 65
        eleven.with(NOON, 1000, WEEK).spread(NOON).asDouble == 30
    }

    def 'a value is kept every five minutes, and as long as the baseline lasts'() {
        given:
        def all = kept((0..<(8 * 24 * 60)).collect { [NOON + Duration.ofMinutes(it), it] })

        expect:
        all.values().size() == 7 * 24 * 12
        all.values()*.at().with { it.last() - it.first() } == Duration.ofDays(7).minusMinutes(5).toMillis()
    }

    def 'with three days of values, those of this time of day count, also around midnight: #now'() {
        given: 'ten times as much by day as by night'
        def all = kept((0..<(4 * 24 * 12)).collect { i ->
            def at = NOON - Duration.ofDays(4) + Duration.ofMinutes(5 * i)
            [at, at.toString()[11..12].toInteger() in 8..19 ? 100 : 10]
        })

        expect:
        all.normal(now).asDouble == normal
        all.spread(now).asDouble == 0

        where:
        now                                     || normal
        NOON                                    || 100
        NOON - Duration.ofHours(12)             || 10
        NOON - Duration.ofHours(11).plusMinutes(50) || 10
    }

    def 'with less than three days all values count'() {
        given:
        def all = kept((0..<(24 * 12)).collect { [NOON - Duration.ofDays(1) + Duration.ofMinutes(5 * it), it < 200 ? 10 : 100] })

        expect:
        all.normal(NOON).asDouble == 10
    }

    def 'a clock that was set back does not keep values of the future'() {
        given:
        def ahead = kept([[NOON + Duration.ofDays(1), 7]])

        expect:
        ahead.with(NOON, 8, WEEK).values()*.number() == [8d]
    }

    def 'a triggers file compares with it: #when'() {
        expect:
        read(triggers(when)).triggers().size() == 1

        where:
        when << ['p95.value > p95.normal * 5', 'p95.value > 5 * p95.normal', 'p95.value > p95.normal + 6 * p95.spread', 'p95.normal < 1']
    }

    def 'what has no baseline has no normal: #text'() {
        when:
        read(text)

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(message)
        refused.message.readLines().size() <= 5

        where:
        text                                                                        || message
        triggers('p95.value > p95.normal', '')                                      || "'p95' has no baseline, so it has no 'normal'"
        triggers('p95.spread > 1', '')                                              || "'p95' has no baseline, so it has no 'spread'"
        triggers('p95.value > p95.normal', 'baseline 5.minutes')                    || "'baseline' takes one day to sixty days, not 5m"
        triggers('p95.value > p95.normal', 'baseline 99.days')                      || "'baseline' takes one day to sixty days"
        triggers('p95.value > p95.nromal')                                          || 'nromal'
    }

    private static String triggers(String when, String baseline = 'baseline 7.days') {
        """triggers('shop/d') {
            def p95 = measure('p95') { prometheus 'p95', on: 'monitoring'; $baseline }
            trigger('Slow') { severity high; when { $when }; tell 'team' }
        }"""
    }

    private read(String text) {
        file(text, 'runbooks/shop/d.groovy')
        reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/d.groovy'), [:], Optional.empty(), NOW)).set()
    }

    private static Baseline kept(List<List> values) {
        values.inject(Baseline.EMPTY) { baseline, value -> baseline.with(value[0], value[1], WEEK) }
    }
}
