package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import dev.runbook.terminal.Terminal
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** A parameter with secret: true comes from a file, standard input or the terminal, and is written nowhere. */
class SecretParametersSpec extends Specification {
    static final String TEXT = 'correct horse battery staple'

    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/one', '''
            param 'password', 'of the rescue account', secret: true
            step('Use') { shell "printf '%s' ${params.password} | tee used; ps -eo args >seen", in: 'HERE' }
            step('Use it in a file') { shell 'printf %s "$PW" >used-too', in: 'HERE', env: [PW: "${params.password}"] }
            '''.replace('HERE', folder.toString()))
        rig.write('pw', "$TEXT\n")
    }

    def 'a secret parameter is used, and is not in any file or output: #how'() {
        given:
        rig.input = input

        when:
        def answer = rig.run('run', 'demo/one', '--secret-param', option)
        def shown = ['text', 'json', 'html'].collect { rig.run('show', 'last', '--format', it).out }.join()

        then:
        answer.exit == 0
        Files.readString(folder.resolve('used')) == TEXT
        Files.readString(folder.resolve('used-too')) == TEXT
        !Files.readString(folder.resolve('seen')).contains(TEXT)
        !(answer.out + answer.err + shown).contains(TEXT)
        answer.out.contains("the secret parameter 'password' was given")

        and:
        Files.walk(folder.resolve('home')).withCloseable { files -> files.filter { it.toFile().file && it.toFile().text.contains(TEXT) }.toList() } == []

        where:
        how                   | option       | input
        'from a file'         | 'password=pw'| ''
        'from standard input' | 'password=-' | "$TEXT\n"
    }

    def 'the terminal prompts without showing the answer'() {
        given:
        def questions = []
        def terminal = new Terminal(new PrintStream(new ByteArrayOutputStream()), new PrintStream(new ByteArrayOutputStream()), new BufferedReader(new StringReader('')),
                ['in', 'err'] as Set, 100, false, { questions << it; Optional.of(TEXT) }, { Optional.empty() })

        when:
        def exit = Main.run(['run', 'demo/one'], new CliContext(terminal, rig.variables, folder, folder.resolve('product')))

        then:
        exit == 0
        questions == ["Secret parameter 'password' (not shown): "]
        Files.readString(folder.resolve('used')) == TEXT
    }

    def 'check and plan need no value and show its name'() {
        expect:
        rig.run('check', 'demo/one').exit == 0
        rig.run('plan', 'demo/one').out.contains("‹secret params.password›")
    }

    def 'invalid secret parameters are rejected before the first step: #arguments'() {
        given:
        rig.write('p.yaml', "password: $TEXT")
        rig.write('short', 'abc')

        when:
        def answer = rig.run(*(['run', 'demo/one'] + arguments))

        then:
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.err.contains(message)
        !answer.err.contains(TEXT)
        !Files.exists(folder.resolve('used'))

        where:
        arguments                                                          || message
        []                                                                 || "the secret parameter 'password' is missing, and there is no terminal to ask on"
        ['-p', "password=$TEXT".toString()]                                || "the parameter 'password' is secret"
        ['--params', 'p.yaml']                                             || "the parameter 'password' is secret"
        ['--secret-param', 'password=none']                                || '--secret-param password: the file cannot be read'
        ['--secret-param', 'password=short']                               || 'shorter than 4 characters'
        ['--secret-param', 'pasword=pw']                                   || "the runbook has no secret parameter 'pasword'"
        ['--secret-param', TEXT]                                           || 'write it as NAME=FILE'
        ['--secret-param', 'password=pw', '--secret-param', 'password=pw'] || 'is given twice'
    }

    def 'a runbook cannot decide by a secret parameter, nor declare other options for it: #body'() {
        given:
        rig.runbook('demo/bad', body)

        expect:
        rig.run('check', 'demo/bad').exit == ExitCode.NOT_STARTED.number()

        where:
        body << ["param 'x', 'x', secret: true\nif (params.x == 'a') { step('s') { shell 'true' } }",
                 "param 'x', 'x', secret: true\nstep(params.x) { shell 'true' }",
                 "param 'x', 'x', secret: true, default: 'abcdef'\nstep('s') { shell 'true' }",
                 "param 'x', 'x', secret: true\ndescription params.x\nstep('s') { shell 'true' }"]
    }

    def 'a secret is passed to a secret parameter only: #given'() {
        given:
        rig.variables.TOKEN = 'token-of-the-environment'
        rig.write('runbooks/demo/environments/test.yaml', 'secrets: { TOKEN: { env: TOKEN } }')
        rig.runbook('demo/plain', "param 'password', 'x'\nstep('s') { shell \"echo \${params.password}\" }")
        rig.runbook('demo/hidden', "param 'password', 'x', secret: true\nstep('s') { shell \"printf %s \${params.password} >handed\", in: '$folder' }")
        rig.runbook('demo/gives', "param 'password', 'x', secret: true\nstep('s') { follow 'demo/plain' $given }")
        rig.runbook('demo/takes', "step('s') { follow 'demo/hidden', password: secret('TOKEN') }")

        expect:
        rig.run('check', 'demo/gives', '-e', 'test').err.contains("the parameter 'password' is given a secret and does not declare it")
        rig.run('run', 'demo/takes', '-e', 'test').exit == 0
        Files.readString(folder.resolve('handed')) == 'token-of-the-environment'

        where:
        given << ['', ", password: params.password", ", password: secret('TOKEN')"]
    }

    def 'a followed runbook receives the secret, and a resume prompts for it again'() {
        given:
        rig.runbook('demo/outer', "param 'password', 'pw', secret: true\nstep('First') { shell 'echo 1' }\nstep('Then') { follow 'demo/one', password: params.password }")

        when:
        def begun = rig.run('run', 'demo/outer', '--secret-param', 'password=pw')

        then:
        begun.exit == 0
        Files.readString(folder.resolve('used')) == TEXT

        when:
        rig.cutAfter('First')
        Files.delete(folder.resolve('used'))

        then:
        rig.run('resume', 'last', '--retry').err.contains("the secret parameter 'password' is missing")
        rig.run('resume', 'last', '--retry', '--secret-param', 'password=pw').exit == 0
        Files.readString(folder.resolve('used')) == TEXT
    }
}
