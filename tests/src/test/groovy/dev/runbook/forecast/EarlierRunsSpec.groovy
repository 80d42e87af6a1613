package dev.runbook.forecast

import dev.runbook.environment.TestEnvironment
import dev.runbook.journal.RunDigest
import dev.runbook.journal.RunStore
import dev.runbook.journal.TextHash
import dev.runbook.journal.event.Mode
import dev.runbook.journal.event.RunStatus
import dev.runbook.model.RunDigestBuilder
import dev.runbook.plan.Plan
import dev.runbook.run.Rig
import dev.runbook.value.Result
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

class EarlierRunsSpec extends Specification {
    @TempDir
    Path home

    def 'how long #kind took in a drill #says about a run, and counts for the next drill'() {
        given:
        def rig = new Rig()
        def plan = rig.plan([rig.step('Ask')])
        def runs = new RunStore(home)
        (1..3).each { keep(runs, plan, "20260131-12000$it-aa", kind) }

        expect:
        EarlierRuns.of(runs, plan, TestEnvironment.of(), Mode.RUN).usual('Ask').isPresent() == counts
        EarlierRuns.of(runs, plan, TestEnvironment.of(), Mode.DRILL).usual('Ask').isPresent()

        where:
        kind      || counts
        'approve' || false
        'manual'  || false
        'pause'   || false
        'choose'  || false
        'step'    || true

        says = counts ? 'counts' : 'says nothing'
    }

    private void keep(RunStore runs, Plan plan, String run, String kind) {
        def folder = Files.createDirectories(home.resolve("runs/$run"))
        folder.resolve('journal').toFile().createNewFile()
        def step = new RunDigest.StepDigest('Ask', kind, 'f', RunDigest.abbreviated(TextHash.of(plan.text())), 3_000, Result.OK)
        runs.digests(RunDigestBuilder.&of).keep(plan.id(), 'test', new RunDigest(run, Instant.EPOCH, Mode.DRILL, RunStatus.SUCCEEDED, 'abc',
            RunDigest.Extent.COMPLETE, [step], []))
    }
}
