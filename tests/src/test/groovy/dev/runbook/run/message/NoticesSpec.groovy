package dev.runbook.run.message

import dev.runbook.model.RunModel
import dev.runbook.run.resume.JournalReplay
import dev.runbook.run.record.Recorder
import dev.runbook.run.state.RunState
import dev.runbook.run.state.RunbookEnd
import dev.runbook.journal.event.*
import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

import dev.runbook.journal.Entry
import dev.runbook.journal.Journal
import dev.runbook.notify.Delivery
import dev.runbook.notify.Notice
import dev.runbook.notify.Notifier
import dev.runbook.plan.Group
import dev.runbook.plan.Handler
import dev.runbook.plan.Message
import dev.runbook.plan.Work
import dev.runbook.time.Clock
import dev.runbook.time.FakeClock
import dev.runbook.run.Rig
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.function.Consumer
import spock.lang.Specification

/** To which runbook a message belongs, and what waits for it. */
class NoticesSpec extends Specification {
    def rig = new Rig()

    def 'runbooks followed concurrently send their own messages only'() {
        given: 'one has begun before the other sends its message, and the other has ended before the first sends its own'
        def begun = new CountDownLatch(1)
        def ended = new CountDownLatch(1)
        def after = { CountDownLatch latch -> { attempt -> assert latch.await(60, TimeUnit.SECONDS); rig.ok().call(attempt) } }
        def counts = { CountDownLatch latch -> { attempt -> latch.countDown(); rig.ok().call(attempt) } }
        def first = rig.plan([id: 'test/first'], [rig.step('a', after(begun)), rig.message([:], 'the first'), rig.step('b', counts(ended))])
        def last = rig.plan([id: 'test/last'], [rig.step('c', counts(begun)), rig.step('d', after(ended)), rig.message([:], 'the last')])

        when:
        def end = rig.run(rig.plan([rig.group(Group.Kind.PARALLEL, 'p', [
                rig.task('First', new Work.Follow(Rig.read(first), [:])), rig.task('Last', new Work.Follow(Rig.read(last), [:]))])]))

        then:
        end.exitCode() == 0
        rig.recorded(MessageSent).collect { [it.text(), it.runbook()] } == [['the first', 'First'], ['the last', 'Last']]
    }

    def 'a repeated message waits for its next time only, however often it was sent'() {
        given:
        int cancelled = 0
        def clock = new FakeClock() {
            @Override
            Clock.Alarm after(Duration time, Runnable task) {
                def alarm = super.after(time, task)
                return { -> cancelled++; alarm.cancel() } as Clock.Alarm
            }
        }
        int sent = 0
        def notifier = new Notifier() {
            @Override
            void deliver(Notice notice, Consumer<Delivery> then) { sent++ }

            @Override
            void close() {}
        }
        def recorder = new Recorder(new Journal() {
            @Override
            Entry append(Event event) { new Entry(1, clock.wall(), 0, event, 'hash') }

            @Override
            void close() {}
        }, new RunModel())
        def notices = new Notices(notifier, { message, state, next -> new NoticeText('still going on', Optional.empty()) } as NoticeTexts, new Rig.NoSecrets(), recorder, clock, [:], JournalReplay.none())

        when:
        def following = notices.follow(rig.plan([messages: [rig.message('still', every: ofSeconds(10))]], []), '', new RunState('r1', clock))
        notices.clockStarted(Duration.ZERO)
        clock.advance(ofMinutes(60))
        following.ended(new RunbookEnd(RunStatus.SUCCEEDED, ''))
        clock.advance(ofMinutes(60))

        then:
        sent == 360
        cancelled == 1
    }

    def 'a resume does not take a message of one runbook or handler for that of another'() {
        given: 'a followed runbook that has ended, a handler with carryOn, and messages to the same channel after them'
        def build = { Rig r ->
            def other = { String id -> r.plan([id: id, messages: [r.message("$id has started", on: [Message.When.STARTED])]],
                    [r.step("one of $id", idempotent: true), r.message([:], "$id goes on")]) }
            r.plan([
                r.task('First', new Work.Follow(Rig.read(other('test/first')), [:])),
                r.step('ignored', idempotent: true, onFailure: r.handler([r.message([:], 'it is ignored')], new Handler.CarryOn()), r.fails()),
                r.step('between', idempotent: true),
                r.task('Last', new Work.Follow(Rig.read(other('test/last')), [:])),
                r.message([:], 'nearly there'),
                r.step('end', idempotent: true)])
        }
        def whole = new Rig()
        whole.run(build(whole))
        def all = whole.notices*.text()

        expect:
        all.size() == 6
        (1..<whole.entries.size()).each { died ->
            def r = new Rig(crashAt: died)
            try {
                r.run(build(r))
            } catch (Rig.EngineDied expected) {
                r.crashAt = -1
            }
            r.resume(build(r))
            assert r.recorded(MessageSent)*.text() == all: "died at record $died"
        }
    }
}
