package dev.runbook.journal

import dev.runbook.journal.event.*
import dev.runbook.time.FakeClock
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch

class FileJournalSpec extends Specification {
    @TempDir
    Path home
    def clock = new FakeClock()

    def 'appended events are read in order, with times and numbers'() {
        given:
        def reading = Journals.written(home).read()

        expect:
        reading.tail() == JournalText.Tail.NONE
        reading.entries()*.event() == Journals.EVENTS
        reading.entries()*.number() == (1L..Journals.EVENTS.size()).toList()
        reading.entries()*.sinceStartNanos() == (0..<Journals.EVENTS.size()).collect { it * 1_000_000_000L }
    }

    def 'every kind of event can be written and read'() {
        given: 'each kind, with a distinct value in every component'
        def events = Event.permittedSubclasses.collect { filled(it) as Event }

        expect:
        events.size() > 20
        Journals.written(home, events).read().entries()*.event() == events
    }

    def 'a journal has one line per record, which other programs can read: length, checksum, hash, JSON'() {
        given:
        def run = Journals.written(home)
        def lines = Files.readAllLines(run.path().resolve('journal'))

        expect:
        lines.size() == Journals.EVENTS.size()
        lines.every { line ->
            def (length, crc, hash, json) = line.split(' ', 4)
            json.bytes.length == Integer.parseInt(length, 16) && crc.size() == 8 && hash.size() == 64
        }
        new groovy.json.JsonSlurper().parseText(lines[1].split(' ', 4)[3]) ==
                [n: 2, at: '2026-01-31T12:00:01Z', ns: 1_000_000_000, type: 'ClockStarted', reason: 'runStarted', elapsedMs: 0, began: null]
    }

    def 'files are private to their owner'() {
        given:
        def run = Journals.written(home)

        expect:
        permissions(run.path()) == 'rwx------'
        ['journal', 'engine.lock'].every { permissions(run.path().resolve(it)) == 'rw-------' }
    }

    def 'values that JSON cannot represent are written as well'() {
        given:
        def deep = (1..3000).inject('bottom' as Object) { inner, i -> [inner] }
        def journal = new RunStore(home).create(clock.wall()).create(clock)

        when:
        journal.append(finished([value: Double.NaN, most: [Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1], text: [$number: 'seven'], half: '\ud83d', deep: deep, time: Duration.ofSeconds(3), at: Instant.parse('2026-01-31T12:00:00Z'), rows: [[at: Instant.EPOCH, text: ['$instant': 'soon']]]]))
        def values = new RunStore(home).find('last').read().entries()[0].event().values().complete()

        then:
        Double.isNaN(values.value)
        values.most == [Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1]
        values.text == [$number: 'seven']
        values.half == '?'
        values.time == Duration.ofSeconds(3)
        values.at == Instant.parse('2026-01-31T12:00:00Z')
        values.rows == [[at: Instant.EPOCH, text: ['$instant': 'soon']]]

        cleanup:
        journal.close()
    }

    def 'after a write failed nothing is accepted and no write is repeated'() {
        given:
        def calls = []
        def disk = new FailingDisk(failing, said, calls)
        def journal = new FileJournal(disk, 'journal', clock, {} as AutoCloseable, Optional.empty(), Duration.ZERO)
        2.times { journal.append(Events.noted('other', 'x')) }

        when:
        journal.append(Events.noted('other', 'x'))

        then:
        def refused = thrown(JournalException)
        refused.message.contains(said)
        refused.message.endsWith('nothing is done unrecorded, so the run stops here')
        calls.size() == expected

        when:
        journal.append(Events.noted('other', 'x'))

        then:
        thrown(JournalException)
        calls.size() == expected

        where:
        failing | said                      || expected
        'write' | 'No space left on device' || 5
        'sync'  | 'Input/output error'      || 6
    }

    def 'the end of an attempt is synced with the record after it'() {
        given:
        def calls = []
        def journal = new FileJournal(new FailingDisk('nothing', '', calls), 'journal', clock, {} as AutoCloseable, Optional.empty(), Duration.ZERO)

        when:
        journal.append(Events.attemptFinished('s', 1, 'ok'))
        journal.append(Events.stepFinished('s', 'ok', 1, ''))

        then:
        calls == ['write', 'write', 'sync']
    }

    def 'a full disk is reported in the words of the system'() {
        given:
        def journal = new FileJournal(Disk.of(Path.of('/dev/full')), 'journal', clock, {} as AutoCloseable, Optional.empty(), Duration.ZERO)

        when:
        journal.append(Events.noted('other', 'x'))

        then:
        def refused = thrown(JournalException)
        refused.message.contains('No space left on device')
    }

    def 'concurrent appends have one order and one chain'() {
        given:
        def run = new RunStore(home).create(clock.wall())
        def journal = run.create(clock)
        def go = new CountDownLatch(1)

        when:
        def threads = (1..8).collect { t ->
            Thread.start {
                go.await()
                25.times { journal.append(Events.noted('other', "$t $it")) }
            }
        }
        go.countDown()
        threads*.join()
        journal.close()

        then:
        run.read().tail() == JournalText.Tail.NONE
        run.read().entries().size() == 200
    }

    def 'an interrupted thread can still record'() {
        given:
        def run = new RunStore(home).create(clock.wall())
        def journal = run.create(clock)

        when:
        Thread.currentThread().interrupt()
        journal.append(Events.noted('other', 'x'))
        def kept = Thread.interrupted()
        journal.append(Events.noted('other', 'y'))

        then:
        kept
        run.read().entries().size() == 2

        cleanup:
        journal.close()
    }

    def 'another engine continues where the last one stopped: numbers, chain and time'() {
        given:
        def run = Journals.written(home, Journals.EVENTS.take(4))
        run.path().resolve('journal').toFile() << '00000abc 99'
        def before = run.read()

        when:
        def later = new FakeClock()
        later.advance(Duration.ofSeconds(3 + 120))
        def journal = run.reopen(before, later, Duration.ofSeconds(120))
        def entry = journal.append(Events.noted('other', 'on'))
        journal.close()

        then:
        before.tail() == JournalText.Tail.TORN
        entry.number() == 5
        entry.sinceStartNanos() == Duration.ofSeconds(3 + 120).toNanos()
        run.read().tail() == JournalText.Tail.NONE
        run.read().entries()*.event() == Journals.EVENTS.take(4) + [Events.noted('other', 'on')]
    }

    def 'a run of one engine is not opened by another'() {
        given:
        def run = new RunStore(home).create(clock.wall())
        def journal = run.create(clock)
        journal.append(Journals.EVENTS[0])

        expect:
        run.live()

        when:
        run.reopen(run.read(), clock, Duration.ZERO)

        then:
        def refused = thrown(JournalException)
        refused.message == "run ${run.id()} is still being executed by another engine"

        when:
        journal.close()

        then:
        !run.live()
    }

    def 'a dead engine holds no lock, because the kernel releases it'() {
        given: 'another process that executes the run'
        def run = Journals.written(home)
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def other = new ProcessBuilder(java, '-cp', System.getProperty('java.class.path'), HoldingProcess.name, run.path().toString())
                .redirectErrorStream(true).start()
        assert other.inputReader().readLine() == 'held'

        expect:
        run.live()

        when:
        other.destroyForcibly().waitFor()

        then:
        !run.live()

        cleanup:
        other?.destroyForcibly()
    }

    /** The third write, or the third fsync, fails. */
    static class FailingDisk implements Disk {
        final String failing
        final String why
        final List<String> calls

        FailingDisk(String failing, String why, List<String> calls) {
            this.failing = failing
            this.why = why
            this.calls = calls
        }

        @Override
        void write(byte[] bytes) { called('write') }

        @Override
        void sync() { called('sync') }

        @Override
        void close() {}

        private void called(String what) {
            calls << what
            if (what == failing && calls.count(what) == 3) {
                throw new IOException(why)
            }
        }
    }

    static class HoldingProcess {
        static FileJournal journal

        static void main(String[] args) {
            def run = new RunFolder(Path.of(args[0]))
            journal = run.reopen(run.read(), dev.runbook.time.Clock.system(), Duration.ZERO)
            println 'held'
            System.in.read()
        }
    }

    private static Event finished(Map<String, Object> values) {
        Events.attemptFinished('s', 1, 'ok', values: values)
    }

    private static String permissions(Path file) {
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
    }

    private static Object filled(Class<?> type, int seed = 1) {
        def values = type.recordComponents.collect { component ->
            switch (component.type) {
                case String: return component.isAnnotationPresent(IsoInstant) ? "2026-01-31T12:00:0${seed}Z".toString() : "${component.name} “$seed” \n".toString()
                case long: return 1L + seed
                case int: return -2 - seed // also a format: one beyond what this engine writes is refused
                case boolean: return true
                case Map: return [a: 'b', c: 'd']
                case Optional: return Optional.of(filled(component.genericType.actualTypeArguments[0] as Class, seed + 1))
                case List:
                    def of = component.genericType.actualTypeArguments[0] as Class
                    return of == String ? ['x', 'y'] : [filled(of, seed + 1)]
                default: return component.type.enum ? component.type.enumConstants.last() : filled(component.type, seed + 1)
            }
        }
        type.getDeclaredConstructor(type.recordComponents*.type as Class[]).newInstance(values as Object[])
    }
}
