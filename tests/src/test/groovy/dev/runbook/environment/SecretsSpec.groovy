package dev.runbook.environment

import dev.runbook.AuthorException
import dev.runbook.value.Secret
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class SecretsSpec extends Specification {
    @TempDir
    Path folder

    def 'reads a secret from its source, without its last newline'() {
        given:
        def file = folder.resolve('token')
        Files.writeString(file, 'from-a-file\n')
        def secrets = secrets(
                V: new SecretSource.Variable('TOKEN'),
                F: new SecretSource.File(file),
                C: new SecretSource.Command(['printf', 'from-a-command\\r\\n']),
                P: new SecretSource.Plain('in the file'))

        expect:
        secrets.open(new Secret(name)) == text

        where:
        name || text
        'V'  || 'from-the-environment'
        'F'  || 'from-a-file'
        'C'  || 'from-a-command'
        'P'  || 'in the file'
    }

    def 'reads each source once'() {
        given:
        def count = folder.resolve('count')
        def source = new SecretSource.Command(['sh', '-c', "echo x >> '$count'; echo top-secret".toString()])
        def secrets = secrets(C: source)

        expect:
        (1..3).collect { secrets.open(new Secret('C')) } == ['top-secret'] * 3
        secrets.open(source, 'the password of orders') == 'top-secret'
        Files.readAllLines(count).size() == 1
    }

    def 'a missing secret is reported in one line with its name and source'() {
        when:
        secrets(S: source).open(new Secret('S'))

        then:
        def refused = thrown(AuthorException)
        refused.message == message

        where:
        source                                                           || message
        new SecretSource.Variable('NOPE')                                || "secret 'S' is missing: the environment variable NOPE is not set"
        new SecretSource.Variable('EMPTY')                               || "secret 'S' is empty: the environment variable EMPTY"
        new SecretSource.File(Path.of('/nowhere/token'))                 || "secret 'S' is missing: no such file: /nowhere/token"
        new SecretSource.Command(['sh', '-c', 'echo denied >&2; exit 2']) || "secret 'S' is missing: the command sh ended with exit code 2: denied"
        new SecretSource.Command(['no-such-program-here'])               || "secret 'S' is missing: the command no-such-program-here cannot be started"
        new SecretSource.Command(['true'])                               || "secret 'S' is empty: the command true"
    }

    def 'an undeclared name is rejected with the nearest one'() {
        when:
        secrets(EMERGENCY_TOKEN: new SecretSource.Variable('TOKEN')).open(new Secret('EMERGENCY_TOKEM'))

        then:
        def refused = thrown(AuthorException)
        refused.message ==
                "the environment has no secret 'EMERGENCY_TOKEM': did you mean 'EMERGENCY_TOKEN'?"
    }

    def 'a secret too short to be masked is rejected'() {
        when:
        secrets(PIN: new SecretSource.Variable('PIN')).open(new Secret('PIN'))

        then:
        def refused = thrown(AuthorException)
        refused.message == "secret 'PIN' is shorter than 4 characters, too short to be masked in output: use a longer one"
    }

    def 'variables and files that the environment names are masked before the first step, used or not'() {
        given:
        def file = Files.writeString(folder.resolve('token'), 'from-a-file\n')
        def secrets = secrets(V: new SecretSource.Variable('TOKEN'), F: new SecretSource.File(file),
                N: new SecretSource.File(folder.resolve('missing')), P: new SecretSource.Variable('PIN'))

        when:
        secrets.hideNamed()

        then:
        secrets.masker().mask('from-the-environment, from-a-file, 123') == '•••, •••, 123'
    }

    def 'a variable in the environment file is masked, except for paths, addresses and numbers'() {
        given:
        def file = Files.writeString(folder.resolve('lab.yaml'), """
            services: { api: 'https://\${API_HOST}/' }
            settings: { home: '\${HOME}', port: '\${PORT}', address: '\${ADDRESS}', token: '\${TOKEN:-none-at-all}' }
        """.stripIndent())
        def environment = EnvironmentFile.read(file, [API_HOST: 'api.corp.test', HOME: '/home/sre', PORT: '47400', ADDRESS: '127.0.0.1:80'])

        expect:
        environment.secrets().masker().mask('api.corp.test /home/sre 47400 127.0.0.1:80 none-at-all') ==
                '••• /home/sre 47400 127.0.0.1:80 none-at-all'
    }

    def 'nothing is masked before it is read, everything is afterwards'() {
        given:
        def secrets = secrets(V: new SecretSource.Variable('TOKEN'))
        def stream = secrets.masker().stream()

        expect:
        secrets.masker().mask('from-the-environment') == 'from-the-environment'

        when:
        secrets.open(new Secret('V'))

        then:
        secrets.masker().mask('a from-the-environment b') == 'a ••• b'
        new String(stream.feed('from-the-environment!'.bytes, 0, 21), 'UTF-8') == '•••!'
    }

    private OpenedSecrets secrets(Map<String, SecretSource> declared) {
        new OpenedSecrets(declared, declared.values(), [TOKEN: 'from-the-environment', EMPTY: '', PIN: '123'], [])
    }
}
