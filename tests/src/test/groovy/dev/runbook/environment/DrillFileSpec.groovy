package dev.runbook.environment

import dev.runbook.AuthorException
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class DrillFileSpec extends Specification {
    @TempDir
    Path folder

    def 'drills are read in their order'() {
        given:
        write '''
            mayChange: [rows/orders]
            clock: 30
            drills:
              - runbook: demo/a
                break: [crashed, slow]
                inject: ['Stop:fail']
                changes: [traffic/*, "a.b"]
                mayChange: [rows/carts]
                parameters: { session: "${lab.session}", count: 010 }
                expect: fellBack
              - { runbook: demo/b, clock: 2, expect: succeeded }
            '''

        when:
        def drills = DrillFile.read(folder).runbooks()

        then:
        drills*.runbook() == ['demo/a', 'demo/b']
        drills*.faults() == [['crashed', 'slow'], []]
        drills*.expected() == [DrillResult.FELL_BACK, DrillResult.SUCCEEDED]
        drills[0].parameters() == [session: '${lab.session}', count: '010']
        drills*.clock() == [30, 2]
        drills*.injections() == [['Stop:fail'], []]
        drills*.changes() == [new ExpectedChanges(['traffic/*', 'a.b'], ['rows/orders', 'rows/carts']), new ExpectedChanges([], ['rows/orders'])]
        drills[0].at().endsWith('drills.yaml:5')
    }

    def 'drills of triggers, and the triggers without one, are read'() {
        given:
        write '''
            triggers:
              - break: [slow]
                fires:
                  - { trigger: Too slow, in: demo/decision, starts: demo/a, asks: lead, tells: [team] }
                  - { trigger: Slow, tells: [team] }
              - after: [demo/a]
                clock: 60
                fires: [{ trigger: Review, starts: demo/review }]
            notDrilled:
              - { trigger: Flood, reason: a lab has no river }
            '''

        when:
        def drills = DrillFile.read(folder)

        then:
        drills.runbooks() == []
        drills.triggers()*.faults() == [['slow'], []]
        drills.triggers()*.after() == [[], ['demo/a']]
        drills.triggers()*.clock() == [30, 60]
        drills.triggers().collect { it.expected()*.name() } == [['Too slow', 'Slow'], ['Review']]
        with(drills.triggers()[0].expected()[0]) {
            in() == Optional.of('demo/decision')
            starts() == Optional.of('demo/a')
            asks() == Optional.of('lead')
            tells() == ['team']
            at().endsWith('drills.yaml:5')
        }
        drills.notDrilled()*.reason() == ['a lab has no river']
    }

    def 'a name matches #part: #names'() {
        expect:
        ExpectedChanges.names(name, part) == names

        where:
        name       | part            || names
        'rows/*'   | 'rows/a/orders' || true
        '*/orders' | 'rows/orders'   || true
        'rows/a'   | 'rows/ab'       || false
        'a.b'      | 'axb'           || false
        '*'        | ''              || true
    }

    def 'a mistake is reported with its place: #message'() {
        given:
        write text

        when:
        DrillFile.read(folder)

        then:
        def refused = thrown(AuthorException)
        refused.message.contains(message)
        refused.message.contains('drills.yaml:1:')

        where:
        text                                                    || message
        'drills: []'                                            || "'drills' is an empty list"
        'drill: []'                                             || "unknown key 'drill' in 'the file'"
        'drills: [{ runbook: demo/a }]'                         || "'drills' needs 'expect'"
        'drills: [{ expect: failed }]'                          || "'drills' needs 'runbook'"
        'drills: [{ runbook: a/b, expect: success }]'           || "'expect' is succeeded, objectiveMissed, fellBack or failed, not the text 'success'"
        'drills: [{ runbook: a/b, expect: failed, brake: [x] }]' || "unknown key 'brake' in 'drills'"
        'drills: [{ runbook: a/b, expect: failed, clock: 0 }]'  || "'clock'"
        'clock: 2'                                              || "the file needs 'drills' of runbooks or of 'triggers'"
        'triggers: [{ break: [x] }]'                            || "'triggers' needs 'fires'"
        'triggers: [{ fires: [] }]'                             || "'fires' is an empty list"
        'triggers: [{ fires: [{ trigger: T }] }]'               || "a trigger starts a runbook, or tells a channel: add 'starts' or 'tells'"
        'triggers: [{ fires: [{ trigger: T, asks: lead, tells: [a] }] }]' || "'asks' needs 'starts'"
        'triggers: [{ break: [x], after: [a/b], fires: [{ trigger: T, starts: a/b }] }]' || "'after' is for triggers that follow ended runs"
        'triggers: [{ fires: [{ trigger: T, start: a/b }] }]'   || "unknown key 'start' in 'fires'"
        'notDrilled: [{ trigger: T }]'                          || "'notDrilled' needs 'reason'"
        'drills: [{ runbook: a/b, expect: failed, break: x }]'  || "'break' is a list, not the text 'x'"
    }

    def 'a folder without drills is reported with what to write'() {
        when:
        DrillFile.read(folder)

        then:
        def refused = thrown(AuthorException)
        refused.message.startsWith("no drills.yaml in $folder: it lists the drills")
    }

    def 'every word that the schema allows is a result'() {
        given:
        write 'drills: [' + Schema.named('drills.schema.json').property('drills').get().items().get().property('expect').get().allowed()
            .collect { "{ runbook: a/b, expect: $it }" }.join(', ') + ']'

        expect:
        DrillFile.read(folder).runbooks()*.expected() as Set == DrillResult.values() as Set - DrillResult.NOT_COMPLETED
    }

    private void write(String text) {
        Files.writeString(folder.resolve('drills.yaml'), text.stripIndent())
    }
}
