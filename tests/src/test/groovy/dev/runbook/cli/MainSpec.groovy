package dev.runbook.cli

import java.lang.reflect.Modifier
import spock.lang.Specification

class MainSpec extends Specification {
    def 'the launcher finds its entry point'() {
        expect:
        Modifier.isStatic(Main.getMethod('main', String[]).modifiers)
    }
}
