package dev.runbook.environment

import dev.runbook.value.Secret
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class EnvironmentTextSpec extends Specification {
    @TempDir
    Path folder

    static final FILE = '''
        environment: production
        production: true
        services:
          api: https://${DOMAIN:-api.erpgo.com}
          vault: { url: https://vault, ca: ca.pem, clientCertificate: me.pem, clientKey: me.key, passphrase: { env: KEY_PASSPHRASE } }
        settings: { tables: [orders, stock], copies: { orders: 3 } }
        hosts:
          db1: { address: postgres@db1, jump: ops@bastion, key: { file: /keys/rollback } }
        databases:
          orders: { url: jdbc:postgresql://db1/erp, user: rollback, password: { file: /run/orders.password } }
          stock: { url: jdbc:postgresql://db1/stock }
        channels: { team: { slack: { env: SLACK } }, screen: console }
        secrets: { TOKEN: { command: [vault, kv, get, token] } }
        shell: { path: [/opt/bin], env: { LEVEL: 3 } }
    '''

    def 'the digest covers the whole environment, and secrets by their source'() {
        expect:
        new JsonSlurper().parseText(text(FILE)) == [
            environment: 'production',
            production : true,
            services   : [
                api  : 'https://api.erpgo.com',
                vault: [url: 'https://vault', ca: "$folder/ca.pem".toString(), clientCertificate: "$folder/me.pem".toString(),
                        clientKey: "$folder/me.key".toString(), passphrase: [env: 'KEY_PASSPHRASE']],
            ],
            settings   : [tables: ['orders', 'stock'], copies: [orders: 3]],
            hosts      : [db1: [[name: 'db1', address: 'postgres@db1:22', jump: [name: 'bastion', address: 'ops@bastion:22'],
                                 key: '/keys/rollback']]],
            databases  : [
                orders: [url: 'jdbc:postgresql://db1/erp', user: 'rollback', password: [file: '/run/orders.password']],
                stock : [url: 'jdbc:postgresql://db1/stock'],
            ],
            channels   : [team: [slack: [env: 'SLACK']], screen: 'console'],
            secrets    : [TOKEN: [command: ['vault', 'kv', 'get', 'token']]],
            shell      : [path: ['/opt/bin'], env: [LEVEL: '3']],
        ]
    }

    def 'the digest depends on the values of variables, and not on the layout of the file'() {
        expect:
        text(FILE) == text(FILE.replace('        settings:', '\n        # edited\n        settings:'))
        text(FILE, DOMAIN: 'api.evil.example') != text(FILE)
    }

    def 'equal environments have equal texts in every process: keys have one order, whatever the hash seed of the process'() {
        given:
        def file = """
        environment: production
        answers: { listen: '127.0.0.1:8700', url: 'https://ops' }
        channels:
          phone: { sms: { to: ['+491701234567'], from: '+4915735980000', account: AC1, token: { env: TWILIO } } }
          customers: { statuspage: { page: p1, token: { env: PAGE } } }
        """

        when:
        def text = text(file)

        then:
        (text =~ /"(to|from|account|token|page|listen|url)"/).collect { it[1] } ==
                ['to', 'from', 'account', 'token', 'url', 'page', 'token', 'url', 'listen', 'url']
    }

    def 'masks a secret in an unexpected place'() {
        given:
        def environment = read('settings: { greeting: "${PASSWORD}" }\nsecrets: { PASSWORD: { env: PASSWORD } }', PASSWORD: 'hunter2222')
        environment.secrets().open(new Secret('PASSWORD'))

        expect:
        !EnvironmentText.of(environment).contains('hunter')
    }

    private String text(Map variables = [:], String yaml) {
        EnvironmentText.of(read(variables, yaml))
    }

    private Environment read(Map variables = [:], String yaml) {
        EnvironmentFile.read(Files.writeString(folder.resolve('production.yaml'), yaml.stripIndent()), variables)
    }
}
