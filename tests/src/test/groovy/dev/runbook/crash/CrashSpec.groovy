package dev.runbook.crash

import spock.lang.Requires

/** The real engine process, killed with -9 and gone on with by the real command line. */
@Requires(value = { os.linux }, reason = 'reads /proc')
class CrashSpec extends BesideAWholeRun {
    def 'killed before any of its records, a resume brings every step to its end and repeats no finished one'() {
        expect:
        whole.events.size() > 40
        Points.atOnce(1..whole.events.size()) { int number ->
            def run = new DyingRun(folder.resolve("before-$number"), whole.compiled)
            assert run.toWrite(number, 'before')
            assert run.toTheEnd() == FELL_BACK: "killed before record $number: $run.printed"
            run.check("killed before record $number")
            run.folder.toFile().deleteDir()
        }
    }
}
