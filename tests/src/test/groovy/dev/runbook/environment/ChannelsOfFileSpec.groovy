package dev.runbook.environment

import dev.runbook.AuthorException
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** A mistake in the settings of a channel is reported when the file is read, with its place and cure. */
class ChannelsOfFileSpec extends Specification {
    static final MAIL = 'mail: { server: smtp.example.com, from: a@example.com }'

    @TempDir
    Path folder

    Environment read(String text) {
        def file = folder.resolve('test.yaml')
        Files.writeString(file, "environment: test\n$text\n")
        EnvironmentFile.read(file, [HOME: folder.toString()])
    }

    def 'the mail server: #server is #host:#port with #security'() {
        expect:
        with(read("mail: { server: '$server'$more, from: a@example.com }\nchannels: { all: { email: [b@example.com] } }").channels().all.destination().server()) {
            [it.host(), it.port(), it.security().word()] == [host, port, security]
        }

        where:
        server                 | more                  || host               | port | security
        'smtp.example.com'     | ''                    || 'smtp.example.com' | 587  | 'starttls'
        'smtp.example.com:465' | ''                    || 'smtp.example.com' | 465  | 'implicit'
        'smtp.example.com'     | ', security: implicit' || 'smtp.example.com' | 465  | 'implicit'
        '[::1]:2525'           | ', security: none'    || '::1'              | 2525 | 'none'
    }

    def '#problem'() {
        when:
        read(text)

        then:
        def refused = thrown(AuthorException)
        refused.message =~ problem
        refused.message.contains(cure)
        refused.message =~ /test\.yaml:\d+:\d+: /

        where:
        text                                                                                                       || problem                                                 | cure
        'channels: { a: { slack: https://x/, file: y } }'                                                          || "channel 'a' has more than one destination"             | 'exactly one of slack, teams'
        'channels: { a: { ca: ca.pem } }'                                                                          || "channel 'a' has no destination"                        | 'exactly one of'
        'channels: { a: { email: [b@example.com] } }'                                                              || "channel 'a' sends e-mail, but the environment has no mail server" | 'add mail:'
        "$MAIL\nchannels: { a: { email: ['b@example.com, c@example.com'] } }"                                      || 'is not an e-mail address'                              | 'name@example.com'
        "$MAIL\nchannels: { a: { email: ['<b@example.com>'] } }"                                                   || 'is not an e-mail address'                              | 'name@example.com'
        "$MAIL\nchannels: { a: { email: [b@example.com], ca: ca.pem } }"                                           || "'ca' has no meaning beside 'email'"                    | 'under mail'
        'mail: { server: smtp.example.com, from: nobody }'                                                         || "'nobody' is not an e-mail address"                     | 'name@example.com'
        'mail: { server: "smtp://x", from: a@example.com }'                                                        || "'smtp://x' is not a server's name"                     | 'smtp.example.com:587'
        'mail: { server: "x:99999", from: a@example.com }'                                                         || "'x:99999' is not a server's name"                      | 'smtp.example.com:587'
        'mail: { server: x, from: a@example.com, user: me }'                                                       || "needs both 'user' and 'password'"                      | 'add password'
        'mail: { server: x, from: a@example.com, password: { env: P } }'                                           || "needs both 'user' and 'password'"                      | 'add user'
        'mail: { server: x, from: a@example.com, security: none, user: me, password: { env: P } }'                 || 'the password would be sent to x in clear text'         | 'starttls'
        'mail: { server: x, from: a@example.com, security: tls }'                                                  || "'security' is starttls, implicit or none"              | ''
        'mail: { server: x, from: a@example.com, clientKey: k.pem }'                                               || "'clientKey' belongs to a client certificate"           | 'add clientCertificate'
        "channels: { a: { sms: { to: ['0170123'], from: '+4915735980000', account: AC1, token: { env: T } } } }"   || "'0170123' is not a telephone number"                   | "'\\+491701234567'".replace('\\', '')
        "channels: { a: { sms: { to: ['+491701234567'], from: x, account: '../x', token: { env: T } } } }"         || "'account' is an id of letters and digits"              | 'copy it'
        "channels: { a: { statuspage: { page: 'a/b', token: { env: T } } } }"                                      || "'page' is an id of letters and digits"                 | 'copy it'
        'channels: { a: { pagerduty: R0123456789 } }'                                                              || "'pagerduty' is where a secret is kept"                 | ''
        'channels: { a: { slack: hooks.slack.com } }'                                                              || 'the address is not an http or https URL'               | 'https://'
        'channels: { a: { webhook: https://x/, url: https://y/ } }'                                                || "'url' has no meaning beside 'webhook'"                 | 'pagerduty, sms, statuspage'
        'channels: { a: { command: [] } }'                                                                         || "'command' is an empty list"                            | ''
    }

    def 'variables that hold the secrets of channels are known as secret'() {
        expect:
        read('''mail: { server: x, from: a@example.com, user: me, password: { env: MAIL_PASSWORD } }
channels:
  a: { email: [b@example.com] }
  b: { slack: { env: SLACK } }
  c: { pagerduty: { env: PAGER } }
  d: { sms: { to: ['+491701234567'], from: x, account: AC1, token: { env: SMS } } }
  e: { statuspage: { page: p, token: { env: PAGE } } }
  f: { webhook: https://x/, clientCertificate: c.pem, passphrase: { env: PASSPHRASE } }''').secretVariables() == ['MAIL_PASSWORD', 'SLACK', 'PAGER', 'SMS', 'PAGE', 'PASSPHRASE'] as Set
    }
}
