package dev.runbook.watch

import com.sun.net.httpserver.HttpServer
import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.Environment
import dev.runbook.environment.Environment.Service
import dev.runbook.environment.TestEnvironment
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import dev.runbook.time.Clock
import dev.runbook.trigger.Judgement
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification

/** Triggers that ask Debian's own Prometheus, which scrapes a small exporter. */
@Thorough('a real server')
@Requires(value = { Machine.has('prometheus') }, reason = 'needs prometheus')
class RealPrometheusTriggersSpec extends Specification implements RunbookTexts {
    volatile String exported = 'shop_failed_share 0.02\n'
    HttpServer exporter = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)

    @AutoCleanup
    AutoCloseable stopped = { exporter.stop(0) }

    int port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
    Process prometheus
    def environment = TestEnvironment.of(services: [monitoring: Service.at('monitoring', "http://127.0.0.1:$port")])

    @AutoCleanup
    Measurer measurer = new Measurer(environment, Clock.system())

    @AutoCleanup
    AutoCloseable ended = { end() }

    def 'a share of failures is good, bad, without data when it is no longer exported, and unanswered when Prometheus is down'() {
        given:
        exporter.createContext('/metrics') { exchange ->
            exchange.sendResponseHeaders(200, 0)
            exchange.responseBody.withCloseable { it.write(exported.bytes) }
        }
        exporter.start()
        Files.writeString(folder.resolve('prometheus.yml'), """\
            global: { scrape_interval: 100ms, scrape_timeout: 100ms }
            scrape_configs: [{ job_name: shop, static_configs: [{ targets: ['127.0.0.1:$exporter.address.port'] }] }]
            """.stripIndent())
        prometheus = new ProcessBuilder('prometheus', "--config.file=$folder/prometheus.yml", "--storage.tsdb.path=$folder/data", "--web.listen-address=127.0.0.1:$port")
            .redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()
        file('''triggers('shop/d') {
            def failed = measure('Failed') { prometheus 'shop_failed_share', on: 'monitoring' }
            trigger('Many fail') { severity high; when { failed.value > 0.05 }; tell 'team' }
            trigger('No answer') { severity low; when { !failed.ok }; tell 'team' }
        }''', 'runbooks/shop/d.groovy')

        expect:
        until(Judgement.GOOD, Judgement.GOOD)

        when:
        exported = 'shop_failed_share 0.2\n'

        then:
        until(Judgement.BAD, Judgement.GOOD)

        when: 'the series ends'
        exported = 'another_series 1\n'

        then: 'that is no evidence for the share, but the query has failed'
        until(Judgement.NO_DATA, Judgement.BAD)

        when:
        end()

        then:
        until(Judgement.NO_DATA, Judgement.BAD)
    }

    /** Whether the triggers are judged so, as soon as Prometheus has seen what is exported. */
    private boolean until(Judgement... expected) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (judged() != expected.toList()) {
            assert System.nanoTime() < limit: "$expected, not ${judged()}"
            LockSupport.parkNanos(50_000_000)
        }
        true
    }

    private List<Judgement> judged() {
        def home = folder.resolve('home')
        def read = reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/d.groovy'), [:], Optional.empty(), NOW))
        def context = new WatchContext(environment, '', Clock.system(), home, home.resolve('locks'), new IncidentStore(home), null, null, {}, {})
        def watch = new TriggerWatch(read, context, new WatchFile(home, 'test', 'shop/d'))
        watch.begin().collectMany { watch.take(measurer.measure(it), false) }*.judgement()
    }

    private void end() {
        prometheus?.destroy()
        prometheus?.waitFor(20, TimeUnit.SECONDS)
    }
}
