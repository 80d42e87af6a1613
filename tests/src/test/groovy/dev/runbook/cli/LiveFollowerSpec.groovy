package dev.runbook.cli

import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.journal.RunStore
import dev.runbook.time.FakeClock
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

/** Follows a run by its files, while its engine writes or has ended. */
class LiveFollowerSpec extends Specification {
    @TempDir
    Path home

    def clock = new FakeClock()

    def 'the last records of an engine that ends during the query are shown too'() {
        given: 'a run that is silent for so long that its engine is queried'
        def run = new RunStore(home).create(clock.wall())
        def output = run.outputName('Prints', 1)
        run.output(output).close()
        def engine = run.create(clock)
        engine.append(Events.clockStarted())
        engine.append(Events.attemptStarted('Prints', 1, 'm', output))
        def reported = []

        when: 'the engine records its end, and exits, after its journal was read and before it is queried'
        def follower = LiveFollower.of(run, new FakeClock() {
            int sleeps

            @Override
            void sleep(Duration time) {
                super.sleep(time)
                if (++sleeps == 20) {
                    Files.writeString(run.path().resolve(output), 'printed\n')
                    Files.writeString(run.path().resolve(output + '.index'), '0 OUT 8\n')
                }
            }
        })
        def end = follower.follow({ reported << it.event() }, { step, source, line, at ->
            engine.append(Events.runFinished('succeeded', 0, '', []))
            engine.close()
        }, { false })

        then:
        end.present
        end.get().status() == RunStatus.SUCCEEDED
        reported.size() == 3

        cleanup:
        follower?.close()
        engine?.close()
    }

    def 'output appears at its time, among the records and the output of other steps'() {
        given: 'two concurrent members, each of which prints between the records of the other'
        def run = new RunStore(home).create(clock.wall())
        def engine = run.create(clock)
        engine.append(Events.clockStarted())
        ['a', 'b'].each { step ->
            engine.append(Events.attemptStarted(step, 1, 'm', run.outputName(step, 1)))
            Files.createDirectories(run.path().resolve('output'))
            Files.writeString(run.path().resolve(run.outputName(step, 1)), 'one\ntwo\n')
            clock.advance(Duration.ofSeconds(1))
        }
        Files.writeString(run.path().resolve(run.outputName('a', 1) + '.index'), '500 OUT 4\n4000 OUT 4\n')
        Files.writeString(run.path().resolve(run.outputName('b', 1) + '.index'), '100 OUT 4\n2500 OUT 4\n')
        clock.advance(Duration.ofSeconds(1))
        ['b', 'a'].each { step ->
            clock.advance(Duration.ofSeconds(1))
            engine.append(Events.attemptFinished(step, 1, 'ok'))
        }
        engine.append(Events.runFinished('succeeded', 0, '', []))
        engine.close()
        def reported = []

        when:
        def follower = LiveFollower.of(run, clock)
        follower.follow({ reported << it.event().class.simpleName }, { step, source, line, at -> reported << "$step $line ${at.toMillis()}".toString() }, { false })

        then:
        reported == ['ClockStarted', 'AttemptStarted', 'a one 500', 'AttemptStarted', 'b one 1100',
                 'b two 3500', 'a two 4000', 'AttemptFinished', 'AttemptFinished', 'RunFinished']

        cleanup:
        follower?.close()
    }

    def 'a reader that leaves ends attach, not the run'() {
        given:
        def run = new RunStore(home).create(clock.wall())
        def engine = run.create(clock)
        engine.append(Events.clockStarted())

        expect:
        LiveFollower.of(run, clock).withCloseable { it.follow({ }, { step, source, line, at -> }, { true }) } == Optional.empty()

        cleanup:
        engine.close()
    }
}
