package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The findings of check and run in script files of a runbook. */
class ScriptFilesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('runbooks/t/environments/test.yaml', "environment: test\nhosts:\n  web: [127.0.0.1]\n")
    }

    def 'check lints the script file of #word like text in the runbook'() {
        given:
        step(word)
        script('#!/bin/sh\nset -eu\necho 🚀 && [[ $1 == x ]] && rm "$1"\n')

        when:
        def answer = rig.run('check', 't/repair')

        then:
        answer.exit == 0
        answer.err.replace("$folder/", '').readLines() == [
            'warning: runbooks/t/fix.sh:3:11: sh does not support [[ ]]',
            '    echo 🚀 && [[ $1 == x ]] && rm "$1"',
            '               ^~',
            '    write [ ] with quoted values',
            '    or name bash in the first line: #!/bin/bash',
            '    if this is intended, say why: # known: WHY, on this line']
        with(new JsonSlurper().parseText(rig.run('check', 't/repair', '--json').out)[0].warnings[0]) {
            it.file.endsWith('runbooks/t/fix.sh')
            [it.line, it.column] == [3, 11]
        }

        where:
        word << ["shell file: 'fix.sh'", "ssh file: 'fix.sh', on: 'web'"]
    }

    def 'the first line decides which syntax is expected: #first'() {
        given:
        step("shell file: 'fix.sh'")
        script("$first\n[[ a == a ]]\n")

        expect:
        warnings().any { it.contains('[[ ]]') } == linted

        where:
        first                    || linted
        ''                       || true
        '#!/bin/sh'              || true
        '#!/bin/sh -eu'          || true
        '#!/usr/bin/env sh'      || true
        '#!/bin/dash'            || true
        '#!/bin/bash'            || false
        '#!/usr/bin/env bash'    || false
        '#!/usr/bin/python3'     || false
        '# known: bash is sh here' || true
    }

    def 'a line with a comment for it is known'() {
        given:
        step("shell file: 'fix.sh'")
        script('[[ a == a ]] # known: sh is bash on these hosts\n')

        expect:
        warnings() == []
    }

    def 'check warns about what only the engine ignores: #text'() {
        given:
        step("shell file: 'fix.sh'")
        script(text)

        expect:
        warnings() == reported

        where:
        text                              || reported
        '#!/bin/sh\ntrue\r\ntrue\r\n'     || ['fix.sh:2:5: this line ends with CRLF, which the engine reads as LF and other programs do not']
        '\ufeff#!/bin/sh\ntrue\n'         || ['fix.sh:1:1: the file begins with a byte order mark, which the engine ignores and other programs do not']
        '#!/bin/bash\r\n'                 || ['fix.sh:1:12: this line ends with CRLF, which the engine reads as LF and other programs do not; the script is run from a copy, so $(dirname "$0") is not its folder']
        '\n#!/bin/bash\ntrue\n'           || ["fix.sh:2:1: '#!' names an interpreter only at the very beginning of a file, so sh runs this script"]
        '# Copyright\n #!/bin/bash\ntrue\n' || ["fix.sh:2:2: '#!' names an interpreter only at the very beginning of a file, so sh runs this script"]
        'cat >x <<E\n#!/bin/sh\nE\n'     || []
        '#!/usr/bin/env bash -x\ntrue\n'  || ["fix.sh:1:1: env looks for a program called 'bash -x'"]
        '#!/bin/bash -e -u\ntrue\n'       || ["fix.sh:1:1: the system gives '-e -u' to /bin/bash as one argument"]
        '#!/usr/bin/env -S bash -x\n'     || []
        '#!/bin/bash -eu\ntrue\n'         || []
    }

    def 'an unusable file is rejected at its place, by check and by run: #fault'() {
        given:
        step("shell file: 'fix.sh'")
        Files.write(folder.resolve('runbooks/t/fix.sh'), bytes)

        expect:
        [['check', 't/repair'], ['run', 't/repair', '-e', 'test'], ['plan', 't/repair', '-e', 'test']].each { command ->
            def answer = rig.run(*command)
            assert answer.exit == 2
            assert answer.err.replace("$folder/", '').contains("runbooks/t/fix.sh:$place\n    $cure")
        }
        !Files.exists(folder.resolve('home/runs'))

        where:
        fault         | bytes                                                         || place                                                                       | cure
        'not UTF-8'   | 'true\necho caf\u00e9\n'.getBytes('ISO-8859-1')                 || '2:9: it is not text in UTF-8 (line 2)'                                     | 'save it as UTF-8'
        'a program'   | '\u007fELF\nA\0'.bytes                                       || '2:2: it contains a NUL character, which is not allowed in a script'      | "if it is a program, run it by its name: shell '…/fix.sh'"
    }

    def 'a run does not start without the interpreter of a script, unless the step may be skipped or fail: #option'() {
        given:
        step("shell file: 'fix.sh'\n$option")
        script('#!/opt/none/tclsh\nputs hi\n')

        when:
        def answer = rig.run('run', 't/repair', '-e', 'test')

        then:
        (answer.exit == ExitCode.NOT_STARTED.number()) == !starts
        answer.err.contains('fix.sh needs /opt/none/tclsh, which is not installed on this machine') == !starts

        where:
        option                            || starts
        ''                                || false
        'onFailure { step("x") { shell "true" } }' || false
        'onFailure { carryOn() }'         || true
        'onlyIf { run.id == "other" }'    || true
    }

    def 'PowerShell scripts keep their line ends and byte order marks'() {
        given:
        step("powershell file: 'fix.sh'")
        script('\ufeffGet-Date\r\n')

        expect:
        warnings() == []
    }

    private void step(String action) {
        rig.runbook('t/repair', "step('Repair') {\n$action\n}")
        script('true\n')
    }

    private void script(String text) {
        rig.write('runbooks/t/fix.sh', text)
    }

    private List<String> warnings() {
        def answer = rig.run('check', 't/repair')
        assert answer.exit == 0
        answer.err.replace("$folder/runbooks/t/", '').readLines().findAll { it.startsWith('warning: ') }*.substring('warning: '.length())
    }
}
