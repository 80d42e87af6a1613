package dev.runbook.action.shell

import dev.runbook.environment.Environment
import dev.runbook.environment.TestEnvironment
import dev.runbook.machine.Machine
import dev.runbook.value.Template
import dev.runbook.value.Unknown
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** What is looked for on this machine before the first step. */
class LocalProgramsSpec extends Specification {
    @TempDir
    Path folder

    def 'the interpreter a script file names: #first'() {
        given:
        def file = Files.writeString(folder.resolve('restore.sh'), "$first\ntrue\n")

        expect:
        missing(new ShellScript.File(file), [:]) == (lacks ? ["$file needs $lacks, which is not installed on this machine".toString()] : [])

        where:
        first                          || lacks
        ''                             || ''
        '#!/bin/sh -eu'                || ''
        '#!/usr/bin/env sh'            || ''
        '#!/usr/bin/env none'          || 'none'
        '#!/usr/bin/env -S none --x'   || 'none'
        '#!/opt/none/bash'             || '/opt/none/bash'
        '#!/etc'                       || '/etc'
        '#!/etc/passwd'                || '/etc/passwd'
        '#!tools/bash'                 || '' // from the folder of the step
    }

    def 'folders of the environment count, and a PATH that a step sets is not known'() {
        given:
        def file = Files.writeString(folder.resolve('restore.sh'), '#!/usr/bin/env own-tool\n')
        Files.writeString(folder.resolve('own-tool'), '').toFile().executable = true

        expect:
        missing(new ShellScript.File(file), [:], new Environment.ShellSettings([folder], [:])) == []
        missing(new ShellScript.File(file), [PATH: Template.of('/opt/x')]) == []
        missing(new ShellScript.File(file), [:]) != []
    }

    @Requires(value = { !Machine.has('pwsh') && !Machine.has('powershell.exe') }, reason = 'needs a machine without PowerShell')
    def 'PowerShell'() {
        expect:
        missing(new ShellScript.PowerShellInPlace(Template.of('1')), [:]) == ["a step of 'powershell' needs pwsh or powershell.exe, which is not installed on this machine"]
    }

    @Requires(value = { Machine.root && Machine.has('runuser') }, reason = 'needs root and util-linux')
    def 'the programs that change the user are required, the user is not'() {
        given:
        def script = new ShellScript.Text(Template.of('true'))

        expect:
        new ShellSpec(script, Optional.empty(), Optional.of(user), [:]).missing(Environment.local()) == []

        where:
        user << [Template.of('nobody'), Template.of('added-later'), new Template(['', ''], [new Unknown('params.user')])]
    }

    def 'a missing or binary file is reported by its reader'() {
        expect:
        missing(new ShellScript.File(folder.resolve('none.sh')), [:]) == []
        missing(new ShellScript.File(Files.write(folder.resolve('x.sh'), [0xe9] as byte[])), [:]) == []
    }

    private static List<String> missing(ShellScript script, Map<String, Template> env, Environment.ShellSettings shell = Environment.ShellSettings.none()) {
        def local = Environment.local()
        def environment = TestEnvironment.of(shell: shell, secrets: local.secrets())
        new ShellSpec(script, Optional.empty(), Optional.empty(), env).missing(environment)
    }
}
