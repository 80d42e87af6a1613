package dev.runbook.journal

import dev.runbook.model.RunDigestBuilder
import dev.runbook.value.Result
import dev.runbook.journal.event.*
import dev.runbook.transcript.Story
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

class RunDigestsSpec extends Specification {
    @TempDir
    Path home

    def 'digests are returned newest first, whatever the names of the steps'() {
        given:
        def digests = new RunStore(home).digests(RunDigestBuilder.&of)
        (1..3).each { digests.keep('a/b', 'prod', digest(id(it), it * 1000, "a\tb\\n › c\nd")) }

        expect:
        digests.newest('a/b', 'prod', 2)*.run() == [id(3), id(2)]
        digests.newest('a/b', 'prod', 1)[0] == digest(id(3), 3000, "a\tb\\n › c\nd")
        digests.newest('a/b', 'lab', 9) == []
    }

    def 'a resumed run has one digest, a removed run none, and a truncated line is ignored'() {
        given:
        def digests = new RunStore(home).digests(RunDigestBuilder.&of)
        digests.keep('a/b', 'prod', digest(id(1), 1000))
        digests.keep('a/b', 'prod', digest(id(2), 2000))
        digests.keep('a/b', 'prod', digest(id(1), 1500))
        digests.keep('a/b', 'prod', digest(id(3), 3000))
        home.resolve("runs/${id(3)}").toFile().deleteDir()
        file().toFile() << "run\t${id(4)}\t2026-01-31T12:00:00Z\trun\tsucceeded\tabc\nstep\ts"

        expect:
        digests.newest('a/b', 'prod', 9)*.run() == [id(1), id(2)]
        digests.newest('a/b', 'prod', 9)[0].steps()[0].tookMs() == 1500
    }

    def 'a missing file is rebuilt from the journals'() {
        given:
        def story = new Story(home, [runbook: 'a/b', environment: 'prod'])
        story.step('s', took: 7, result: 'ok')
        story.finish('succeeded', 0, '', [])
        def digests = new RunStore(home).digests(RunDigestBuilder.&of)

        expect:
        digests.newest('a/b', 'prod', 9)*.steps()*.collect { [it.step(), it.tookMs(), it.result()] } == [[['s', 7000L, Result.OK]]]
        Files.exists(file())
    }

    def 'a large file is shortened, and its newest runs remain'() {
        given:
        def digests = new RunStore(home).digests(RunDigestBuilder.&of)
        def long_ = 'x' * 2_000
        (1..1_200).each { digests.keep('a/b', 'prod', digest(id(it), it, long_)) }

        expect:
        Files.size(file()) < 2_200_000
        digests.newest('a/b', 'prod', 20)*.run() == (1200..1181).collect { id(it) }
    }

    def 'records without a duration of a step do not change the digest'() {
        given:
        def entries = []
        def record = { long second, Event event -> entries << new Entry(entries.size() + 1, Instant.EPOCH, second * 1_000_000_000L, event, '') }
        record(0, Events.runStarted(run: 'r', runbook: 'a/b', mode: 'drill', files: ['a/b.groovy': 'hash-of-the-text'],
                plan: [Events.plannedStep('slow', 'step', '', 0, -1, 'shell', 'sleep 1')]))
        record(0, Events.stepStarted('slow', 'step', 'shell', 'sleep 1', -1))
        record(0, new Noted(Noted.Kind.INJECTED, 'slow', 'slow by 30s'))
        record(31, Events.stepFinished('slow', 'ok', 1, ''))
        record(31, Events.stepStarted('cut', 'step', 'shell', 'x', -1))
        record(32, Events.attemptStarted('cut', 1, 'm', ''))
        record(99, Events.resumed('m', 'h', 60))
        record(100, Events.attemptStarted('cut', 2, 'm', ''))
        record(101, Events.stepFinished('cut', 'ok', 2, ''))
        record(101, Events.stepSkipped('not needed', true, 'onlyIf: false'))
        record(101, Events.stepSkipped('left out', false, "before --from 'x'"))
        record(101, Events.stepStarted('bad', 'step', 'shell', 'y', -1))
        record(104, Events.stepFinished('bad', 'failed', 1, ''))
        record(104, Events.handlerStarted('bad'))
        record(104, Events.runFinished('failed', 1, '', []))
        def digest = RunDigestBuilder.of(entries).get()

        expect:
        digest.steps().collect { [it.step(), it.tookMs(), it.result()] } == [['not needed', 0L, Result.SKIPPED], ['bad', 3000L, Result.FAILED]]
        digest.failurePaths() == [FailurePathIds.resumed('cut'), FailurePathIds.retry('cut'), FailurePathIds.handler('', 'bad')]
        digest.textHash() == 'hash-of-the-'
        digest.mode() == Mode.DRILL
    }

    def 'a #kind that timed out is in the record of the run, and no question without an answer'() {
        given:
        def entries = [
                Events.runStarted(run: 'r', runbook: 'a/b', mode: 'run', files: ['a/b.groovy': 'hash'], plan: []),
                Events.groupStarted('g', kind, 1000, 1),
                Events.groupFinished('g', 'timedOut', 0, 1),
                Events.runFinished('failed', 1, '', [])].withIndex().collect { Event event, int at ->
            new Entry(at + 1, Instant.EPOCH, at * 1_000_000_000L, event, '')
        }

        expect:
        RunDigestBuilder.of(entries).get().failurePaths() == []

        where:
        kind << ['phase', 'parallel', 'forEach', 'firstOf']
    }

    def 'a run that has not ended has no digest'() {
        expect:
        RunDigestBuilder.of([]).isEmpty()
    }

    def 'a digest of an older engine is read: #written'() {
        expect:
        DigestText.read("run\t20260131-120000-aa\t0\trun\tsucceeded\tabc$written\nend\t20260131-120000-aa\n")*.extent() == [extent]

        where:
        written        || extent
        ''             || RunDigest.Extent.COMPLETE
        '\tWHOLE'      || RunDigest.Extent.COMPLETE
        '\tCUT'        || RunDigest.Extent.INTERRUPTED
        '\tPART'       || RunDigest.Extent.PARTIAL
        '\tPARTIAL'    || RunDigest.Extent.PARTIAL
    }

    def 'commands that differ only in numbers have the same fingerprint'() {
        expect:
        RunDigest.commandFingerprint('shell', 'deploy v1.2.3') == RunDigest.commandFingerprint('shell', 'deploy  v1.20.31')
        RunDigest.commandFingerprint('shell', 'deploy v1.2.3') != RunDigest.commandFingerprint('shell', 'remove v1.2.3')
        RunDigest.commandFingerprint('shell', 'x') != RunDigest.commandFingerprint('ssh', 'x')
    }

    private RunDigest digest(String run, long ms, String step = 's') {
        def folder = Files.createDirectories(home.resolve("runs/$run"))
        folder.resolve('journal').toFile().createNewFile()
        new RunDigest(run, Instant.parse('2026-01-31T12:00:00Z'), Mode.RUN, RunStatus.SUCCEEDED, 'abc', RunDigest.Extent.COMPLETE,
                [new RunDigest.StepDigest(step, 'step', 'look', 'abc', ms, Result.OK)], ['retry|s'])
    }

    private Path file() {
        Files.list(home.resolve('digests')).withCloseable { it.findFirst().get() }
    }

    private static String id(int number) {
        String.format('20260131-%06d-aa', number)
    }
}
