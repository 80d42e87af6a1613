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
