package dev.runbook.action.shell

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Output
import dev.runbook.action.Specs
import dev.runbook.action.TellsHowAScriptEnded
import dev.runbook.environment.Environment
import dev.runbook.machine.Machine
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template
import dev.runbook.value.Unknown

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

class ShellActionSpec extends Specification implements TellsHowAScriptEnded {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @TempDir
    Path folder

    def 'a successful script provides its output, its lines and its JSON'() {
        when:
        def outcome = run('echo \'{"rows": [1, 2.5]}\'; echo warned >&2')

        then:
        outcome.result() == Result.OK
        outcome.cause() == ''
        outcome.values() == [exitCode: 0, stdout: '{"rows": [1, 2.5]}', stderr: 'warned', lines: ['{"rows": [1, 2.5]}'], json: [rows: [1, 2.5]]]
        attempts.output.text(Output.Stream.OUT) == '{"rows": [1, 2.5]}\n'
        attempts.output.text(Output.Stream.ERR) == 'warned\n'
    }

    def 'the exit of a script is described in words: #script'() {
        expect:
        mustHaveFailed(run(script), exitCode, cause)

        where:
        script                             || exitCode | cause
        'exit 3'                           || 3        | 'exit code 3'
        'echo no space left >&2; exit 1'   || 1        | 'exit code 1: no space left'
        'echo said on stdout; exit 1'      || 1        | 'exit code 1: said on stdout'
        'exit 255'                         || 255      | 'exit code 255'
        '\nnot-there --now'                || 127      | 'exit code 127, a command was not found: sh: 1: eval: not-there: not found'
        '/etc/passwd'                      || 126      | 'exit code 126, a command could not be executed: sh: 1: eval: /etc/passwd: Permission denied'
        'kill -KILL $$'                    || 137      | 'killed by signal 9 (KILL, by a user or out of memory)'
        'sh -c \'kill -SEGV $$\''          || 139      | 'killed by signal 11 (SEGV, a crash): Segmentation fault'
        'kill -40 $$'                      || 168      | 'killed by signal 40'
    }

    def 'a syntax error names the line of the author\'s text'() {
        when:
        def outcome = run('''
            echo one
            if then
        ''')

        then:
        outcome.cause() == 'exit code 2: sh: 2: eval: Syntax error: "then" unexpected'
    }

    def 'values and secrets arrive byte for byte and are not visible in a process list'() {
        given:
        attempts.secrets = [TOKEN: 's3cr3t "quoted" $HOME']
        def value = 'a \'b\' "c" $(id) `id` \\ \n é -n'
        def template = new Template(['printf "%s|%s|" ', ' "', '"; cat /proc/*/cmdline | tr "\\0" " " | grep -c -e "[s]3cr3t" -e "[a]uthors-own"'], [value, new Secret('TOKEN')])

        when:
        def outcome = attempts.perform(Specs.shell(template))

        then:
        outcome.values().stdout == "$value|s3cr3t \"quoted\" \$HOME|0".toString()
    }

    def 'while it runs, the process list shows neither script nor value'() {
        given:
        def template = new Template(['cat /proc/$$/cmdline /proc/$PPID/cmdline; : ', ' authors-text'], ['confidential'])

        expect:
        with(attempts.perform(Specs.shell(template)).values().stdout) {
            !it.contains('confidential')
            !it.contains('authors-text')
        }
    }

    def 'a #kind arrives as #text'() {
        expect:
        attempts.perform(Specs.shell(new Template(['printf %s ', ''], [value]))).values().stdout == text

        where:
        kind             | value                             || text
        'number'         | 10                                || '10'
        'decimal'        | 1E+3G                             || '1000'
        'boolean'        | true                              || 'true'
        'duration'       | Duration.ofMillis(90500)          || '90.5'
        'long duration'  | Duration.ofHours(2)               || '7200'
        'instant'        | Instant.parse('2026-01-02T03:04:05Z') || '2026-01-02T03:04:05Z'
        'empty text'     | ''                                || ''
    }

    def 'a value that cannot be passed to a process is rejected in one line: #message'() {
        when:
        attempts.perform(Specs.shell(new Template(['echo ', ''], [value])))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message

        where:
        value                        || message
        'a\0b'                       || 'value 1 contains a NUL character, which is not allowed in an environment variable; pass it encoded, e.g. as base64'
        'x' * 131_072                || 'value 1 is 129 KiB, but a process accepts at most 128 KiB in one variable; write it to a file and pass the file\'s name'
        ['a', 'b']                   || 'value 1 is a list, but a shell accepts only text; write json(…)'
        [a: 1]                       || 'value 1 is a map, but a shell accepts only text; write json(…)'
        null                         || 'value 1 has no value; check it with if before it is used'
        new Unknown('Tables: stdout') || 'value 1 is not known: ‹Tables: stdout›'
    }

    def 'the largest allowed value arrives completely, also in child processes'() {
        when:
        def outcome = attempts.perform(Specs.shell(new Template(['printenv RB_1 | wc -c; : ', ''], ['x' * 131_000])))

        then:
        outcome.values().stdout == '131001'
    }

    def 'runs in the given folder with the given variables'() {
        given:
        def data = Files.createDirectory(folder.resolve("it's data"))

        when:
        def spec = new ShellSpec(new ShellScript.Text(Template.of('pwd; echo "$PGHOST"')), Optional.of(Template.of(data.toString())), Optional.empty(), [PGHOST: new Template(['db-', ''], [1])])

        then:
        attempts.perform(spec).values().lines == [data.toRealPath().toString(), 'db-1']
        spec.shown() == "pwd; echo \"\$PGHOST\"\n(in $data, PGHOST=db-1)"
    }

    def 'a missing folder and an invalid variable are rejected in one line'() {
        when:
        attempts.perform(new ShellSpec(new ShellScript.Text(Template.of('true')), Optional.ofNullable(in), Optional.empty(), env))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message

        where:
        in                         | env                              || message
        Template.of('/not/there')  | [:]                              || "folder '/not/there' does not exist"
        Template.of('/etc/passwd') | [:]                              || "'/etc/passwd' is not a folder"
        null                       | ['A-B': Template.of('x')]        || "'A-B' is not a valid name of an environment variable; use letters, digits and _, and no digit first"
    }

    def 'has the folders and variables of the environment'() {
        given:
        def tool = Files.writeString(folder.resolve('restore-tool'), '#!/bin/sh\necho "restoring $REGION"\n')
        tool.toFile().executable = true
        attempts.shell = new Environment.ShellSettings([folder, Path.of('/opt/none')], [REGION: 'eu'])

        expect:
        run('restore-tool').values().stdout == 'restoring eu'
        run('echo "$PATH"').values().stdout.startsWith("$folder:/opt/none:")
    }

    def 'runs a file unchanged, and reports an unreadable one'() {
        given:
        def file = Files.writeString(folder.resolve('restore.sh'), '  cat <<EOF\n  kept $WHO\nEOF\n')
        def script = { Path path -> new ShellSpec(new ShellScript.File(path), Optional.empty(), Optional.empty(), [WHO: Template.of('me')]) }

        expect:
        attempts.perform(script(file)).values().stdout == '  kept me'
        script(file).shown() == "file $file\n(WHO=me)"

        when:
        attempts.perform(script(folder.resolve('none.sh')))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == "script file ${folder.resolve('none.sh')} cannot be read: there is no such file"
    }

    def 'standard input is empty'() {
        expect:
        run('cat; read line || echo "read: $?"').values().stdout == 'read: 1'
    }

    @Requires(value = { Machine.root && Machine.has('runuser') }, reason = 'needs root and util-linux')
    def 'runs as another user with that user\'s home'() {
        given:
        def spec = new ShellSpec(new ShellScript.Text(new Template(['id -un; echo "$HOME"; printf %s ', ''], ["it's"])), Optional.empty(), Optional.of(Template.of('nobody')), [:])

        expect:
        attempts.perform(spec).values().lines == ['nobody', '/nonexistent', "it's"]
    }

    def 'an unknown user is rejected in one line'() {
        when:
        attempts.perform(new ShellSpec(new ShellScript.Text(Template.of('true')), Optional.empty(), Optional.of(Template.of(user)), [:]))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message

        where:
        user       || message
        'nosuch'   || "user 'nosuch' does not exist on this machine"
        '-u root'  || "user '-u root' is not a login name"
    }

    private Outcome run(String script) {
        attempts.perform(Specs.shell(Template.of(script)))
    }
}
