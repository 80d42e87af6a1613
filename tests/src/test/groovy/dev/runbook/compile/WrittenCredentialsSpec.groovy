package dev.runbook.compile

import spock.lang.Specification

/** check rejects passwords and tokens in a URL of a runbook; a value in their place is allowed. */
class WrittenCredentialsSpec extends Specification implements RunbookTexts {

    def 'a credential in a URL is rejected, and not quoted: #text'() {
        when:
        def message = messageOf(inRunbook("param 'id', 'id', example: 'x'\n$text"))

        then:
        message.readLines()[0].contains("a URL here holds '$found'")
        !message.contains('s3cret')

        where:
        text                                                                                   || found
        "step('a') { http { get 'http://admin:s3cret@host/x' } }"                              || 'user:password@'
        "step('a') { http { get \"http://admin:s3cret@host/\${params.id}\" } }"                || 'user:password@'
        "step('a') { http { get 'https://host/x?password=s3cret' } }"                          || 'password='
        "step('a') { http { get \"https://host/\${params.id}?a=1&access_token=s3cret\" } }"    || 'access_token='
        "step('a') { http { get \"\${service('api')}/x?api_key=s3cret\" } }"                   || 'api_key='
        "step('a') { shell 'curl -s http://admin:s3cret@host/' }"                              || 'user:password@'
        "step('a') { shell \"psql postgres://erp:s3cret@host/\${params.id}\" }"                || 'user:password@'
        "step('a') { shell 'java -jar m.jar jdbc:postgresql://host/erp?user=erp&password=s3cret' }" || 'password='
        "step('a') { shell 'x', env: [URL: 'jdbc:sqlserver://host;user=sa;password=s3cret'] }" || 'password='
        "def url = 'mongodb://erp:s3cret@host'\nstep('a') { shell \"dump \$url\" }"            || 'user:password@'
        "step('a') { ssh \"\"\"\n  curl \\\n    http://admin:s3cret@host/\${params.id}\n\"\"\", on: 'web' }" || 'user:password@'
        "notify('team') { text 'see https://host/?token=s3cret' }\nstep('a') { shell 'x' }"    || 'token='
    }

    def 'a text without a credential is accepted: #text'() {
        expect:
        messageOf(inRunbook("param 'id', 'id', example: 'x'\nstep('a') { $text }")) == ''

        where:
        text << [
            "shell \"psql postgres://erp:\${secret('PW')}@host/erp\"",
            "shell \"java -jar m.jar 'jdbc:postgresql://host/erp?password=\${secret('PW')}'\"".replace("'jdbc", 'jdbc').replace("}'", '}'),
            "shell 'psql postgres://erp:\$PGPASSWORD@host/erp'",
            "shell 'curl http://host/?token=\$TOKEN'",
            "shell 'curl http://host:8080/a@b?key=42&page_token=3&secretName=x'",
            "http { get 'https://host:8443/x?key=42&keyword=a' }",
            "shell 'ssh://git@host:22/x; git clone https://host/x.git'",
            "shell 'scp a user@host:b; echo password=x'",
            "http { get \"https://host/x?token=\${secret('T')}\" }",
        ]
    }
}
