package dev.runbook.cli

import dev.runbook.journal.Event
import dev.runbook.journal.RunStore
import dev.runbook.time.FakeClock
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

/** Following a run by its files, whose engine writes, or is gone, whenever it likes. */
class LiveFollowerSpec extends Specification {
    @TempDir
    Path home

    def clock = new FakeClock()

    def 'the last records of an engine that goes while it is asked for are told too'() {
        given: 'a run that is silent for so long that its engine is asked for'
        def run = new RunStore(home).create(clock.wall())
        def output = run.outputName('Prints', 1)
        run.output(output).close()
        def engine = run.create(clock)
        engine.append(new Event.ClockStarted("the run's start", 0))
        engine.append(new Event.AttemptStarted('Prints', 1, 'm', output))
        def told = []

        when: 'it tells its end, and goes, after its journal was read and before it is asked for'
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
        def end = follower.follow({ told << it.event() }, { step, source, line ->
            engine.append(new Event.RunFinished('succeeded', 0, '', []))
            engine.close()
        }, Optional.of(Duration.ofMinutes(1)))

        then:
        end.present
        end.get().status() == 'succeeded'
        told.size() == 3

        cleanup:
        follower?.close()
        engine?.close()
    }
}
