package dev.runbook.cli

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Every kind of bad input to a command is reported in clear lines, and nothing is started. */
class BadInputSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/simple', '''
            param 'reason', 'why', default: 'none'
            step('Act') { shell "echo acted > ${setting('mark')}" }
        ''')
        rig.write('runbooks/demo/environments/lab.yaml', "settings: { mark: '$folder/acted' }")
    }

    def cleanup() {
        assert !Files.exists(folder.resolve('acted'))
    }

    def 'a missing file'() {
        expect:
        refused('run', 'nothing.groovy') == 'no such file: nothing.groovy'
    }

    def 'a missing runbook, with the nearest name'() {
        expect:
        refused('run', 'demo/simpel', '-e', 'lab') == "no runbook 'demo/simpel': did you mean 'demo/simple'?"
    }

    def 'the steps of --from and --only'() {
        expect:
        refused('run', 'demo/simple', '-e', 'lab', '--from', 'Act', '--only', 'Act') == '--from and --only are two choices: give one'
    }

    def 'a folder instead of a runbook, or a runbook without its system'() {
        given:
        Files.createDirectory(folder.resolve('empty'))

        expect:
        refused('run', named, '-e', 'lab') == said

        where:
        named           || said
        'runbooks/demo' || 'runbooks/demo is a folder, not a runbook: name a runbook in it'
        'empty'         || 'empty is a folder without runbooks'
        'simple'        || "no runbook 'simple': did you mean 'demo/simple'?"
    }

    def 'a name unlike all others, among many runbooks'() {
        given:
        ('a'..'m').each { rig.runbook("shop/$it", '') }

        expect:
        refused('run', 'nothing-like-it', '-e', 'lab') ==~ /no runbook 'nothing-like-it': there are \d+: demo\/\* \(\d+\), shop\/\* \(13\)/
    }

    def 'a runbook with mistakes: every mistake with its place'() {
        given:
        rig.runbook('demo/wrong', '''
            stpe('One') { shell 'true' }
            step('Two') { shel 'true' }
        ''')

        when:
        def said = refused('run', 'demo/wrong')

        then:
        said.contains(":3:5: unknown word 'stpe' in runbook")
        said.contains("did you mean 'step'?")
        said.contains(":4:19: unknown word 'shel' in step")
    }

    def 'budgets that do not fit, with the sum'() {
        given:
        rig.runbook('demo/late', '''
            rto 1.minute
            step('One') { budget 40.seconds; shell 'true' }
            step('Two') { budget 50.seconds; shell 'true' }
        ''')

        when:
        def said = refused('run', 'demo/late')

        then:
        said.contains('budgets add up to 1m 30s, the RTO is 1m: 30s over')
        said =~ /One +40s/
    }

    def 'a missing environment, with the nearest name'() {
        expect:
        refused('run', 'demo/simple', '-e', 'lba').contains("no environment 'lba'")
        refused('run', 'demo/simple', '-e', 'lba').contains("did you mean 'lab'?")
    }

    def 'an environment file with a mistake'() {
        given:
        rig.write('runbooks/demo/environments/odd.yaml', 'setings: { a: 1 }')

        expect:
        refused('run', 'demo/simple', '-e', 'odd').contains("odd.yaml:1:1: unknown key 'setings'")
    }

    def 'a target that the environment lacks, at its place in the runbook'() {
        when:
        def said = refused('run', 'demo/simple')

        then:
        said.contains('simple.groovy:')
        said.contains("'mark'")
        said.contains('local')
    }

    def 'a missing secret, before anything is started'() {
        given:
        rig.runbook('demo/secret', '''
            step('First') { shell "echo acted > ${setting('mark')}" }
            step('Second') { shell "echo ${secret('TOKEN')}" }
        ''')
        rig.write('runbooks/demo/environments/bare.yaml', """
            settings: { mark: '$folder/acted' }
            secrets: { TOKEN: { env: NO_SUCH_TOKEN } }
        """.stripIndent())

        expect:
        refused('run', 'demo/secret', '-e', 'bare') ==
                "secret 'TOKEN' is missing: the environment variable NO_SUCH_TOKEN is not set\nnothing was started"
    }

    def 'a parameter that is #wrong'() {
        given:
        rig.runbook('demo/params', '''
            param 'size', 'how many', type: Integer, default: 1
            param 'plan', 'which', oneOf: ['Emergency', 'Full'], default: 'Full'
            param 'needed', 'no default'
            step('Act') { shell "echo ${params.size} ${params.plan} ${params.needed}" }
        ''')

        when:
        def said = refused(['run', 'demo/params'] + given as String[])

        then:
        said.contains(reported)

        where:
        wrong              | given                              || reported
        'undeclared'       | ['-p', 'siez=2', '-p', 'needed=x'] || "'siez'"
        'of another type'  | ['-p', 'size=two', '-p', 'needed=x'] || "'size'"
        'not among those'  | ['-p', 'plan=Some', '-p', 'needed=x'] || "'plan'"
        'not given'        | []                                 || 'needed'
        'no NAME=VALUE'    | ['-p', 'needed']                   || '-p needed: write a parameter as NAME=VALUE'
    }

    def 'an unknown option or command, with the nearest name'() {
        expect:
        refused('rnu', 'demo/simple').startsWith("runbook: unknown command 'rnu': did you mean 'run'?")
        refused('run', '--quite', 'demo/simple').startsWith("runbook run: unknown option '--quite': did you mean '--quiet'?")
    }

    def 'a folder of runs that cannot be written'() {
        given:
        rig.write('file', '')
        rig.variables.RUNBOOK_HOME = folder.resolve('file/home').toString()

        when:
        def answer = rig.run('run', 'demo/simple', '-e', 'lab')

        then:
        answer.exit == 2
        answer.err.readLines().size() == 1
        answer.err.startsWith('runbook: cannot ')
        answer.err.contains('RUNBOOK_HOME')
        !answer.err.contains('\tat ')
    }

    def 'a production environment without confirmation'() {
        given:
        rig.write('runbooks/demo/environments/production.yaml', "production: true\nsettings: { mark: '$folder/acted' }")

        when:
        def answer = rig.run('run', 'demo/simple', '-e', 'production')

        then:
        answer.exit == 5
        answer.err.contains('--yes')

        when:
        rig.terminals = ['in', 'err'] as Set
        rig.input = 'yes\n'
        answer = rig.run('run', 'demo/simple', '-e', 'production')

        then:
        answer.exit == 5
        answer.err.contains("'yes' is not 'production'")
    }

    def 'a drill in production'() {
        given:
        rig.write('runbooks/demo/environments/production.yaml', "production: true\nsettings: { mark: '$folder/acted' }")

        expect:
        refused(5, 'drill', 'demo/simple', '-e', 'production').startsWith("not started: a drill acts for real, and 'production' is production")
    }

    private String refused(int exit = 2, String... arguments) {
        def answer = rig.run(arguments)
        assert answer.exit == exit
        assert answer.out == ''
        assert !answer.err.contains('\tat ')
        answer.err.strip()
    }
}
