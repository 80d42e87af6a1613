package dev.runbook.cli

import dev.runbook.action.http.RawServer
import dev.runbook.action.sql.SharedPostgres
import dev.runbook.action.ssh.OpenSsh
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import groovy.io.FileType
import groovy.json.JsonOutput

import java.nio.charset.StandardCharsets
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * Runs in which every action receives a secret and prints it, whole, in pieces and in every form: no file of the run, no
 * output and no message contains it, or a part of it.
 */
@Thorough('a run of thirty steps for each secret')
@Requires(value = { OpenSsh.installed && Machine.root }, reason = 'needs root and openssh-server')
@Timeout(180)
class SecretCorpusSpec extends Specification {
    static final List<String> SECRETS = [
        'correct-horse-battery-staple-42',
        'quote\'s & "double" $x `y` \\z <tag>',
        'pässwörd-日本-🔑-ende',
        'a+b/c==&d=e?f#g%h;i',
        '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----',
    ]

    @TempDir
    Path folder

    @Shared @TempDir
    Path ssh

    @Shared @AutoCleanup
    OpenSsh host

    /** A server that returns everything it receives, in its headers and its body. */
    @Shared @AutoCleanup
    RawServer server = new RawServer({ Socket socket ->
        def forms = formsTold
        say(socket, "HTTP/1.1 418 ${forms.values()[0].readLines()[0]}\nX-Token: ${forms.values()[0].readLines().join(' ')}\nConnection: close\n\n")
        socket.outputStream.write(forms.values().join('\n').getBytes('UTF-8'))
    })

    @Shared
    Map<String, String> formsTold = [:]

    def setupSpec() {
        host = new OpenSsh(ssh)
    }

    def 'no file or output contains a trace of #shown'() {
        given:
        def rig = new CommandRig(folder)
        def forms = forms(secret)
        formsTold = forms
        rig.variables.S = secret
        rig.write('forms.txt', forms.values().join('\n') + '\n')
        // puts the secret across the place where a message is truncated
        rig.write('long.txt', [50, 110, 150, 190].collect { 'x' * it + ' ' + secret.readLines().join(' ') + 'y' * 200 }.join('\n') + '\n')
        rig.write('runbooks/demo/environments/lab.yaml', """
            environment: lab
            secrets: { S: { env: S } }
            settings: { forms: '${folder.resolve('forms.txt')}', long: '${folder.resolve('long.txt')}' }
            services: { api: '$server.url' }
            hosts: { db: { address: 'root@127.0.0.1:$host.port', key: { file: $host.key }, known_hosts: $host.knownHosts } }
            databases:
              lite: { url: 'jdbc:sqlite:${folder.resolve('lite.db')}' }
              orders: { url: 'jdbc:postgresql://127.0.0.1:${SharedPostgres.server().port}/postgres', user: postgres, password: { env: PW } }
            channels: { reported: { file: '${folder.resolve('messages.txt')}' } }
        """.stripIndent())
        rig.variables.PW = 'postgres'
        folder.resolve('lite.db').toFile().createNewFile()
        rig.runbook('demo/secrets', '''
            def printed = step('Prints') { shell "cat ${setting('forms')} ${setting('long')}; printf '%s' ${secret('S')}"; expect { stdout == 'x' }; onFailure { carryOn() } }
            step('Complains') { shell ": ${secret('S')}; cat ${setting('forms')} >&2; head -n 1 ${setting('long')} >&2; exit 3"; onFailure { carryOn() } }
            for (n in 1..4) {
                step("Line $n") { shell ": ${secret('S')}; sed -n ${n}p ${setting('long')} >&2; exit 3"; onFailure { carryOn() } }
            }
            step('Drips') { shell "printf %s ${secret('S')} | while part=\\$(dd bs=3 count=1 2>/dev/null; echo .) && [ \\"\\$part\\" != . ]; do printf %s \\"\\${part%.}\\"; sleep 0.02; done" }
            step('By the letter') { shell "printf %s ${secret('S')} | dd bs=1 2>/dev/null"; onFailure { carryOn() } }
            step('Is stopped') { budget 300.milliseconds
                shell "cat ${setting('forms')}; printf %s ${secret('S')} >&2; sleep 60"; onFailure { carryOn() } }
            step('Wrong file') { shell "cat /none/${secret('S')}"; onFailure { carryOn() } }
            step('Wrong folder') { shell 'true', in: "/none/${secret('S')}"; onFailure { carryOn() } }
            step('Wrong user') { shell 'true', user: "${secret('S')}"; onFailure { carryOn() } }
            step('Env') { shell 'printenv OWN; exit 4', env: [OWN: "${secret('S')}"]; onFailure { carryOn() } }
            step('There') { ssh "cat ${setting('forms')} ${setting('long')}; printf %s ${secret('S')} >&2; exit 5", on: 'db'; expect { stdout == 'x' }; onFailure { carryOn() } }
            step('There, stopped') { budget 2.seconds
                ssh "cat ${setting('forms')}; printf %s ${secret('S')} >&2; sleep 60", on: 'db'; onFailure { carryOn() } }
            step('Row') { sql "select ${secret('S')} as reported, length(${secret('S')}) as n", on: 'lite'; expect { row.reported == 'x' }; onFailure { carryOn() } }
            step('Row there') { sql "select ${secret('S')}::text as reported, encode(convert_to(${secret('S')}, 'UTF8'), 'base64') as b", on: 'orders'; expect { row.reported == 'x' }; onFailure { carryOn() } }
            step('Error there') { sql "select ${secret('S')}::text::integer", on: 'orders'; onFailure { carryOn() } }
            step('Name there') { sql "select * from ${identifier(secret('S'))}", on: 'orders'; onFailure { carryOn() } }
            step('Web') { http { get "${service('api')}/a/${secret('S')}?q=${secret('S')}" }; expect { body == 'x'; headers['x-token'] == 'y' }; onFailure { carryOn() } }
            step('Form') { http { post "${service('api')}/f"; form(a: secret('S')); bearer secret('S') }; onFailure { carryOn() } }
            step('JSON') { http { post "${service('api')}/j"; json(a: secret('S')) }; onFailure { carryOn() } }
            step('Metric') { prometheus "up{reported=\\"${secret('S')}\\"}", on: 'api'; onFailure { carryOn() } }
            step('Other shell') { powershell "Write-Output ${secret('S')}"; onFailure { carryOn() } }
            step('Rows here') { sql "create table told_rows (id text primary key, at timestamp); insert into told_rows values (${secret('S')}, '2026-01-02 00:00:00')", on: 'lite' }
            step('Rows there') { sql "create table told_rows (id text primary key, at timestamp); insert into told_rows values (${secret('S')}, '2026-01-01 00:00:00')", on: 'orders' }
            step('Newer row') { copyRows 'told_rows', from: 'orders', to: 'lite', key: 'id', changed: 'at'; onFailure { carryOn() } }
            step('Rows gone') { sql 'drop table told_rows', on: 'orders' }
            forEach('Each', in: { printed.lines }) { line ->
                step('One') { shell "printf '%s\\\\n' ${line}" }
                onFailure { carryOn() }
            }
            notify('reported') { text "it said ${printed.stdout}" }
            verify('Ends badly') { shell "printf %s ${secret('S')}; exit 6" }
        '''.replace('300.milliseconds', '1.second'))

        when:
        def answer = rig.run('run', 'demo/secrets', '-e', 'lab')
        def reported = [answer.out, answer.err]
        ['text', 'html', 'json'].each { reported << rig.run('show', 'last', '--format', it).out }
        reported << rig.run('history').out << rig.run('report').out << rig.run('verify', 'last').out

        then:
        answer.out =~ /✗ Ends badly/
        answer.out =~ /✓ Drips/
        answer.out =~ /✗ Newer row .*newer/
        answer.out =~ /✓ Rows gone/
        answer.out.count('•••') > 40
        def run = folder.resolve('home').toFile()
        def files = []
        run.eachFileRecurse(FileType.FILES) { files << it }
        files.size() > 20
        files.each { File file ->
            absent(file.getText('UTF-8'), secret, forms, file.name)
            absent(file.path, secret, forms, 'the name of a file')
        }
        absent(folder.resolve('messages.txt').toFile().text, secret, forms, 'a message')
        reported.eachWithIndex { text, i -> absent(text, secret, forms, "what command ${i} printed") }

        where:
        secret << SECRETS
        shown = secret.take(12).readLines()[0]
    }

    def 'no error message contains a trace of it: #shown'() {
        given:
        def rig = new CommandRig(folder)
        rig.variables.S = secret
        rig.write('runbooks/demo/environments/lab.yaml', """
            environment: lab
            secrets: { S: { env: S } }
            channels: { reported: { file: '${folder.resolve('messages.txt')}' } }
        """.stripIndent())
        rig.runbook('demo/wrong', """
            def printed = step('Prints') { shell "printf %s \${secret('S')}" }
            def asJson = step('Prints JSON') { shell "printf '{\\"items\\": \\"%s\\"}' \${secret('S')}" }
            step('Counts') { shell "echo \${printed.stdout.toInteger()}"; onFailure { carryOn() } }
            notify('reported') { text "there are \${printed.stdout.toInteger()}" }
            forEach('Each', in: { asJson.json.items }) { one ->
                step('One') { shell "echo \${one}" }
            }
        """)

        when:
        def answer = rig.run('run', 'demo/wrong', '-e', 'lab')
        def reported = [answer.out, answer.err, *['text', 'html', 'json'].collect { rig.run('show', 'last', '--format', it).out }]

        then:
        answer.exit == 1
        answer.out.contains('iterates over a list, and this is not a list: •••')
        answer.out.count('is not a whole number') > 1
        def files = []
        folder.resolve('home').toFile().eachFileRecurse(FileType.FILES) { files << it }
        files.each { File file -> absent(file.getText('UTF-8'), secret, forms(secret), file.name) }
        reported.eachWithIndex { text, i -> absent(text, secret, forms(secret), "what command ${i} printed") }

        where:
        secret << [SECRETS[0], SECRETS[3]]
        shown = secret.take(12)
    }

    private static void absent(String text, String secret, Map<String, String> forms, String where) {
        def shown = forms.findAll { how, form -> text.contains(form) }.collect { how, form ->
            "$how: ...${text.substring(Math.max(0, text.indexOf(form) - 100)).take(form.length() + 200)}".toString()
        }
        assert shown == []: where
        if (!secret.contains('\n')) {
            // nor a considerable part of it
            def part = (0..secret.length() - 8).collect { secret.substring(it, it + 8) }.find { text.contains(it) }
            def reported = part == null ? '' : text.substring(Math.max(0, text.indexOf(part) - 150)).take(320)
            assert reported == '': where
        }
    }

    private static Map<String, String> forms(String secret) {
        def bytes = secret.getBytes(StandardCharsets.UTF_8)
        def json = JsonOutput.toJson(secret)[1..-2]
        [
            plain   : secret,
            base64  : Base64.encoder.encodeToString(bytes),
            offset1 : Base64.encoder.encodeToString(('x' + secret + 'xyz').getBytes('UTF-8')),
            offset2 : Base64.encoder.encodeToString(('xy' + secret + 'xyz').getBytes('UTF-8')),
            wrapped : Base64.getMimeEncoder(20, '\n'.bytes).encodeToString(bytes),
            url     : URLEncoder.encode(secret, 'UTF-8'),
            path    : URLEncoder.encode(secret, 'UTF-8').replace('+', '%20'),
            lower   : URLEncoder.encode(secret, 'UTF-8').replaceAll(/%../) { it.toLowerCase() },
            json    : json,
            slashed : json.replace('/', '\\/'),
            shell   : "'" + secret.replace("'", "'\\''") + "'",
        ]
    }
}
