package dev.runbook.run.execution

import dev.runbook.value.Result
import dev.runbook.journal.event.*
import dev.runbook.cli.CommandRig
import dev.runbook.journal.RunStore
import dev.runbook.plan.*
import dev.runbook.run.Rig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** A missing value of a step that did not run is used by no command: a step that reads it is rejected before it starts. */
class MissingValuesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('environments/here.yaml', "environment: here\nsettings: { effects: ${folder.resolve('effects')} }\n")
    }

    private CommandRig.Answer runbook(String command, String... more) {
        rig.run(*([command, 't/main', '-e', folder.resolve('environments/here.yaml').toString()] + more.toList()))
    }

    private List<String> getEffects() {
        def file = folder.resolve('effects')
        Files.exists(file) ? Files.readAllLines(file) : []
    }

    private StepFinished end(String step) {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event()
                .findAll { it instanceof StepFinished && it.step() == step }.last() as StepFinished
    }

    private static final String READS = '''
        def a = step('A') { %s shell 'echo hello' }
        step('B') { shell "rm -rf /nowhere/${a.stdout}; echo acted >> ${setting('effects')}" }
    '''

    def 'a step that uses a value of an omitted step fails before it starts'() {
        given:
        rig.runbook('t/main', String.format(READS, ''))

        when:
        def answer = runbook('run', *chosen)

        then:
        answer.exit == 1
        effects == []
        end('B').with { [it.result(), it.attempts()] } == [Result.FAILED, 0]
        end('B').cause().endsWith("'A' did not run, so it has left no stdout: $why")

        where:
        chosen          || why
        ['--from', 'B'] || "before --from 'B'"
        ['--only', 'B'] || 'not among --only'
    }

    def 'a step that uses a value of a step skipped by onlyIf fails before it starts'() {
        given:
        rig.runbook('t/main', String.format(READS, 'onlyIf { params.wanted == \'yes\' };')
                .replaceFirst(/^/, "\n    param 'wanted', 'whether', default: 'no'\n"))

        when:
        def answer = runbook('run')

        then:
        answer.exit == 1
        effects == []
        end('B').cause().contains("'A' did not run, so it has left no stdout: onlyIf: params.wanted == 'yes'")
    }

    def 'a step that uses a value of a step treated as done by the operator or its probe fails before it starts'() {
        given:
        rig.runbook('t/main', String.format(READS, probe))
        runbook('run')
        rig.cutAfter('A')
        Files.delete(folder.resolve('effects'))

        when:
        def answer = rig.run(*(['resume', 'last'] + said))

        then:
        answer.exit == 1
        effects == []
        end('B').cause().endsWith("'A' did not run, so it has left no stdout: $why")

        where:
        probe                              | said       || why
        ''                                 | ['--skip'] || 'treated as done by the operator'
        'alreadyDone { shell \'true\' };'  | []         || 'its probe found it already done'
    }

    def 'a step treated as done is ok for conditions on ok'() {
        given:
        rig.runbook('t/main', '''
            def a = step('A') { shell 'echo hello' }
            step('B') { onlyIf { a.ok }; shell "echo after >> ${setting('effects')}" }
        ''')
        runbook('run')
        rig.cutAfter('A')
        Files.delete(folder.resolve('effects'))

        when:
        def answer = rig.run('resume', 'last', '--skip')

        then:
        answer.exit == 0
        effects == ['after']
    }

    def 'a forEach over a value of an omitted step fails, and its iterations are not reported as done'() {
        given:
        rig.runbook('t/main', '''
            rto 2.minutes
            def list = step('List') { budget 5.seconds; shell 'echo orders' }
            forEach('Each table', in: { list.lines }) { table ->
                budget 10.seconds
                step('Dump') { shell "echo ${table} >> ${setting('effects')}" }
            }
        ''')

        when:
        def answer = runbook('run', '--only', 'Each table')

        then:
        answer.exit == 1
        effects == []
        answer.out.contains("'List' did not run, so it has left no lines: not among --only")
    }

    def 'an undecided condition fails the step before it starts'() {
        given:
        rig.runbook('t/main', '''
            def a = step('A') { shell 'echo hello' }
            step('B') { onlyIf { a.stdout == 'hello' }; shell "echo acted >> ${setting('effects')}" }
        ''')

        when:
        def answer = runbook('run', '--from', 'B')

        then:
        answer.exit == 1
        effects == []
        end('B').cause().contains("'A' did not run, so it has left no stdout: before --from 'B'")
    }

    def 'a step skipped by its condition reads nothing: #what'() {
        given:
        rig.runbook('t/main', """
            param 'wanted', 'whether', type: Boolean, default: false
            $before
            step('B') { $condition; shell "echo \${a.stdout} >> \${setting('effects')}" }
            step('C') { shell "echo after >> \${setting('effects')}" }
        """)

        when:
        def answer = runbook('run')

        then:
        answer.exit == 0
        effects == ['after']
        skipped('B')

        where:
        what                                   | condition                                | before
        'two steps under one false condition'  | 'onlyIf { params.wanted == true }'       | "def a = step('A') { onlyIf { params.wanted == true }; shell 'echo hello' }"
        'guarded by whether the other is ok'   | 'onlyIf { a.ok }'                        | "def a = step('A') { onlyIf { params.wanted == true }; shell 'echo hello' }"
        'guarded in the same condition'        | "onlyIf { a.ok && a.stdout == 'hello' }" | "def a = step('A') { onlyIf { params.wanted == true }; shell 'echo hello' }"
        'guarded in the line before'           | "onlyIf { a.ok; a.stdout == 'hello' }"   | "def a = step('A') { onlyIf { params.wanted == true }; shell 'echo hello' }"
        'guarded in the line after'            | "onlyIf { a.stdout == 'hello'; a.ok }"   | "def a = step('A') { onlyIf { params.wanted == true }; shell 'echo hello' }"
        'the other failed and was ignored'     | 'onlyIf { a.ok }'                        | "def a = step('A') { shell 'exit 1'; onFailure { carryOn() } }"
    }

    def 'a step that was not reached is not ok, whatever contains it: #what'() {
        given: 'a followed runbook whose last step reads the value'
        def r = new Rig()
        def known
        def ok
        def never = new Condition() {
            List<String> texts() { ['false'] }
            List<Condition.Failed> failures(Map<String, Object> values, java.util.function.UnaryOperator<String> mask) {
                [new Condition.Failed('false', r.place(), [], Optional.empty())]
            }
        }
        def carryOn = r.handler([], new Handler.CarryOn())
        def held = [
            'its phase was skipped'          : [r.group(Group.Kind.PHASE, 'P', onlyIf: never, [r.step('A')])],
            'its phase failed before it'     : [r.group(Group.Kind.PHASE, 'P', onFailure: carryOn, [r.step('X', r.fails()), r.step('A')])],
            'it verifies a step that failed' : [r.step('S', verifies: [r.step('A', kind: Task.Kind.VERIFY)], onFailure: carryOn, r.fails())],
            'it is in a handler'             : [r.step('S', onFailure: r.handler([r.step('A')], new Handler.CarryOn()))],
            'it is in the handler of a forEach' : [forEach(r, r.handler([r.step('A')], new Handler.CarryOn()))]][what]
        def plan = r.plan([id: 'test/other'], held + [r.step('asks', { ok = known.left('A').map { it.ok }; r.ok().call(it) })])
        def read = new ReadRunbook() {
            Plan plan() { plan }
            void runsWith(KnownValues of) { known = of }
        }

        when:
        def end = r.run(r.plan([r.task('F', new Work.Follow(read, [:]))]))

        then:
        end.status() == RunStatus.SUCCEEDED
        !('A' in r.ran)
        ok == Optional.of(false)

        where:
        what << ['its phase was skipped', 'its phase failed before it', 'it verifies a step that failed', 'it is in a handler', 'it is in the handler of a forEach']
    }

    private static ForEach forEach(Rig r, Handler onFailure) {
        def members = [r.step('W')]
        new ForEach(ForEach.Kind.EACH, 'Each', r.place(), Optional.empty(), 1, 'x', members, { [new ForEach.Iteration('x', 'x', members)] } as ForEach.Iterations, Optional.of(onFailure))
    }

    private boolean skipped(String step) {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event().any { it instanceof StepSkipped && it.step() == step }
    }
}
