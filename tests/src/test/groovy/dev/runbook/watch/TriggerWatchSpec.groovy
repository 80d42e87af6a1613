package dev.runbook.watch

import dev.runbook.time.Boot
import java.time.Duration

/** A watched file: its measurements, its windows, and the start they lead to. */
class TriggerWatchSpec extends TriggerWatchRig {
    def 'a run is started once the window is complete, with the samples that decided'() {
        given:
        tick()
        status = 503

        when:
        3.times { tick() }

        then:
        started*.trigger() == ['Down']
        started[0].parameters() == [reason: 'no healthy answer']
        Duration.between(java.time.Instant.parse(started[0].firstBad()), java.time.Instant.parse(started[0].decidedAt())) == Duration.ofSeconds(30)
        started[0].samples()*.value() == ['status 503'] * 3
        incidents.read(started[0].id()) == started[0]
        sent*.channel() == ['team']
        sent[0].text().contains('Down (critical) in test')
    }

    def 'a server that does not answer, answers garbage or hangs up is judged as the conditions say: #how'() {
        when:
        status = code
        body = text
        if (code == 0) {
            server.stop0()
        }
        tick()

        then:
        watch.decisions()[0].judgement().name() == judgement

        where:
        how              | code | text                      || judgement
        'it is healthy'  | 200  | '{"status": "healthy"}'   || 'GOOD'
        'an error'       | 500  | '{"status": "healthy"}'   || 'BAD'
        'another status' | 200  | '{"status": "sick"}'      || 'BAD'
        'no JSON'        | 200  | 'garbage'                 || 'NO_DATA'
        'refused'        | 0    | ''                        || 'BAD'
    }

    def 'a wall clock that was set neither completes a window nor breaks it: #by'() {
        given:
        status = 503
        tick()
        clock.set(by)

        when:
        tick()

        then:
        started == []
        reports.any { it.contains('the clock of this machine was set') }

        when:
        tick()

        then:
        started.size() == 1

        where:
        by << [Duration.ofMinutes(5), Duration.ofMinutes(-5), Duration.ofHours(3)]
    }

    def 'a wall clock that was set between two calls from cron is reported once, and changes no window: #by'() {
        given:
        clock.boot = new Boot('one', Duration.ofHours(1))
        watch = newWatch()
        status = 503
        tick()
        clock.set(by)

        when:
        2.times {
            watch = newWatch()
            watch.resume()
            tick()
        }

        then:
        started.size() == 1
        reports.findAll { it.contains('the clock of this machine was set') }.size() == 1

        where:
        by << [Duration.ofMinutes(-5), Duration.ofHours(3)]
    }

    def 'why there is no data is reported'() {
        given:
        body = 'garbage'

        when:
        tick()
        status = 200
        tick()

        then:
        reports.findAll { it.startsWith('Down (critical): no data') }.size() == 1
    }

    def 'a measurement in progress delays no other trigger'() {
        given:
        file('''triggers('shop/d') {
            def slow = measure('Slow') { shell 'sleep 1' }
            def fast = measure('Fast') { shell 'exit 1' }
            trigger('a') { severity high; when { !slow.ok }; tell 'team' }
            trigger('b') { severity high; when { !fast.ok }; tell 'team' }
        }''', 'runbooks/shop/d.groovy')
        watch = newWatch('shop/d')

        when:
        def due = watch.begin()
        watch.take(measure(due.find { it.name() == 'Fast' }), true)

        then:
        watch.waits()
        watch.decisions()*.trigger()*.name() == ['b']
        sent.size() == 1

        when: 'the next period comes while it still hangs'
        clock.advance(Duration.ofSeconds(15))

        then:
        watch.begin()*.name() == ['Fast']
    }
}
