package dev.runbook.cli

import dev.runbook.journal.LockFile
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** What other systems learn of a run: pings, a textfile, and drills that did not take place. */
class MonitoredRunSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    MockWebServer server = new MockWebServer()

    CommandRig rig

    def setup() {
        server.start()
        rig = new CommandRig(folder)
        Files.createDirectories(folder.resolve('prom'))
        environment('')
        rig.runbook('shop/restart', "step('Restart') { shell 'true' }")
    }

    def 'a run that succeeds pings its start and its success, with one rid'() {
        given:
        2.times { answer(200) }

        when:
        def done = rig.run('drill', 'shop/restart', '-e', 'test', '--quiet')
        def pings = pings()

        then:
        done.exit == 0
        done.err == ''
        pings*.method.unique() == ['POST']
        pings*.target*.replaceFirst('[?].*', '') == ['/ping/shop-restart/start', '/ping/shop-restart']
        pings*.target*.replaceFirst('.*rid=', '').unique().size() == 1
        pings[1].body.utf8() ==~ /shop\/restart in test: exit code 0, run \d{8}-\d{6}-\w\w/
    }

    def 'a run that fails, or misses an objective, pings its failure: #body'() {
        given:
        2.times { answer(200) }
        rig.runbook('shop/restart', body)

        when:
        def done = rig.run('run', 'shop/restart', '-e', 'test', '--quiet')

        then:
        done.exit == exit
        pings()*.target*.replaceFirst('[?].*', '') == ['/ping/shop-restart/start', '/ping/shop-restart/fail']

        where:
        body                                                     || exit
        "step('Restart') { shell 'exit 1' }"                     || 1
        "rto 20.milliseconds\nstep('Restart') { shell 'sleep 0.2'; budget 10.milliseconds; onFailure { carryOn() } }" || 3
    }

    def 'a run that is not started pings its failure and nothing else: #why'() {
        given:
        answer(200)
        def lock = LockFile.take(folder.resolve('home/locks/test--shop')).get()
        rig.runbook('shop/restart', body)

        when:
        def done = rig.run('run', 'shop/restart', '-e', 'test')
        def pings = pings()

        then:
        done.exit == exit
        pings*.target*.replaceFirst('[?].*', '') == ['/ping/shop-restart/fail']
        pings[0].body.utf8().startsWith('shop/restart in test: ')
        pings[0].body.utf8().contains(text)

        cleanup:
        lock.close()

        where:
        why                   | body                                                   || exit | text
        'a lock is held'      | "lock 'shop'\nstep('Restart') { shell 'true' }"        || 5    | 'exit code 5'
        'it does not compile' | "stpe('Restart') { shell 'true' }"                     || 2    | 'not started: '
    }

    def 'a refusal that a person reads at a terminal pings nothing'() {
        given:
        rig.terminals = ['in', 'out', 'err'] as Set
        rig.runbook('shop/restart', "stpe('Restart') { shell 'true' }")

        expect:
        rig.run('run', 'shop/restart', '-e', 'test').exit == 2
        server.requestCount == 0
    }

    def 'a check that does not answer changes nothing about the run: one warning, without the address'() {
        given:
        2.times { answer(404) }

        when:
        def done = rig.run('run', 'shop/restart', '-e', 'test', '--quiet')

        then:
        done.exit == 0
        done.err.readLines() == ["warning: the ping 'start' was not delivered: the receiver answered 404", 'warning: the ping was not delivered: the receiver answered 404']
    }

    def 'an address that cannot be opened is reported before the first step'() {
        given:
        environment('', '{ env: NO_SUCH_VARIABLE }')

        when:
        def done = rig.run('run', 'shop/restart', '-e', 'test')

        then:
        done.exit == 2
        done.err.contains("the address of 'ping'")
        done.err.contains('NO_SUCH_VARIABLE')
        done.err.contains('nothing was started')
    }

    def 'the textfile has the run at its start and at its end, and a resumed run too'() {
        given:
        4.times { answer(200) }
        rig.runbook('shop/restart', """
            step('Look') { shell 'cat ${folder}/prom/runbook-test.prom' }
            step('Restart') { shell 'test -e ${folder}/fixed'; idempotent() }""")

        when:
        def failed = rig.run('run', 'shop/restart', '-e', 'test')
        def first = textfile()
        rig.write('fixed', '')
        def resumed = rig.run('resume', 'last', '--reason', 'fixed it')

        then:
        failed.exit == 1
        failed.out.contains('runbook_unfinished_runs{environment="test",mode="run",runbook="shop/restart",state="running"} 1.0')
        first.contains('runbook_runs_total{environment="test",mode="run",result="failed",runbook="shop/restart"} 1.0')
        !first.contains('runbook_unfinished_runs{')
        resumed.exit == 0
        textfile().contains('runbook_runs_total{environment="test",mode="run",result="failed",runbook="shop/restart"} 1.0')
        textfile().contains('runbook_runs_total{environment="test",mode="run",result="succeeded",runbook="shop/restart"} 1.0')
        textfile().contains('runbook_last_run_exit_code{environment="test",mode="run",runbook="shop/restart"} 0.0')
    }

    def 'a textfile that cannot be written is a warning'() {
        given:
        2.times { answer(200) }
        folder.resolve('prom').toFile().deleteDir()

        when:
        def done = rig.run('run', 'shop/restart', '-e', 'test', '--quiet')

        then:
        done.exit == 0
        done.err.readLines().unique() == ["warning: cannot write the metrics to $folder/prom/runbook-test.prom: there is no such file or folder"]
    }

    def 'a drill that did not take place is reported by the next start, until there is one'() {
        given:
        10.times { answer(200) }
        environment("drill: { expected: { shop/restart: every 7d, shop/never: every 12h } }")

        when:
        def first = rig.run('run', 'shop/restart', '-e', 'test', '--quiet')
        def drill = rig.run('drill', 'shop/restart', '-e', 'test', '--quiet')
        def last = rig.run('run', 'shop/restart', '-e', 'test', '--quiet')

        then:
        first.err.readLines() == ['overdue drill: shop/restart in test is due every 7d; there is no record of one',
                                  'overdue drill: shop/never in test is due every 12h; there is no record of one']
        drill.exit == 0
        last.err.readLines() == ['overdue drill: shop/never in test is due every 12h; there is no record of one']
        textfile().contains('runbook_drill_interval_seconds{environment="test",runbook="shop/never"} 43200.0')
    }

    def 'a wrong setting is reported with its place: #text'() {
        given:
        rig.write('runbooks/shop/environments/test.yaml', "environment: test\n$text\n")

        when:
        def done = rig.run('run', 'shop/restart', '-e', 'test')

        then:
        done.exit == 2
        done.err.contains('test.yaml:2:')
        done.err.contains(message)

        where:
        text                                             || message
        'ping: not-a-url'                                || 'the address is not an http or https URL'
        'ping: 7'                                        || "'ping' is a URL or where it is kept"
        'metrics: { listen: 9469 }'                      || "'listen' is a text, not 9469"
        "metrics: { listen: '9469' }"                    || "'9469' is not an address to listen on"
        "metrics: { listen: 'localhost:99999' }"         || "'localhost:99999' is not an address to listen on"
        "answers: { listen: 'localhost:99999' }"         || "'localhost:99999' is not an address to listen on"
        'metrics: { textfile: /x }'                      || "unknown key 'textfile' in 'metrics'"
        'drill: { expected: { shop/restart: weekly } }'  || "'weekly' does not say how often"
        'drill: { expected: { shop/restart: every 0d } }' || "'every 0d' does not say how often"
        'drill: { expected: { shop/restart: every 0h } }' || "'every 0h' does not say how often"
        'drill: { expected: { shop/restart: 7 } }'       || "'shop/restart' is a text, not 7"
    }

    private void environment(String more, String ping = server.url('/ping/').toString() + '{runbook}') {
        rig.write('runbooks/shop/environments/test.yaml', "environment: test\nping: ${ping.startsWith('{') ? ping : "'$ping'"}\nmetrics: { textfiles: $folder/prom }\n$more\n")
    }

    private void answer(int code) {
        server.enqueue(new MockResponse.Builder().code(code).build())
    }

    private List pings() {
        (1..server.requestCount).collect { server.takeRequest() }
    }

    private String textfile() {
        Files.readString(folder.resolve('prom/runbook-test.prom'))
    }
}
