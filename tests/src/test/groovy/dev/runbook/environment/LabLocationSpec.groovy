package dev.runbook.environment

import java.nio.file.Path
import spock.lang.Specification

class LabLocationSpec extends Specification {
    def 'each checkout and each user has a stable folder and loopback address'() {
        given:
        def places = [['/home/maria', '/src/runbook'], ['/home/maria', '/src/other/runbook'], ['/home/omar', '/src/runbook']]
            .collect { user, checkout -> LabLocation.of([HOME: user], Path.of(checkout)) }

        expect:
        places[0] == LabLocation.of([HOME: '/home/maria'], Path.of('/src/../src/runbook/'))
        places*.home().every { it.fileName.toString() ==~ /runbook-[0-9a-f]{6}/ }
        places[0].home().startsWith('/home/maria/.local/state/runbook/lab')
        places[2].home().startsWith('/home/omar/.local/state/runbook/lab')
        places*.home().toSet().size() == 3
        places*.address().toSet().size() == 3
    }

    def 'an address is a host address, outside the reserved ones'() {
        given:
        def addresses = (1..2000).collect { LabLocation.of([HOME: '/home/maria'], Path.of("/src/checkout-$it")).address() }

        expect:
        addresses.every { it ==~ /127(\.\d{1,3}){3}/ }
        addresses.every { it.tokenize('.')[1..3]*.toInteger().with { it[0] in 16..255 && it[1] in 0..255 && it[2] in 1..254 } }
        addresses.toSet().size() > 1990
    }

    def 'the variables take precedence, and another folder has another address'() {
        expect:
        LabLocation.of([RUNBOOK_LAB_HOME: '/var/tmp/lab', RUNBOOK_LAB_ADDRESS: '127.0.0.9'], Path.of('/src')) ==
            new LabLocation(Path.of('/var/tmp/lab'), '127.0.0.9')
        LabLocation.of([RUNBOOK_LAB_HOME: '/var/tmp/one'], Path.of('/src')).address() !=
            LabLocation.of([RUNBOOK_LAB_HOME: '/var/tmp/two'], Path.of('/src')).address()
    }
}
