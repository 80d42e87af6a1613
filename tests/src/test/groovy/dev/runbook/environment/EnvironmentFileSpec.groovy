package dev.runbook.environment

import dev.runbook.AuthorException
import dev.runbook.value.Secret
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class EnvironmentFileSpec extends Specification {
    @TempDir
    Path folder

    def 'reads every part of an environment'() {
        when:
        def environment = read('production', '''
            environment: production
            production: true
            services:   { api: https://api.erpgo.com, loadbalancer: https://lb.erpgo.com }
            settings:   { backups: /var/backups/erp, tables: [orders, stock], replicas: 3, country: no, version: 010 }
            hosts:
              web: [deploy@web1.erpgo.com, deploy@web2.erpgo.com:2222]
              db1: { address: postgres@db1.erpgo.com, jump: ops@bastion.erpgo.com, key: { file: ~/.ssh/rollback } }
            databases:
              orders: { url: jdbc:postgresql://db1.erpgo.com/erp, user: rollback, password: { env: ORDERS_PASSWORD } }
            channels:
              tech-team: { slack: { env: SLACK_WEBHOOK_URL } }
              audit:     { webhook: https://audit.erpgo.com/hook }
              screen:    console
              log:       { file: messages.txt }
            people:
              operations-manager: [maria, jo]
            secrets:
              EMERGENCY_TOKEN: { command: [vault, kv, get, -field=token, secret/erpgo] }
            shell: { path: [bin], env: { KUBECONFIG: kube.yaml, LEVEL: 3 } }
            drill: { approvals: { approve: after 30s }, channels: { all: { file: drill-messages.txt } } }
        ''', HOME: '/home/sre')

        then:
        environment.name() == 'production'
        environment.production()
        environment.services().api.url() == 'https://api.erpgo.com'
        environment.settings() ==
                [backups: '/var/backups/erp', tables: ['orders', 'stock'], replicas: 3, country: 'no', version: '010']

        and:
        environment.hosts().web*.name() == ['web1.erpgo.com', 'web2.erpgo.com:2222']
        environment.hosts().web*.port() == [22, 2222]
        with(environment.hosts().db1[0]) {
            [name(), user(), address()] == ['db1', 'postgres', 'db1.erpgo.com']
            jump().get().user() == 'ops'
            keyFile().get() == Path.of('/home/sre/.ssh/rollback')
        }

        and:
        environment.databases().orders.password().get() == new SecretSource.Variable('ORDERS_PASSWORD')
        environment.channels()['tech-team'].destination().format() == Channel.Hook.Format.SLACK
        environment.channels().audit.destination().format() == Channel.Hook.Format.WEBHOOK
        environment.channels().screen.destination() == new Channel.Console()
        environment.channels().log.destination() == new Channel.MessageFile(folder.resolve('messages.txt'))
        environment.people() == ['operations-manager': ['maria', 'jo']]
        environment.shell().path() == [folder.resolve('bin')]
        environment.shell().env() == [KUBECONFIG: 'kube.yaml', LEVEL: '3']
        environment.drill().approveAfter().get() == Duration.ofSeconds(30)
        environment.drill().channels().all.destination() instanceof Channel.MessageFile
        environment.has(new Target(Target.Kind.SECRET, 'EMERGENCY_TOKEN'))
    }

    def 'a service may have its own authority and client certificate'() {
        when:
        def environment = read('staging', '''\
            services:
              plain: { url: http://plain }
              vault:
                url: https://vault:8200
                ca: certificates/ca.pem
                clientCertificate: /etc/runbook/client.pem
                clientKey: ~/client.key
                passphrase: { env: KEY_PASSPHRASE }
            '''.stripIndent(), HOME: '/home/sre')

        then:
        environment.service('plain').tls().empty
        with(environment.service('vault')) {
            url() == 'https://vault:8200'
            tls().get().place().endsWith('staging.yaml:4')
            tls().get().ca().get() == folder.resolve('certificates/ca.pem')
            tls().get().clientCertificate().get() == Path.of('/etc/runbook/client.pem')
            tls().get().clientKey().get() == Path.of('/home/sre/client.key')
            tls().get().passphrase().get() == new SecretSource.Variable('KEY_PASSPHRASE')
        }
    }

    def 'an unusable service URL is rejected: #url'() {
        when:
        read('staging', "services:\n  a: '$url'\n")

        then:
        def refused = thrown(AuthorException)
        refused.message.readLines()[0].endsWith("staging.yaml:2:6: the URL '$url' $message")
        refused.message.readLines()[3].strip() == cure

        where:
        url                        || message                                          | cure
        'https://api/x#top'        || 'has a fragment'                                 | "remove it from the '#' on: it is never sent to a server"
        'https://api/x?a=b'        || 'has a query, and requests append their path after it' | 'write the query in the runbook: get "${service(\'name\')}/path?query"'
        'https://my api'           || 'contains a blank'                               | 'remove it'
        'https://'                 || 'has no host'                                    | 'write https://host:port'
        'https:///health'          || 'has no host'                                    | 'write https://host:port'
        'http://:8080'             || 'has no host'                                    | 'write https://host:port'
        'ftp://api'                || "has the scheme 'ftp'"                           | 'a service is reached by http:// or https://'
        'api.erpgo.com'            || 'has no scheme'                                  | 'write https://api.erpgo.com'
        'api:8080/x'               || 'has no scheme'                                  | 'write https://api:8080/x'
        'https:/api'               || 'has no scheme'                                  | 'write https://api'
        'http://api:0'             || "has the port '0'"                               | 'a port is a number from 1 to 65535'
        'http://api:65536'         || "has the port '65536'"                           | 'a port is a number from 1 to 65535'
        'http://api:99999999999'   || "has the port '99999999999'"                     | 'a port is a number from 1 to 65535'
        'http://api:'              || "has the port ''"                                | 'a port is a number from 1 to 65535'
        'http://api:http/x'        || "has the port 'http'"                            | 'a port is a number from 1 to 65535'
        'http://my_api'            || 'is not a valid URL'                             | "a host name has letters, digits, '-' and '.'; encode other characters in the path"
        'http://api/{id}'          || 'is not a valid URL'                             | "a host name has letters, digits, '-' and '.'; encode other characters in the path"
        'http://[::1'              || 'has no host'                                    | 'write https://host:port'
    }

    def 'a usable service URL is accepted: #url'() {
        expect:
        read('staging', "services:\n  a: '$url'\n").service('a').url() == url

        where:
        url << ['http://plain', 'HTTPS://api.erpgo.com/', 'https://api:65535/v1/x', 'http://[::1]:8080/x', 'http://10.0.0.1:1', 'https://a-b.c/x%20y']
    }

    def 'invalid certificates of a service are reported'() {
        when:
        read('staging', '''\
            services:
              a: { ca: ca.pem }
              b: { url: https://b, cA: ca.pem }
              c: { url: https://c, clientKey: c.key, passphrase: hunter2 }
            '''.stripIndent())

        then:
        def form = thrown(AuthorException)
        form.message.replace(folder.toString() + '/', '') == """\
            staging.yaml:2:6: 'a' needs 'url'
                a: { ca: ca.pem }
                   ^~~~~~~~~~~~~~
            staging.yaml:3:24: unknown key 'cA' in 'b'
                b: { url: https://b, cA: ca.pem }
                                     ^~
                did you mean 'ca'?
            staging.yaml:4:54: 'passphrase' is where a secret is kept: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT, …] }""".stripIndent()

        when:
        read('staging', '''\
            services:
              d: { url: http://d, ca: ca.pem }
              e: { url: https://e, clientKey: c.key, passphrase: { env: P } }
            '''.stripIndent())

        then:
        def values = thrown(AuthorException)
        values.message.replace(folder.toString() + '/', '') == """\
            staging.yaml:2:13: 'http://d' is not reached over TLS, so no certificate is used
                d: { url: http://d, ca: ca.pem }
                          ^~~~~~~~
                write https://, or leave out what is declared beside the url
            staging.yaml:3:35: 'clientKey' belongs to a client certificate, and there is none
                e: { url: https://e, clientKey: c.key, passphrase: { env: P } }
                                                ^~~~~
                add clientCertificate: FILE
            staging.yaml:3:54: 'passphrase' belongs to a client certificate, and there is none
                e: { url: https://e, clientKey: c.key, passphrase: { env: P } }
                                                                   ^~~~~~~~~~
                add clientCertificate: FILE""".stripIndent()
    }

    def 'an empty file is an environment without targets'() {
        expect:
        read('bare', '# nothing yet\n').name() == 'bare'
    }

    def 'environment variables are inserted into texts, but never into secrets'() {
        when:
        def environment = read('lab', '''
            services: { api: 'http://${LAB_ADDRESS:-127.0.0.1}:${PORT}/' }
            hosts: { web: '${LAB_USER:-deploy}@${LAB_ADDRESS:-127.0.0.1}' }
            secrets: { TOKEN: { plain: '${PORT}' } }
        ''', PORT: '8080', LAB_ADDRESS: '')

        then:
        environment.services().api.url() == 'http://127.0.0.1:8080/'
        environment.hosts().web[0].user() == 'deploy'
        environment.secrets().open(new Secret('TOKEN')) == '${PORT}'
    }

    def 'a service URL with credentials is rejected without showing them: #url'() {
        when:
        read('prod', "services:\n  api: $url\n")

        then:
        def refused = thrown(AuthorException)
        refused.message.contains("prod.yaml:2:8: the URL of service 'api' holds a user or a password")
        refused.message.contains('basic, bearer or header')
        !refused.message.contains('hunter2')

        where:
        url << ['https://rollback:hunter2@api.erpgo.com/x', 'https://hunter2@api.erpgo.com']
    }

    def 'how scripts run on a host is part of the environment'() {
        when:
        def environment = read('staging', '''
            environment: staging
            hosts:
              app: { address: deploy@app1, in: /srv/app, env: { APP_ENV: '${STAGE}', WORKERS: 3 } }
              win: { address: deploy@win1, in: 'D:\\app', shell: powershell }
              db: db1
        ''', STAGE: 'blue')

        then:
        environment.hosts().app[0].settings() ==
                new Environment.HostSettings(Optional.of('/srv/app'), [APP_ENV: 'blue', WORKERS: '3'], Environment.HostSettings.Shell.SH)
        environment.hosts().win[0].settings() ==
                new Environment.HostSettings(Optional.of('D:\\app'), [:], Environment.HostSettings.Shell.POWERSHELL)
        environment.hosts().db[0].settings() == Environment.HostSettings.none()

        and: 'a resume notices that they have changed'
        EnvironmentText.of(environment).contains('"in" : "/srv/app"')
        EnvironmentText.of(environment).contains('"WORKERS" : "3"')
        EnvironmentText.of(environment).contains('"shell" : "powershell"')
    }

    def 'a mistake in how scripts run on a host is reported: #host'() {
        when:
        read('staging', "environment: staging\nhosts:\n  app: { address: app1, $host }\n")

        then:
        def mistake = thrown(AuthorException)
        mistake.message.contains('staging.yaml:3:')
        mistake.message.contains(message)
        mistake.message.contains(cure)

        where:
        host                                          || message                                        | cure
        'shell: bash'                                 || "'shell' is sh or powershell"                  | ''
        'in: ~/app'                                   || "'~/app' is not the path of one"               | 'write an absolute path'
        "in: ''"                                      || "'in' is a folder on the host"                 | 'write an absolute path'
        'env: { "A B": x }'                           || "'A B' is not a name"                          | 'use letters, digits and _'
        'env: { RB_1: x }'                            || "'RB_1' is not a name"                         | 'no name that begins with RB_'
        'env: [A]'                                    || "'env' is a map"                               | ''
        'jump: { address: ops@bastion, in: /srv }'    || 'a host to go through runs no scripts'         | 'move them to the host itself'
        'folder: /srv'                                || "unknown key 'folder'"                         | 'known here'
    }

    def 'an @ after the host of a service URL is not a credential'() {
        expect:
        read('prod', "services: { api: 'https://api.erpgo.com/users/@me' }\n").services().api.url() == 'https://api.erpgo.com/users/@me'
    }

    def 'reports all mistakes of form together, each with line, caret and cure'() {
        when:
        read('broken', '''\
            production: yes
            sevices: { api: https://api.erpgo.com }
            services: { api: 8080 }
            hosts:
              web: []
              db: { adress: db1, port: 22 }
            databases: { orders: { url: jdbc:postgresql://db/erp, password: hunter2 } }
            channels: { ops: { pager: x }, other: konsole }
            '''.stripIndent())

        then:
        def mistakes = thrown(AuthorException)
        def reported = mistakes.message.replace(folder.toString() + '/', '')
        reported == '''\
            broken.yaml:1:13: 'production' is true or false, not the text 'yes'
                production: yes
                            ^~~
            broken.yaml:2:1: unknown key 'sevices' in 'environment'
                sevices: { api: https://api.erpgo.com }
                ^~~~~~~
                did you mean 'services'?
            broken.yaml:3:18: 'api' is a base URL, or a map with url, not 8080
                services: { api: 8080 }
                                 ^~~~
            broken.yaml:5:8: 'web' is an empty list
                web: []
                     ^~
            broken.yaml:6:7: 'db' needs 'address'
                db: { adress: db1, port: 22 }
                    ^~~~~~~~~~~~~~~~~~~~~~~~~
            broken.yaml:6:9: unknown key 'adress' in 'db'
                db: { adress: db1, port: 22 }
                      ^~~~~~
                did you mean 'address'?
            broken.yaml:6:22: unknown key 'port' in 'db'
                db: { adress: db1, port: 22 }
                                   ^~~~
                known here: address, jump, key, passphrase, known_hosts, in, env, shell
            broken.yaml:7:65: 'password' is where a secret is kept: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT, …] }
            broken.yaml:8:20: unknown key 'pager' in 'ops'
                channels: { ops: { pager: x }, other: konsole }
                                   ^~~~~
                known here: slack, teams, webhook, email, pagerduty, sms, statuspage, url, command, file, ca, clientCertificate, clientKey, passphrase
            broken.yaml:8:39: 'other' is the word console, not the text 'konsole'
                channels: { ops: { pager: x }, other: konsole }
                                                      ^~~~~~~'''.stripIndent()
    }

    def 'reports all mistakes of values together'() {
        when:
        read('staging', '''\
            environment: production
            services: { api: '${API_URL}' }
            hosts: { web: 'deploy@web 1', db: 'db:99999', bad: '-oProxyCommand=x' }
            databases: { orders: { url: postgresql://db/erp } }
            drill: { approvals: { approve: 30s } }
            '''.stripIndent())

        then:
        def refused = thrown(AuthorException)
        def message = refused.message.replace(folder.toString() + '/', '')
        message.readLines().findAll { it.startsWith('staging.yaml') } == [
            "staging.yaml:1:14: the file is named 'staging', the environment 'production'",
            'staging.yaml:2:18: the environment variable API_URL is not set',
            "staging.yaml:3:15: 'deploy@web 1' is not a host address",
            "staging.yaml:3:35: 'db:99999' is not a host address",
            "staging.yaml:3:52: '-oProxyCommand=x' is not a host address",
            "staging.yaml:4:29: a database's url starts with jdbc:postgresql:, jdbc:sqlserver: or jdbc:sqlite:",
            "staging.yaml:5:32: '30s' is not a time to wait",
        ]
    }

    def 'rejects what is not plain YAML: #text'() {
        when:
        read('odd', text)

        then:
        def refused = thrown(AuthorException)
        def message = refused.message
        message.contains(said)
        message.readLines()[0].contains('odd.yaml:')

        where:
        text                                                | said
        'services: { api: !!java.net.URL ["http://evil"] }' | 'tag is not allowed'
        'services: !evil { api: x }'                        | 'tags are not allowed'
        'lab: a\nlab: b'                                    | "'lab' is declared twice"
        'settings: &all { all: *all }'                      | 'this anchor contains itself'
        laughs(24)                                          | 'the aliases here expand to more than 200000 values'
        'services: { api: x'                                | 'not YAML'
        "services:\n\tapi: x"                               | 'not YAML'
        '- a\n- b'                                          | "'environment' is an environment, not a list"
    }

    /** Each list contains the one before it twice, which makes millions of elements out of few lines. */
    private static String laughs(int lines) {
        'l0: &l0 [x]\n' + (1..lines).collect { "l$it: &l$it [${(["*l${it - 1}"] * 2).join(', ')}]" }.join('\n')
    }

    def 'a missing file is named'() {
        when:
        EnvironmentFile.read(folder.resolve('none.yaml'), [:])

        then:
        def refused = thrown(AuthorException)
        refused.message == "no such file: ${folder.resolve('none.yaml')}"
    }

    private Environment read(Map<String, String> variables = [:], String name, String text) {
        def file = folder.resolve(name + '.yaml')
        Files.writeString(file, text.stripIndent())
        EnvironmentFile.read(file, variables)
    }
}
