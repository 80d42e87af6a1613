package dev.runbook.run.resume

import dev.runbook.plan.Work
import dev.runbook.value.Result
import dev.runbook.journal.event.*
import dev.runbook.cli.CommandRig
import dev.runbook.journal.RunStore
import dev.runbook.run.Rig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The decisions of an operator about interrupted steps, and the questions before them. */
class ResumeAnswersSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('environments/here.yaml', "environment: here\nsettings: { effects: ${folder.resolve('effects')} }\n")
    }

    private void cut(String body, String step) {
        rig.runbook('t/main', body)
        rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString())
        rig.cutAfter(step)
        Files.deleteIfExists(folder.resolve('effects'))
    }

    private List<String> getEffects() {
        def file = folder.resolve('effects')
        Files.exists(file) ? Files.readAllLines(file) : []
    }

    private List<Event> getEvents() {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event()
    }

    private static final String TWO = '''
        step('A') { shell "echo a >> ${setting('effects')}" }
        step('B') { shell "echo b >> ${setting('effects')}" }
    '''
    private static final String ONE = '''
        step('B') { shell "echo b >> ${setting('effects')}" }
    '''

    def 'a step missing in the changed runbook cannot be retried: the answer is rejected, or the step remains unknown'() {
        given:
        cut(TWO, 'A')
        rig.runbook('t/main', ONE)

        when:
        def refused = rig.run(*(['resume', 'last', '--accept-changed'] + said))

        then:
        refused.exit == 2
        refused.err.startsWith("step 'A' was in progress when the engine stopped; its outcome is unknown\n" +
                '  the runbook has no such step any more, so it cannot be run again')
        effects == []

        when:
        def answer = rig.run('resume', 'last', '--accept-changed', '--skip')

        then:
        answer.exit == 0
        effects == ['b']
        events.find { it instanceof Resumed }.decisions() == [new StepDecision('A', StepDecision.Kind.SKIP)]
        events.find { it instanceof StepFinished && it.step() == 'A' }.with { [it.result(), it.attempts()] } == [Result.UNKNOWN, 1]
        !rig.run('show', 'last').out.contains('▸ A')

        where:
        said << [[], ['--retry']]
    }

    def 'two answers for one step, or two values for one parameter, are rejected'() {
        given:
        cut(TWO, 'A')

        when:
        def answer = rig.run('resume', 'last', '--retry-step', 'A', '--skip-step', 'A')

        then:
        answer.exit == 2
        answer.err == "--retry-step and --skip-step are two answers for 'A': give one\n"
        effects == []

        when:
        answer = rig.run('run', 't/main', '-p', 'secs=1', '-p', 'secs=2')

        then:
        answer.exit == 2
        answer.err == '-p secs is given twice: give it one value\n'
    }

    def 'an answer without a name applies to steps that the runbook leaves undecided; one with a name overrules a probe'() {
        given:
        def rig = new Rig()
        def probe = Optional.of(new Work.Probe(new Work.Perform(new Rig.Scripted('probe', [rig.ok()], rig)), Optional.empty()))
        def probed = rig.step('probed').with {
            def w = it.work()
            def work = new dev.runbook.plan.Work(w.act(), w.expect(), w.onlyIf(), probe, w.verifies(), w.onFailure(), w.undo(), w.alsoIfFailed())
            new dev.runbook.plan.Task(it.kind(), it.name(), it.at(), it.budget(), it.retry(), it.attempt(), it.every(), it.holds(),
                    it.idempotent(), it.stopsWrites(), work, { work } as dev.runbook.plan.Task.Body)
        }
        def plan = rig.plan([rig.step('open'), rig.step(idempotent: true, 'again'), probed])

        expect:
        said.completed(cut.collectEntries { [it, UndecidedStep.INTERRUPTED] }, plan, 'r1', [:]).decisions() == decisions

        where:
        said                                                                              | cut                         || decisions
        Resumption.all(StepDecision.Kind.RETRY)                                         | ['open', 'again', 'probed'] || [open: StepDecision.Kind.RETRY]
        Resumption.all(StepDecision.Kind.SKIP)                                          | ['open', 'again', 'probed'] || [open: StepDecision.Kind.SKIP]
        Resumption.all(StepDecision.Kind.SKIP).but('probed', StepDecision.Kind.RETRY) | ['open', 'probed']          || [open: StepDecision.Kind.SKIP, probed: StepDecision.Kind.RETRY]
        Resumption.all(StepDecision.Kind.SKIP)                                          | ['again']                   || [again: StepDecision.Kind.SKIP]
        Resumption.undecided()                                                            | ['again', 'probed']         || [:]
    }

    def 'the question about a step names its processes that are still running'() {
        given:
        def rig = new Rig()

        when:
        Resumption.undecided().completed([a: UndecidedStep.INTERRUPTED], rig.plan([rig.step('a')]), 'r1', [a: 'process 7 (sleep)'])

        then:
        def refused = thrown(dev.runbook.AuthorException)
        refused.message == "step 'a' was in progress when the engine stopped; still running: process 7 (sleep)\n" +
                '  check the system, then: runbook resume r1 --retry (run it again), or --skip (treat it as done)\n' +
                '  both stop what is still running first; --skip --adopt lets it run on'
    }
}
