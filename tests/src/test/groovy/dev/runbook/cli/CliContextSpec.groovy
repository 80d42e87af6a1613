package dev.runbook.cli

import dev.runbook.terminal.Terminal
import java.nio.file.Path
import spock.lang.Specification
import spock.util.environment.RestoreSystemProperties

class CliContextSpec extends Specification {
    @RestoreSystemProperties
    def 'who acts, as #user with the variable of sudo: #who'() {
        given:
        System.setProperty('user.name', user)
        def terminal = new Terminal(System.out, System.err, new BufferedReader(new StringReader('')), [] as Set, 80, false)

        expect:
        new CliContext(terminal, [SUDO_USER: 'maria'], Path.of('.'), Path.of('.')).who() == who

        where:
        user      || who
        'root'    || 'maria'
        'mallory' || 'mallory'
    }
}
