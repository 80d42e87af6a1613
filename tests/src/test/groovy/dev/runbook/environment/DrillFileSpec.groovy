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
        def drills = DrillFile.read(folder)

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
        DrillFile.read(folder)*.expected() as Set == DrillResult.values() as Set - DrillResult.NOT_COMPLETED
    }

    private void write(String text) {
        Files.writeString(folder.resolve('drills.yaml'), text.stripIndent())
    }
}
