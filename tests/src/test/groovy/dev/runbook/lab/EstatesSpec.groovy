package dev.runbook.lab

import spock.lang.Specification

class EstatesSpec extends Specification {
    def 'no two estates share a port'() {
        given:
        def ports = Estates.all().collectMany { it.ports() }*.number()

        expect:
        ports.toUnique().size() == ports.size()
        ports.every { it in 47400..47899 }
    }

    def '#estate.name() keeps to its own hundred of ports, and its control port is one of them'() {
        expect:
        estate.ports().collect { it.number().intdiv(100) }.toUnique().size() == 1
        estate.control() in estate.ports()
        !estate.control().onDemand()

        where:
        estate << Estates.all()
    }

    def 'each fault of #estate.name() has a word and its own description'() {
        expect:
        estate.faults()*.word().toUnique().size() == estate.faults().size()
        estate.faults()*.what().toUnique().size() == estate.faults().size()
        estate.faults().every { it.word() ==~ /[a-z]+(-[a-z]+)*/ }

        and: 'the name of a lab and the name of a fault cannot be confused'
        estate.faults()*.word().disjoint(Estates.names())

        where:
        estate << Estates.all()
    }
}
