package dev.runbook.cli

import dev.runbook.journal.RunStore
import dev.runbook.journal.event.RequestedApproval
import dev.runbook.journal.event.RunStarted
import dev.runbook.journal.event.TriggerSample
import dev.runbook.watch.Incident
import dev.runbook.watch.IncidentStore
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** The run that a trigger has asked for: at most one for an incident. */
class IncidentRunSpec extends Specification {
    static final ID = '11111111-2222-3333-4444-555555555555'

    @TempDir
    Path folder

    CommandRig rig
    IncidentStore incidents

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('shop/rollback', "rto 1.minute\nlock 'shop'\nparam 'reason', 'why'\nstep('s') { shell 'true' }")
        incidents = new IncidentStore(folder.resolve('home'))
        incidents.write(incident(reason: 'it is "down"; $(date)'))
    }

    def 'the run has the parameters and the trigger of the incident; the time to detect is shown beside the RTO'() {
        when:
        def answer = run()

        then:
        answer.exit == 0
        answer.out =~ /RTO 1m +met: /
        answer.out =~ /time to detect 2m( \d+s)?, by Down \(critical\) of shop\/decision/
        incidents.result(ID).get().run() == runs()[0].id()

        when:
        def started = runs()[0].read().entries()[0].event() as RunStarted
        def shown = rig.run('show', 'last').out
        def data = new JsonSlurper().parseText(rig.run('show', 'last', '--format', 'json').out)
        def page = rig.run('show', 'last', '--format', 'html').out

        then:
        started.parameters() == [reason: 'it is "down"; $(date)']
        started.trigger().get().samples() == [new TriggerSample('2026-01-31T12:00:00Z', 'Health', 'status 503')]
        started.trigger().get().covered() == ['Score of 30']
        data.run.trigger.name == 'Down'
        data.run.trigger.samples[0].value == 'status 503'
        data.run.timeToDetectMs >= 120_000
        shown =~ /trigger +Down \(critical\) of shop\/decision/
        shown =~ /detected +after 2m/
        shown =~ /12:00:00 +Health +status 503/
        shown.contains('also fired: Score of 30')
        page.contains('Started by trigger Down (critical) of shop/decision')
    }

    def 'a second process for the same incident starts nothing'() {
        given:
        run()

        when:
        def again = run()

        then:
        again.exit == 2
        again.err.contains("incident $ID is decided: run ${runs()[0].id()} was started")
        runs().size() == 1
    }

    def 'the run of a process that died before it could say so is found in its journal'() {
        given:
        run()
        Files.delete(folder.resolve("home/watch/incidents/${ID}.result"))

        when:
        def again = run()

        then:
        again.err.contains("run ${runs()[0].id()} was started for incident $ID")
        incidents.result(ID).get().run() == runs()[0].id()
        runs().size() == 1
    }

    def 'while one process starts the run, another one does not'() {
        given:
        def claim = incidents.claim(ID).get()

        expect:
        run().err.contains("the run of incident $ID is being started by another process")
        incidents.result(ID).empty

        cleanup:
        claim.close()
    }

    def 'why a run cannot start is kept for the watcher'() {
        given:
        incidents.write(incident([:]))

        when:
        def answer = run()

        then:
        answer.exit == 2
        incidents.result(ID).get().run() == ''
        incidents.result(ID).get().refused().contains("the parameter 'reason' is missing")
        runs() == []
    }

    def 'an incident that is not there, or no id at all, is one line: #id'() {
        expect:
        with(rig.run('run', 'shop/rollback', '--incident', id)) {
            exit == 2
            err.readLines().size() == 1
        }

        where:
        id << ['99999999-2222-3333-4444-555555555555', '../../etc/passwd', '']
    }

    def 'a run that must be approved waits for people; silence ends it with nothing changed'() {
        given:
        rig.runbook('shop/rollback', "rto 1.minute\nlock 'shop'\nparam 'reason', 'why'\nstep('s') { shell 'touch $folder/acted' }")
        rig.write('runbooks/shop/environments/test.yaml', "environment: test\npeople: { lead: [lena] }\nchannels: { team: { file: $folder/team.txt } }\n")
        incidents.write(incident([reason: 'x'], Optional.of(new RequestedApproval('lead', 1, ['team']))))

        when:
        def answer = rig.run('run', folder.resolve('runbooks/shop/rollback.groovy').toString(), '-e', 'test', '--yes', '--incident', ID)
        def shown = rig.run('show', 'last').out

        then:
        answer.exit != 0
        !Files.exists(folder.resolve('acted'))
        shown =~ /shop\/rollback in test +.*aborted/
        shown.contains('Start shop/rollback')
        Files.readString(folder.resolve('team.txt')).contains('shop/rollback was not started, nothing was changed')

        when: 'a resume asks again'
        def again = rig.run('resume', 'last', '--yes')

        then:
        again.exit != 0
        !Files.exists(folder.resolve('acted'))
    }

    def 'a run that follows another one has no time to detect'() {
        given:
        incidents.write(incident([reason: 'x'], Optional.empty(), '20260131-120000-ab'))

        when:
        def answer = run()

        then:
        answer.exit == 0
        !answer.out.contains('time to detect')
        rig.run('show', 'last').out =~ /trigger +Down \(after run 20260131-120000-ab\) of shop\/decision/
    }

    def 'a resumed run keeps its trigger'() {
        given:
        rig.runbook('shop/rollback', "param 'reason', 'why'\nstep('s') { shell 'test -e $folder/mended' }")
        run()
        Files.createFile(folder.resolve('mended'))

        expect:
        rig.run('resume', 'last', '--reason', 'mended').exit == 0
        rig.run('show', 'last').out =~ /trigger +Down \(critical\) of shop\/decision/
    }

    private run() {
        rig.run('run', folder.resolve('runbooks/shop/rollback.groovy').toString(), '--yes', '--incident', ID)
    }

    private List runs() {
        new RunStore(folder.resolve('home')).list()
    }

    private static Incident incident(Map<String, String> arguments, Optional approval = Optional.empty(), String after = "") {
        def now = Instant.now()
        new Incident(ID, 'shop/decision', '', 'Down', 'critical', 'x', now.minusSeconds(120).toString(), now.toString(),
            arguments.collect { new Incident.Argument(it.key, it.value) }, ['Score of 30'],
            [new TriggerSample('2026-01-31T12:00:00Z', 'Health', 'status 503')], approval, after)
    }
}
