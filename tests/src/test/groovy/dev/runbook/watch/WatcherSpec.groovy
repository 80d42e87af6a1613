package dev.runbook.watch

import com.sun.net.httpserver.HttpServer
import dev.runbook.compile.RunbookRequest
import dev.runbook.compile.RunbookTexts
import dev.runbook.environment.TestEnvironment
import dev.runbook.time.Clock
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The pace of many measurements: those that are due together are spread, and each of them is taken once. */
class WatcherSpec extends Specification implements RunbookTexts {
    static final int MANY = 40

    @AutoCleanup
    AutoCloseable stopped = { server.stop(0) }
    HttpServer server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
    List<String> asked = new CopyOnWriteArrayList<>()
    List<String> problems = new CopyOnWriteArrayList<>()
    def environment = TestEnvironment.of()

    def setup() {
        server.createContext('/') { exchange ->
            asked << exchange.requestURI.path
            exchange.sendResponseHeaders(204, -1)
            exchange.close()
        }
        server.start()
        def triggers = (0..<MANY).collect { "trigger('t$it') { severity low; http { get 'http://127.0.0.1:$server.address.port/$it' }; when { status != 204 }; tell 'team' }" }
        file("triggers('shop/many') {\nevery 10.seconds\n${triggers.join('\n')}\n}", 'runbooks/shop/many.groovy')
    }

    def 'many measurements are spread over a fifth of their period, and each is decided'() {
        given:
        def evaluated = new CopyOnWriteArrayList<String>()
        def watcher = watcher { watch, sample, decided -> evaluated.addAll(decided*.trigger()*.name()) }
        def began = System.nanoTime()

        when:
        watcher.run { evaluated.size() == MANY }
        def took = Duration.ofNanos(System.nanoTime() - began)

        then: 'the last one begins after 39 of 40 parts of two seconds'
        took >= Duration.ofMillis(1950)
        asked.toSet().size() == MANY
        asked.size() == MANY
        problems == []

        cleanup:
        watcher.close()
    }

    def 'a single evaluation, by decide or from cron, waits for nothing'() {
        given:
        def evaluated = new CopyOnWriteArrayList<String>()
        def watcher = watcher { watch, sample, decided -> evaluated.addAll(decided*.trigger()*.name()) }

        when:
        watcher.once()

        then:
        evaluated.size() == MANY
        asked.size() == MANY

        cleanup:
        watcher.close()
    }

    private Watcher watcher(EvaluationListener listener) {
        def home = folder.resolve('home')
        def read = reader().triggers(RunbookRequest.toCheck(folder.resolve('runbooks/shop/many.groovy'), [:], Optional.empty(), NOW))
        def context = new WatchContext(environment, '', Clock.system(), home, home.resolve('locks'), new IncidentStore(home), null, null, {}, problems.&add)
        new Watcher([new TriggerWatch(read, context, new WatchFile(home, 'test', 'shop/many'))], new Measurer(environment, Clock.system()), false, problems.&add, listener)
    }
}
