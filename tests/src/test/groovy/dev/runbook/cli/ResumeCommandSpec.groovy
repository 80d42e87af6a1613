package dev.runbook.cli

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

    /** A run that died in its second step, of three; what it did is forgotten. */
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

    def 'a step that reads #what of before a resume is not begun, and says what to do'() {
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
        'a long list'                  | 'seq 1 9000'                     | 'stdout' | "forEach('Each', in: { made.lines }) { line -> step('Use') { shell \"echo \${line} >> RAN; exit 1\" } }"
        'how long a list is'           | 'seq 1 9000'                     | 'stdout' | "step('Use') { onlyIf { made.lines.size() < 5000 }; shell 'echo >> RAN' }"
        'how long, for a whole phase'  | 'seq 1 9000'                     | 'stdout' | "phase('All') { onlyIf { made.lines.size() == 9000 }; step('Use') { shell 'echo >> RAN' } }"
        'a long text'                  | 'seq 1 9000'                     | 'stdout' | "step('Use') { shell \"echo \${made.stdout} >> RAN\" }"
        'a secret'                     | "printf %s \${secret('TOKEN')}" | 'stdout' | "step('Use') { shell \"echo \${made.stdout} >> RAN\" }"
    }

    def 'every line of a text that is whole is there after a resume'() {
        given:
        interrupted('seq 1 1100', "step('Use') { onlyIf { made.lines.size() == 1100 }; shell \"echo \${made.lines[1099]} >> $ran\" }")

        expect:
        rig.run('resume', 'last').exit == 0
        Files.readString(ran) == '1100\n'
    }

    def 'a parameter that is a secret is given again, and is the one the run began with'() {
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
        []                                                       || 2    | /^run \S+ cannot go on: the journal hides its parameter 'user'/ | ''
        ['-p', 'user=maria']                                     || 2    | /^-p user: this is not the value the run began with$/         | ''
        ['-p', 'user=correct-horse-battery', '-p', 'reason=x']   || 2    | /^-p reason: a run goes on with the parameters it began with/ | ''
        ['-p', 'user=correct-horse-battery']                     || 0    | /$^/                                                          | 'drop correct-horse-battery left\n'
    }

    def 'what was begun in one environment goes on in no other, nor in one that is production now'() {
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
        other.err =~ /^run \S+ cannot go on in 'prod': it began in 'e1'/
        turned.exit == 2
        turned.err =~ /^run \S+ cannot go on: 'e1' is production now, and was not when it began/
        !Files.exists(ran)

        where:
        deed << ['run', 'drill']
    }

    def 'a resume asks before production, as a run does'() {
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

    def 'a step that a resume goes on with is told with its time'() {
        given:
        rig.runbook('demo/good', "step('Do it') { idempotent(); shell 'true' }")
        rig.run('run', 'demo/good')
        rig.cutAfter('Do it')

        expect:
        rig.run('resume', 'last').out =~ /Do it +\d\S*, 2 attempts/
    }
}
