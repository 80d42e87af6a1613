package dev.runbook.action.shell

import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.Specs
import dev.runbook.machine.Machine
import dev.runbook.value.Result
import dev.runbook.value.Template
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Who runs a script's file, under which name, and when it ends. */
class ScriptFileRunSpec extends Specification {
    @AutoCleanup
    Attempts attempts = new Attempts()

    @TempDir
    Path folder

    @Requires(value = { Machine.has('bash') && Machine.has('dash') && Machine.has('python3') }, reason = 'needs bash, dash and python3')
    def 'the first line names the interpreter: #first'() {
        expect:
        run("$first\n$text\n").values().stdout == printed

        where:
        first                     | text                                          || printed
        '#!/bin/bash'             | '[[ ab == a* ]] && echo "bash ${BASH_VERSION:+yes}"' || 'bash yes'
        '#!/usr/bin/env bash'     | 'x=(1 2); echo ${#x[@]}'                      || '2'
        '#! /bin/bash -u'         | 'case $- in *u*) echo -u ;; esac'               || '-u'
        '#!/usr/bin/env python3'  | 'print(1 + 1)'                                || '2'
        '#!/usr/bin/env -S python3 -B' | 'import sys; print(sys.flags.dont_write_bytecode)' || '1'
        '#!/bin/dash'             | 'echo "dash ${BASH_VERSION:-no}"'             || 'dash no'
        ''                        | 'echo sh'                                     || 'sh'
    }

    @Requires(value = { Machine.has('bash') }, reason = 'needs bash')
    def '$0 names the file, and files next to it are found: #first'() {
        given:
        Files.writeString(folder.resolve('beside.txt'), 'found')

        when:
        def outcome = run("$first\necho \"\$0\"; cat \"\$(dirname \"\$0\")/beside.txt\"\n")

        then:
        outcome.values().lines == [folder.resolve("it's restore.sh").toString(), 'found']

        where:
        first << ['#!/bin/bash', '#!/bin/sh', '']
    }

    @Requires(value = { Machine.has('bash') }, reason = 'needs bash')
    def 'a copy has the file\'s own name, and is removed: #what'() {
        when:
        def outcome = run(text)

        then:
        outcome.result() == Result.OK
        outcome.values().lines[0].endsWith("/it's restore.sh")
        !Files.exists(Path.of(outcome.values().lines[0]).parent)

        where:
        what            | text
        'Windows lines' | '#!/bin/bash\r\necho "$0"\r\n[[ a == a ]]\r\n'
        'a mark'        | '\ufeff#!/bin/bash\necho "$0"\n[[ a == a ]]\n'
    }

    def 'an interpreter that is not installed is named'() {
        expect:
        with(run("#!/opt/none/tcl\nputs hi\n")) {
            it.result() == Result.FAILED
            it.cause().endsWith("it's restore.sh needs /opt/none/tcl (#!), which is not installed here")
        }
    }

    @Requires(value = { Machine.has('bash') }, reason = 'needs bash')
    def 'nothing runs after a failed command without carryOn: #first'() {
        given:
        def text = "$first\ncd /not/there 2>/dev/null\necho after\n"

        expect:
        with(run(text)) {
            it.result() == Result.FAILED
            it.values().stdout == ''
        }
        with(run(text, true)) {
            it.result() == Result.OK
            it.values().stdout == 'after'
        }

        where:
        first << ['#!/bin/bash', '#!/usr/bin/env bash', '#!/bin/sh', '']
    }

    def 'the same holds for text in the runbook'() {
        given:
        def text = Template.of('cd /not/there 2>/dev/null; echo after')

        expect:
        with(attempts.perform(Specs.shell(text))) {
            it.result() == Result.FAILED
            it.values().stdout == ''
        }
        attempts.perform(new ShellSpec(new ShellScript.Text(text, true), Optional.empty(), Optional.empty(), [:])).values().stdout == 'after'
    }

    @Requires(value = { Machine.has('python3') }, reason = 'needs python3')
    def 'shell options are passed to shells only'() {
        expect:
        run('#!/usr/bin/env python3\nimport sys\nprint(sys.argv[1:])\n').values().stdout == '[]'
    }

    private Outcome run(String text, boolean carryOn = false) {
        def file = Files.writeString(folder.resolve("it's restore.sh"), text)
        attempts.perform(new ShellSpec(new ShellScript.File(file, carryOn), Optional.empty(), Optional.empty(), [:] as Map<String, Template>))
    }
}
