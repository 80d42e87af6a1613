package dev.runbook.crash

import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Killed runs, and a complete one for comparison: its number of records, and its compiled runbooks. */
abstract class BesideAWholeRun extends Specification {
    static final int FELL_BACK = 4

    @TempDir
    @Shared
    Path folder

    @Shared
    DyingRun whole

    def setupSpec() {
        whole = new DyingRun(folder.resolve('whole'))
        assert whole.toTheEnd() == FELL_BACK
        whole.check('a run nobody kills')
    }
}
