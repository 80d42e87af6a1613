package dev.runbook.lab

import dev.runbook.lab.erpgo.ErpgoPort
import dev.runbook.machine.ListeningSocket
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification

/** A running lab accepts requests from its own user only, and from this machine only. */
class LabControlSpec extends Specification {
    @Shared
    SharedLab lab = SharedLab.get()

    def 'a control request without the lab\'s token is rejected'() {
        expect:
        send(ErpgoPort.LAB, 'POST /lab/break/db-down', "Host: $lab.address", authorization).startsWith('HTTP/1.1 401')
        lab.get(ErpgoPort.LAB, '/lab/status').json.broken == []
        PosixFilePermissions.toString(Files.getPosixFilePermissions(lab.folder().resolve('control-token'))) == 'rw-------'

        where:
        authorization << ['X: y', 'Authorization: Bearer', 'Authorization: Bearer 0000', 'Authorization: Basic eDp5']
    }

    def 'a request that a web page could send is rejected by every server of the lab: #port, #headers'() {
        expect:
        send(port, 'GET /', *headers.collect { it.replace('SELF', lab.address) }).startsWith('HTTP/1.1 403')

        where:
        [port, headers] << [[ErpgoPort.LAB, ErpgoPort.API, ErpgoPort.KUBERNETES, ErpgoPort.WEBHOOKS], [
            ['Host: attacker.example'],
            ['Host: attacker.example:47400'],
            ['Host: SELF', 'Origin: http://attacker.example'],
            ['Host: SELF', 'Origin: null'],
            ['Host: SELF.attacker.example'],
            ['Host: localhost@attacker.example']]].combinations()
    }

    def 'the lab\'s address and localhost are served, and counters need no token'() {
        expect:
        send(ErpgoPort.LAB, 'GET /traffic', *headers.collect { it.replace('SELF', lab.address) }).startsWith('HTTP/1.1 200')

        where:
        headers << [['Host: SELF'], ['Host: SELF:47400'], ['Host: localhost:9999'], ['Host: SELF', 'Origin: http://SELF:47400']]
    }

    @Requires(value = { os.linux }, reason = 'reads /proc')
    def 'it listens on its own loopback address only'() {
        given:
        def processes = new Leftovers(LabHome.of('erpgo', lab.variables)).processes()
        def sockets = processes.collectMany { ListeningSocket.of(it.pid()) }

        expect:
        sockets.size() > ErpgoPort.values().size()
        sockets*.address.toSet() == [lab.address] as Set
    }

    private String send(Port port, String line, CharSequence... headers) {
        new Socket(lab.address, port.number()).withCloseable { socket ->
            socket.soTimeout = 10_000
            socket.outputStream << "$line HTTP/1.1\r\n${headers.join('\r\n')}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            socket.inputStream.newReader('UTF-8').readLine()
        }
    }
}
