package dev.runbook.crash

import dev.runbook.machine.Thorough
import spock.lang.Requires

/**
 * The real engine process, killed with -9 and resumed by the command line, in every eighth case by a separate process. A
 * build kills it before some of its records, the long suite before each of them.
 */
@Thorough(value = 'a process for each record of a run', sampled = true)
@Requires(value = { os.linux }, reason = 'reads /proc')
class CrashSpec extends BesideAWholeRun {
    def 'killed before one of its records, a run is resumed: every step ends and no finished step is repeated'() {
        expect:
        whole.events.size() > 40
        Points.atOnce(Points.sample(1..whole.events.size())) { int number ->
            def run = new DyingRun(folder.resolve("before-$number"), whole.compiled)
            assert run.toWrite(number, 'before')
            assert (number % 8 == 1 ? run.toTheEnd() : run.toTheEndHere()) == FELL_BACK: "killed before record $number: $run.printed"
            run.check("killed before record $number")
            run.folder.toFile().deleteDir()
        }
    }
}
