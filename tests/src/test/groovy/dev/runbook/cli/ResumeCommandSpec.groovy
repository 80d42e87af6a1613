package dev.runbook.cli

import dev.runbook.journal.RunStore
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ResumeCommandSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig
    Path ran

    def setup() {
        rig = new CommandRig(folder)
        ran = folder.resolve('ran')
        rig.variables.TOKEN = 'correct-horse-battery'
        rig.write('runbooks/demo/environments/lab.yaml', 'secrets: { TOKEN: { env: TOKEN } }')
    }

    /** A run of three steps that died in its second; its effects are removed. */
    private void interrupted(String make, String use) {
        rig.runbook('demo/values', """
            def made = step('Make') { shell "$make" }
            step('Between') { idempotent(); shell 'true' }
            $use
        """)
        rig.run('run', 'demo/values', '-e', 'lab')
        rig.cutAfter('Between')
        Files.deleteIfExists(ran)
    }

    def 'a step that reads #what from before a resume does not begin, and the message has the cure'() {
        given:
        interrupted(make, use.replace('RAN', ran.toString()))

        when:
        def answer = rig.run('resume', 'last')

        then:
        answer.exit == 1
        answer.out.contains("$lost of 'Make' was too long, or held a secret, so it was not kept for a resume; start again with --from 'Make'")
        !Files.exists(ran)

        where:
        what                           | make                             | lost     | use
        'a long list'                  | 'seq 1 9000'                     | 'lines'  | "forEach('Each', in: { made.lines }) { line -> step('Use') { shell \"echo \${line} >> RAN; exit 1\" } }"
        'how long a list is'           | 'seq 1 9000'                     | 'lines'  | "step('Use') { onlyIf { made.lines.size() < 5000 }; shell 'echo >> RAN' }"
        'how long, for a whole phase'  | 'seq 1 9000'                     | 'lines'  | "phase('All') { onlyIf { made.lines.size() == 9000 }; step('Use') { shell 'echo >> RAN' } }"
        'a long text'                  | 'seq 1 9000'                     | 'stdout' | "step('Use') { shell \"echo \${made.stdout} >> RAN\" }"
        'a secret'                     | "printf %s \${secret('TOKEN')}" | 'stdout' | "step('Use') { shell \"echo \${made.stdout} >> RAN\" }"
    }

    def 'a complete text has all its lines after a resume'() {
        given:
        interrupted('seq 1 1100', "step('Use') { onlyIf { made.lines.size() == 1100 }; shell \"echo \${made.lines[1099]} >> $ran\" }")

        expect:
        rig.run('resume', 'last').exit == 0
        Files.readString(ran) == '1100\n'
    }

    def 'a secret parameter is prompted for again, and must equal the first value'() {
        given:
        rig.runbook('demo/drop', """
            param 'user', 'whom to drop'
            param 'reason', 'why'
            step('Log in') { shell ": \${secret('TOKEN')}" }
            step('Drop') { idempotent(); shell "echo drop \${params.user} \${params.reason} >> $ran" }
        """)
        rig.run('run', 'demo/drop', '-e', 'lab', '-p', 'user=correct-horse-battery', '-p', 'reason=left')
        rig.cutAfter('Drop')
        Files.delete(ran)

        when:
        def answer = rig.run(*(['resume', 'last'] + given))

        then:
        answer.exit == exit
        answer.err.readLines().take(1).every { it =~ said }
        (Files.exists(ran) ? Files.readString(ran) : '') == did

        where:
        given                                                    || exit | said                                                          | did
        []                                                       || 2    | /^run \S+ cannot be resumed: the journal hides its parameter 'user'/ | ''
        ['-p', 'user=maria']                                     || 2    | /^-p user: this is not the value the run began with$/         | ''
        ['-p', 'user=correct-horse-battery', '-p', 'reason=x']   || 2    | /^-p reason: a run continues with the parameters it began with/ | ''
        ['-p', 'user=correct-horse-battery']                     || 0    | /$^/                                                          | 'drop correct-horse-battery left\n'
    }

    def 'a run resumes only in its own environment, and not if that has become production'() {
        given:
        rig.runbook('demo/good', "step('Do it') { idempotent(); shell 'echo >> $ran' }")
        def place = 'runbooks/demo/environments/e1.yaml'
        rig.write(place, 'environment: e1')
        rig.write('elsewhere/prod.yaml', 'environment: prod\nproduction: true')
        rig.run(deed, 'demo/good', '-e', 'e1')
        rig.cutAfter('Do it')
        Files.delete(ran)

        when:
        def other = rig.run('resume', 'last', '-e', folder.resolve('elsewhere/prod.yaml').toString(), '--accept-changed', '--yes')
        rig.write(place, 'environment: e1\nproduction: true')
        def turned = rig.run('resume', 'last', '--accept-changed', '--yes')

        then:
        other.exit == 2
        other.err =~ /^run \S+ cannot be resumed in 'prod': it began in 'e1'/
        turned.exit == 2
        turned.err =~ /^run \S+ cannot be resumed: 'e1' is production now, and was not when it began/
        !Files.exists(ran)

        where:
        deed << ['run', 'drill']
    }

    def 'a resume asks for confirmation before production, as a run does'() {
        given:
        rig.runbook('demo/good', "step('Do it') { idempotent(); shell 'echo >> $ran' }")
        rig.write('runbooks/demo/environments/production.yaml', 'production: true')
        rig.run('run', 'demo/good', '-e', 'production', '--yes')
        rig.cutAfter('Do it')
        Files.delete(ran)

        expect:
        with(rig.run('resume', 'last')) {
            exit == 5
            err.contains("'production' is production and there is no terminal to ask on; --yes answers for you")
        }
        !Files.exists(ran)

        when:
        rig.terminals = ['in', 'err'] as Set
        rig.input = typed
        def answer = rig.run(*(['resume', 'last'] + (typed ? [] : ['--yes'])))

        then:
        answer.exit == 0
        answer.err.contains('of demo/good in production (production)?') == !typed.empty
        Files.exists(ran)

        where:
        typed << ['production\n', '']
    }

    def 'a resumed step is shown with its time'() {
        given:
        rig.runbook('demo/good', "step('Do it') { idempotent(); shell 'true' }")
        rig.run('run', 'demo/good')
        rig.cutAfter('Do it')

        expect:
        rig.run('resume', 'last').out =~ /Do it +\d\S*, 2 attempts/
    }

    private static final String MENDABLE = '''
        rto 5.minutes
        def made = step('Make') { budget 10.seconds; shell "echo make >> RAN; echo 42 rows" }
        parallel('Both') {
            budget 20.seconds
            step('Left') { shell "echo left >> RAN" }
            step('Right') { shell "test -e MENDED && echo right >> RAN" }
        }
        step('Use') { budget 10.seconds; shell "echo ${made.stdout} >> RAN" }
        HANDLER
    '''

    private void mendable(String handler = '') {
        rig.runbook('demo/mendable', MENDABLE.replace('RAN', ran.toString()).replace('MENDED', folder.resolve('mended').toString()).replace('HANDLER', handler))
    }

    def 'a failed run resumes at the failed step, with its values, and records by whom and why'() {
        given:
        mendable()

        when:
        def failed = rig.run('run', 'demo/mendable', '-e', 'lab')
        def id = new RunStore(folder.resolve('home')).find('last').id()

        then:
        failed.exit == 1
        failed.out.contains("  runbook resume $id --reason 'WHAT WAS FIXED'\n     continues at 'Right' once the cause is fixed\n")
        rig.run('show', 'last').out.contains("continue    runbook resume $id --reason ")
        Files.readAllLines(ran).sort() == ['left', 'make']

        when: 'no reason is given'
        def unsaid = rig.run('resume', 'last')

        then:
        unsaid.exit == 2
        unsaid.err == "run $id failed: say what was fixed, for the record\n  runbook resume $id --reason 'the disk was full'\n"

        when: 'the cause remains'
        def again = rig.run('resume', 'last', '--reason', 'nothing yet')

        then:
        again.exit == 1
        again.out.contains("continues at 'Right' once the cause is fixed")
        Files.readAllLines(ran).sort() == ['left', 'make']

        when:
        Files.createFile(folder.resolve('mended'))
        rig.terminals = ['in', 'err'] as Set
        rig.input = 'the disk was full\n'
        def mended = rig.run('resume', 'last')

        then:
        mended.err.contains('What was fixed, for the record?')
        mended.exit == 0
        Files.readAllLines(ran).sort() == ['42 rows', 'left', 'make', 'right']

        and: 'every view of the run shows it'
        def shown = rig.run('show', 'last')
        shown.out =~ /resumed +by \S+ on \S+ after \S+, because the disk was full: 'Right', which had failed, is run again\n/
        !shown.out.contains('continue  ')
        shown.out =~ /✓ Right /
        rig.run('show', 'last', '--format', 'html').out.contains('because the disk was full')
        def json = new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out)
        json.resumes.collect { [it.after, it.reason, it.failed] } == [['failure', 'nothing yet', ['Right']], ['failure', 'the disk was full', ['Right']]]
        !json.resumable
        rig.run('history').out.readLines()[1].endsWith('because the disk was full')
        rig.run('history').out.readLines()[1].contains('resumed 2 times, last by ')
        rig.run('verify', 'last').exit == 0

        and: 'there is nothing more to resume'
        rig.run('resume', 'last', '--reason', 'x').err == "run $id cannot be resumed: it has ended (succeeded)\n"
    }

    def 'the hash printed at the end of a failed run remains valid after a resume'() {
        given:
        mendable()
        def head = (rig.run('run', 'demo/mendable', '-e', 'lab').out =~ /journal ([0-9a-f]+)/)[0][1]
        Files.createFile(folder.resolve('mended'))
        rig.run('resume', 'last', '--reason', 'mended')

        expect:
        rig.run('verify', 'last', '--head', head).exit == 0
    }

    def 'a run cannot be resumed after its failure was handled, and the message says how: #handler'() {
        given:
        mendable(handler)
        rig.runbook('demo/other', "step('Restore') { budget 5.seconds; shell 'true' }")
        def failed = rig.run('run', 'demo/mendable', '-e', 'lab')
        def id = new RunStore(folder.resolve('home')).find('last').id()

        expect:
        with(rig.run('resume', 'last', '--reason', 'mended')) {
            exit == 2
            err.readLines()[0] == "run $id cannot be resumed: $why"
        }
        failed.out.contains('cannot be resumed: ') == (handler.contains('fallBackTo') ? false : true)

        where:
        handler                                                                            || why
        "onFailure { step('Sorry page') { budget 5.seconds; shell 'true' } }"              || "its onFailure ran 'Sorry page', so the system is not as the failed step left it"
        "onFailure { fallBackTo 'demo/other' }"                                            || 'it has ended (fell back)'
    }

    def 'an engine that dies while it resumes a failed run leaves a run that can be resumed'() {
        given:
        mendable()
        rig.run('run', 'demo/mendable', '-e', 'lab')
        Files.createFile(folder.resolve('mended'))
        rig.run('resume', 'last', '--reason', 'mended')
        def folderOf = new RunStore(folder.resolve('home')).find('last')
        def journal = folderOf.path().resolve('journal')
        def lines = Files.readAllLines(journal)
        def resumed = lines.findIndexOf { it.contains('"type":"Resumed"') }
        def right = (resumed..<lines.size()).find { lines[it].contains('"type":"AttemptStarted"') }
        Files.write(journal, lines.take(right + 1))

        expect: 'whether the attempt acted is unknown'
        rig.run('resume', 'last').err.contains("step 'Right' was in progress when the engine stopped")
        rig.run('resume', 'last', '--retry').exit == 0
        Files.readAllLines(ran).countBy { it }.with { it.make == 1 && it.left == 1 }
    }
}
