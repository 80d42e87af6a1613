package dev.runbook.cli

import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** Forecasts from earlier runs, from the command line. */
class ForecastCommandSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/slow', '''\
            rto 5.minutes
            param 'word', 'x', default: 'a1'
            step('Say') { shell "sleep 0.02; echo ${params.word}"; budget 10.seconds }
            parallel('Both') {
                verify('One') { shell 'sleep 0.03'; budget 10.seconds }
                verify('Two') { shell 'true'; budget 10.seconds }
            }''')
    }

    def 'plan shows the expected time of earlier runs, their number, and no chance for few runs'() {
        given:
        3.times { assert rig.run('run', 'demo/slow', '--quiet').exit == 0 }
        def text = rig.run('plan', 'demo/slow').out
        def data = new JsonSlurper().parseText(rig.run('plan', 'demo/slow', '--json').out)

        expect:
        text =~ /#     budget    done by    usually   what/
        text =~ /1 \*      10s        10s +\d+ms   step Say/
        text =~ /usually takes [\d.]+m?s, in 90 % of runs at most [\d.]+m?s, based on 3 previous runs in this environment/
        text.contains('3 previous runs are too few to estimate the chance of meeting the RTO of 5m (at least 5 are needed)')
        data.forecast.earlierRuns == 3
        data.forecast.chancePercent == null
        data.steps[0].usualMs >= 20
    }

    def 'with more runs it shows the chance, limited by their number'() {
        given:
        5.times { rig.run('run', 'demo/slow', '--quiet') }

        expect:
        rig.run('plan', 'demo/slow').out
                .contains('chance of meeting the RTO of 5m: 86 % (10000 simulated runs; so few runs cannot show more)')
    }

    def 'an edit keeps the history of the unchanged steps, and another number does not make another step'() {
        given:
        3.times { rig.run('run', 'demo/slow', '--quiet', '-p', 'word=a2') }
        def file = folder.resolve('runbooks/demo/slow.groovy')
        Files.writeString(file, Files.readString(file).replace("shell 'sleep 0.03'", "shell 'sleep 0.03 && true'"))
        def data = new JsonSlurper().parseText(rig.run('plan', 'demo/slow', '-p', 'word=a77', '--json').out)

        expect:
        data.steps.collectEntries { [it.name, it.usualMs != null] } == [Say: true, Both: false, One: false, Two: true]
        data.forecast.stepsWithoutHistory == ['One']
    }

    def 'a run reports its forecast while it runs, and keeps the history it is based on'() {
        given:
        rig.run('run', 'demo/slow')
        def out = rig.run('run', 'demo/slow').out
        def id = (out =~ /\d{8}-\d{6}-\w\w/)[0]
        def shown = new JsonSlurper().parseText(rig.run('show', id, '--format', 'json').out)

        expect:
        out =~ /expected to take \d+ms of 5m, judging by 1 earlier run/
        shown.forecasts[0].forecast.runs == 1
        shown.steps[0].usual.medianMs >= 20
        rig.run('show', id).out =~ /expected +\d+ms of 5m, judging by 1 earlier run, at the start/
        rig.run('show', id, '--format', 'html').out.contains('usually done here')
    }
}
