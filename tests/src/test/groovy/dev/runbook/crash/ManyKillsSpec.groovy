package dev.runbook.crash

import dev.runbook.machine.Thorough
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.Requires

/**
 * More deaths, of which a build runs some: {@link CrashSpec} kills before every record, which is after the one before it;
 * this one kills within records, once more during the resume, and at random. {@code -Drunbook.points.all=true} tries all
 * records, {@code -Drunbook.kills=1000} sets the number of random kills; add {@code -Dtest.seconds=3600} for so many.
 */
@Thorough('several processes for each record of a run')
@Requires(value = { os.linux }, reason = 'reads /proc')
class ManyKillsSpec extends BesideAWholeRun {
    private static final int KILLS = Integer.getInteger('runbook.kills', 8)
    private static final int SAMPLED = 30
    private static final long SEED = Long.getLong('runbook.seed', 4)
    /** The maximum number of kills of one run; then it may end. */
    private static final int MOST_KILLS_A_RUN = 12

    def 'killed within one of its records, and once more during the resume'() {
        expect:
        Points.atOnce((1..whole.events.size()).findAll { Boolean.getBoolean('runbook.points.all') || it % SAMPLED == 1 }) { int number ->
            def run = new DyingRun(folder.resolve("points-$number"), whole.compiled)
            assert run.toWrite(number, 'torn')
            run.ended() || run.toWrite(2 + number % 7, number % 3 ? 'before' : 'after')
            assert run.ended() || run.toTheEndHere() == FELL_BACK: "killed within record $number: $run.printed"
            run.check("killed within record $number")
            run.folder.toFile().deleteDir()
        }
    }

    def 'killed at any time, repeatedly, until the run has ended'() {
        given:
        def killed = new AtomicInteger()
        def runs = new AtomicInteger()

        when:
        Points.atOnce(1..2) { int lane ->
            def random = new Random(SEED + lane)
            while (killed.get() < KILLS) {
                def run = new DyingRun(folder.resolve("random-${runs.incrementAndGet()}"), whole.compiled)
                int kills = 0
                while (kills < MOST_KILLS_A_RUN && run.atWorkFor(random.nextInt(250_000))) {
                    kills++
                }
                killed.addAndGet(kills)
                int exit = run.ended() ? FELL_BACK : run.toTheEndHere()
                assert exit == FELL_BACK: "killed $kills times: $run.printed"
                run.check("killed $kills times at random, lane $lane, seed $SEED")
                run.folder.toFile().deleteDir()
            }
        }

        then:
        killed.get() >= KILLS
        println "$killed kills in $runs runs"
    }
}
