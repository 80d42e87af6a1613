package dev.runbook.cli

import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** The failure paths that a drill reports. */
class RehearsalSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('runbooks/environments/lab.yaml', 'environment: lab\n')
        rig.runbook('demo/back', "step('Go back') { shell 'true' }")
        rig.runbook('demo/ways', '''\
            step('Try') { shell 'true'; retry 1, every: 10.milliseconds }
            step('Mend') { shell 'true'; onFailure { carryOn() } }
            onFailure { fallBackTo 'demo/back' }''')
    }

    def 'a drill lists the failure paths never taken, each with the command that takes it'() {
        when:
        def first = rig.run('drill', 'demo/ways', '-e', 'lab')

        then:
        first.exit == 0
        first.out.contains('0 of 4 failure paths exercised')
        first.out.contains("never: onFailure of 'Mend'")
        first.out.contains("runbook drill demo/ways -e lab --inject 'Try:fail'")

        when:
        def second = rig.run('drill', 'demo/ways', '-e', 'lab', '--inject', 'Mend:fail')
        def id = (second.out =~ /\d{8}-\d{6}-\w\w/)[0]

        then:
        second.out.contains('1 of 4 failure paths exercised')
        rig.run('show', id).out =~ /✓ onFailure of 'Mend'   in this drill/

        when: 'the text is edited and the other paths are taken'
        def file = folder.resolve('runbooks/demo/ways.groovy')
        Files.writeString(file, Files.readString(file) + '// edited\n')
        def third = rig.run('drill', 'demo/ways', '-e', 'lab', '--inject', 'Try:fail')
        def last = (third.out =~ /\d{8}-\d{6}-\w\w/)[0]
        def shown = new JsonSlurper().parseText(rig.run('show', last, '--format', 'json').out)

        then:
        third.exit == 4
        third.out.contains('4 of 4 failure paths exercised')
        shown.failurePaths.collect { [it.what, it.taken, it.last != null && it.last.edited] } == [
                ["'Try' is retried", 'now', false],
                ["onFailure of 'Mend'", 'earlier', true],
                ['onFailure of the runbook', 'now', false],
                ['fall back to demo/back', 'now', false]]
        shown.failurePaths[1].last.run == id
        rig.run('show', last).out =~ /onFailure of 'Mend'   \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC in the drill $id, before the runbook was last edited/
        rig.run('show', last, '--format', 'html').out.contains('4 of 4 failure paths exercised in lab.')
    }

    def 'a run does not list them, nor does a drill of a runbook without failure paths'() {
        expect:
        !rig.run('run', 'demo/ways', '-e', 'lab').out.contains('failure path')
        !rig.run('drill', 'demo/back', '-e', 'lab').out.contains('failure path')
    }

    def 'a fault for an unknown step is rejected before anything runs'() {
        given:
        def answer = rig.run('drill', 'demo/ways', '-e', 'lab', '--inject', 'Trie:fail')

        expect:
        answer.exit == 2
        answer.err.contains("--inject 'Trie': no such step")
    }

    def 'a fault that the run did not reach is reported with the verdict'() {
        when:
        def answer = rig.run('drill', 'demo/ways', '-e', 'lab', '--inject', 'Mend:fail', '--inject', 'demo/back › Go back:fail')

        then:
        answer.exit == 0
        answer.out.readLines().contains('  injected fault not reached: demo/back › Go back (fail)')
        new JsonSlurper().parseText(rig.run('drill', 'demo/ways', '-e', 'lab', '--json', '--inject', 'demo/back › Go back:fail').out)
                .faultsNotReached == ['injected fault not reached: demo/back › Go back (fail)']
    }

    def 'a compressed clock is named in the verdict, the transcript and the JSON, and counts waits in full'() {
        given:
        rig.runbook('demo/watch', "rto 1.minute\nverify('Stable') { budget 40.seconds; every 5.seconds; holds 20.seconds; shell 'true' }")

        when:
        def answer = rig.run('drill', 'demo/watch', '-e', 'lab', '--clock', '100x')
        def shown = new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out)

        then:
        answer.exit == 0
        answer.out.contains('  clock 100x: waits of a fixed length pass 100 times faster')
        answer.out =~ /RTO 1m +met: 2\ds/
        rig.run('show', 'last').out.contains('clock 100x: waits')
        rig.run('show', 'last', '--format', 'html').out.contains('clock 100x: waits')
        shown.clockFactor == 100
        shown.elapsedMs in 20_000..39_000
    }

    def 'a clock of #given is rejected'() {
        when:
        def answer = rig.run('drill', 'demo/back', '-e', 'lab', '--clock', given)

        then:
        answer.exit == 2
        answer.err.contains("--clock '$given': write how many times faster, 1x to 1000x, such as 60x")

        where:
        given << ['0', '-1x', 'fast', '1001x', '60 x']
    }

    def 'a step of a forEach is injected by its name, in every iteration'() {
        given:
        rig.runbook('demo/rounds', """
            def list = step('List') { shell 'echo x; echo y' }
            forEach('Loop', in: { list.lines }) { one -> atOnce 2; step('Inner') { shell 'true' } }""")

        when:
        def answer = rig.run('drill', 'demo/rounds', '-e', 'lab', '--inject', "$name:fail")

        then:
        answer.exit == 1
        !answer.out.contains('not reached')
        def shown = rig.run('show', 'last').out
        shown.contains('Loop › x › Inner: fail')
        shown.contains('Loop › y › Inner: fail')

        where:
        name << ['Inner', 'Loop › ITEM › Inner']
    }

    def 'a default that counts back from now counts from the start of each drill'() {
        given:
        ['one', 'two'].each {
            rig.runbook("demo/$it", """
                param 'to', 'the moment to go back to', type: Instant, default: 4.minutes.ago
                step('Say') { shell "echo \${params.to} >> $folder/said; sleep 0.1" }""")
        }

        when:
        def answer = rig.run('drill', 'demo/one', 'demo/two', '-e', 'lab')

        then:
        answer.exit == 0
        folder.resolve('said').toFile().readLines().toSet().size() == 2
    }
}
