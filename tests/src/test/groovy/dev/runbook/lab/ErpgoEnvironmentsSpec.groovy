package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import dev.runbook.environment.EnvironmentFile
import dev.runbook.environment.LabLocation
import spock.lang.Specification

import java.nio.file.Path

class ErpgoEnvironmentsSpec extends Specification {
    static final Path FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks/erpgo/environments')

    def "the environment #name is valid and has the targets of the others"() {
        when:
        def environment = read(name, [HOME: '/home/sre'])

        then:
        environment.production() == (name == 'production')
        environment.services().keySet() == ['api', 'loadbalancer'] as Set
        environment.databases().keySet() == ['erp'] as Set
        environment.hosts().keySet() == ['db1'] as Set
        environment.channels().keySet() == ['everyone', 'incident-commander', 'stakeholders', 'critical-team'] as Set
        environment.settings().keySet() == ['backups', 'databaseFolder', 'databaseLog'] as Set

        where:
        name << ['production', 'staging', 'lab']
    }

    def "the lab's environment finds the lab where the lab's variables say it is"() {
        when:
        def environment = read('lab', [HOME: '/home/sre', RUNBOOK_LAB_ADDRESS: '127.0.0.9', RUNBOOK_LAB_HOME: '/var/tmp/lab'])
        def db1 = environment.hosts().db1[0]

        then:
        environment.lab().get() == 'erpgo'
        environment.services().api.url() == 'http://127.0.0.9:47401'
        [db1.user(), db1.address(), db1.port()] == ['postgres', '127.0.0.9', ErpgoPort.SSH.number()]
        db1.keyFile().get() == Path.of('/var/tmp/lab/erpgo/ssh/id_ecdsa')
        environment.shell().path() == [Path.of('/var/tmp/lab/erpgo/bin')]

        and: 'without them, at the location of this checkout and user'
        def location = LabLocation.of(HOME: '/home/sre')
        location.home().toString().startsWith('/home/sre/.local/state/runbook/lab/')
        with(read('lab', [HOME: '/home/sre'])) {
            shell().path() == [location.home().resolve('erpgo/bin')]
            services().api.url() == "http://${location.address()}:47401"
        }
    }

    private static read(String name, Map<String, String> variables) {
        EnvironmentFile.read(FOLDER.resolve("${name}.yaml"), variables)
    }
}
