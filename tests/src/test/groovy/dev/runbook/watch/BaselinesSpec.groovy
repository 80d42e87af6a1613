package dev.runbook.watch

import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.TestEnvironment
import dev.runbook.time.FakeClock
import dev.runbook.trigger.Judgement
import dev.runbook.trigger.KeptNumber
import dev.runbook.trigger.Sample
import dev.runbook.value.NoResult
import java.nio.file.Files
import java.time.Duration
import spock.lang.Specification

/** Baselines on disk, and the triggers that compare with them. */
class BaselinesSpec extends Specification implements RunbookTexts {
    FakeClock clock = new FakeClock()
    List<String> problems = []
    def environment = TestEnvironment.of()
    TriggerWatch watch

    def setup() {
        file('''triggers('shop/d') {
            def p95 = measure('p95') { prometheus 'p95', on: 'monitoring'; baseline 7.days }
            trigger('Slow') { severity high; when { p95.value > p95.normal * 5 }; tell 'team' }
        }''', 'runbooks/shop/d.groovy')
        watch = watch()
    }

    def 'a trigger has no data until there is a normal, and is bad when a value is far from it, also after a restart'() {
        when:
        def first = (1..12).collect { judged(2) }
        watch = watch()
        def good = judged(9)
        def bad = judged(11)

        then:
        first.unique() == [Judgement.NO_DATA]
        good == Judgement.GOOD
        bad == Judgement.BAD
        problems == []
    }

    def 'the number that is kept: #path of #results is #number'() {
        expect:
        new KeptNumber(Duration.ofDays(1), path).in(results) == Optional.ofNullable(number)

        where:
        path                     | results                                  || number
        ['value']                | [value: 2]                               || 2d
        ['value']                | [rows: [[n: 3, m: 4]]]                   || 3d
        ['value']                | [rows: []]                               || null
        ['row', 'm']             | [rows: [[n: 3, m: 4]]]                   || 4d
        ['json', 'a', 'b']       | [json: [a: [b: 0.5]]]                    || 0.5d
        ['json', 'a', 'b']       | [json: [a: 7]]                           || null
        ['json', 'a']            | [json: [a: 'text']]                      || null
        ['json', 'a']            | [json: [a: Double.NaN]]                  || null
        ['json', 'a']            | [:]                                      || null
    }

    def 'looking keeps nothing'() {
        when:
        3.times { judged(2, false) }

        then:
        !Files.exists(folder.resolve('home/watch'))
    }

    def 'what is no number is not kept: #value'() {
        when:
        judged(value)

        then:
        Files.notExists(folder.resolve('home/watch/state')) || Files.list(folder.resolve('home/watch/state')).withCloseable { it.noneMatch { it.toString().endsWith('.baselines') } }

        where:
        value << [Double.NaN, Double.POSITIVE_INFINITY, null, 'text', new NoResult('p95', true, 'x')]
    }

    def 'damaged lines are left out'() {
        given:
        12.times { judged(2) }
        def kept = Files.list(Files.list(folder.resolve('home/watch/state')).withCloseable { it.find { it.toString().endsWith('.baselines') } }).withCloseable { it.toList()[0] }
        Files.writeString(kept, "garbage\n1 2 3\nx y\n\n" + Files.readString(kept))
        watch = watch()

        expect:
        judged(11) == Judgement.BAD
    }

    def 'a baseline that cannot be written is reported, and the trigger is decided all the same'() {
        given:
        12.times { judged(2) }
        def folder = Files.list(folder.resolve('home/watch/state')).withCloseable { it.find { it.toString().endsWith('.baselines') } }
        folder.toFile().deleteDir()
        Files.writeString(folder, 'in the way')

        expect:
        judged(11) == Judgement.BAD
        problems.size() == 1
        problems[0].startsWith("the baseline of 'p95': cannot write ")
    }

    private Judgement judged(Object value, boolean acts = true) {
        watch.begin()
        def decided = watch.take(new Sample('p95', clock.wall(), value == null ? [:] : [value: value], '', true, ''), acts)
        clock.advance(Duration.ofMinutes(5))
        decided[0].judgement()
    }

    private TriggerWatch watch() {
        def home = folder.resolve('home')
        def read = reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/d.groovy'), [:], Optional.empty(), NOW))
        def notifier = [deliver: { notice, then -> }, close: {}] as dev.runbook.notify.Notifier
        def context = new WatchContext(environment, '', clock, home, home.resolve('locks'), new IncidentStore(home), null, notifier, {}, problems.&add)
        new TriggerWatch(read, context, new WatchFile(home, 'test', 'shop/d'))
    }
}
