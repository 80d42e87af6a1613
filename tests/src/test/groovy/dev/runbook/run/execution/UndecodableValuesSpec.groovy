package dev.runbook.run.execution

import dev.runbook.action.http.RawServer
import dev.runbook.cli.CommandRig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Output that is ambiguous or not text fails the condition, loop or command that reads it, with the reason. */
class UndecodableValuesSpec extends Specification {
    private static final byte[] LATIN_1 = 'état\n'.getBytes('ISO-8859-1')

    @TempDir
    Path folder

    @AutoCleanup
    RawServer server = new RawServer({ socket ->
        RawServer.say(socket, "HTTP/1.1 200 OK\nContent-Length: ${LATIN_1.length}\nContent-Type: $type\nConnection: close\n\n")
        socket.outputStream << LATIN_1
    })

    String type = 'text/plain'
    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        Files.write(folder.resolve('latin-1'), LATIN_1)
        rig.write('environments/here.yaml', """
            environment: here
            services: { api: $server.url }
        """.stripIndent())
    }

    private CommandRig.Answer run(String body) {
        rig.runbook('t/main', body)
        rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString())
    }

    def 'JSON with two values for one key is not judged: #use'() {
        when:
        def answer = run("""
            def probe = step('Probe') { shell "echo '{\\"a\\": {\\"ok\\": false, \\"ok\\": true}}'" }
            $use
        """)

        then:
        answer.exit == 1
        answer.out.contains("stdout is not JSON: the key 'ok' occurs more than once in one object (line 1)")

        where:
        use << ["verify('Check') { shell 'echo [{\\'\"ok\":1,\"ok\":1\\'}]'; expect { json[0].ok == 1 } }",
                "step('Use') { shell \"echo \${probe.json.a.ok}\" }",
                "step('Use') { onlyIf { probe.json.a.ok }; shell 'true' }",
                "forEach('Each', in: { probe.json.a }) { one -> step('Use') { shell 'true' } }"]
    }

    def 'output that is not UTF-8 is not judged: #condition'() {
        when:
        def answer = run("verify('Check') { shell 'cat ${folder.resolve('latin-1')}${condition.contains('stderr') ? ' >&2' : ''}'; expect { $condition } }")

        then:
        answer.exit == 1
        answer.out.contains("$value is not text in UTF-8 (line 1): convert it in the command, for example with iconv -f ISO-8859-1 -t UTF-8")

        where:
        condition                | value
        "stdout != 'x'"          | 'stdout'
        'lines.size() == 1'      | 'stdout'
        'json.errors == null'    | 'stdout'
        "!stderr.contains('E')"  | 'stderr'
    }

    def 'the cure in the message works, and other values are judged'() {
        expect:
        run("""
            verify('Check') {
                shell 'iconv -f ISO-8859-1 -t UTF-8 ${folder.resolve('latin-1')}'
                expect { stdout == 'état' }
            }
            verify('Other') {
                shell 'cat ${folder.resolve('latin-1')}'
                expect { exitCode == 0; stderr.isEmpty() }
            }
        """).exit == 0
    }

    def 'a body is decoded as its Content-Type says, or is not judged: #declared'() {
        given:
        type = declared

        when:
        def answer = run("verify('Check') { http { get \"\${service('api')}/\" }; expect { $condition } }")

        then:
        answer.exit == exit
        answer.out.contains(says)

        where:
        declared                         | condition                      || exit | says
        'text/plain; charset=iso-8859-1' | "body.startsWith('état')"      || 0    | ''
        'text/plain'                     | "!body.contains('x')"          || 1    | 'body is not text in UTF-8 (line 1): the server must name its encoding in Content-Type'
        'text/plain; charset=us-ascii'   | 'json == null'                 || 1    | 'body is not text in US-ASCII (line 1)'
        'text/plain'                     | 'status == 200'                || 0    | ''
    }
}
