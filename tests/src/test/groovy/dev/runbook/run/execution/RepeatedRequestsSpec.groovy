package dev.runbook.run.execution

import dev.runbook.action.http.RawServer
import dev.runbook.cli.CommandRig
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** PUT and DELETE may be sent again without a declaration, by a retry and by a resume; POST and PATCH only with idempotent(). */
class RepeatedRequestsSpec extends Specification {
    @TempDir
    Path folder

    final AtomicInteger broken = new AtomicInteger()

    @AutoCleanup
    RawServer server = new RawServer({ socket ->
        if (broken.getAndDecrement() > 0) {
            socket.setSoLinger(true, 0)
        } else {
            RawServer.say(socket, 'HTTP/1.1 204 No Content\n\n')
        }
    })

    CommandRig rig

    private CommandRig.Answer run(String step) {
        rig = new CommandRig(folder)
        rig.write('environments/here.yaml', "environment: here\nservices: { api: '$server.url' }\n")
        rig.runbook('t/main', "step('Switch') { budget 9.seconds; $step }")
        rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString())
    }

    def 'a request without a response is sent again: #step'() {
        given:
        broken.set(1)

        when:
        def answer = run("$step; retry 1, every: 10.milliseconds")

        then:
        answer.exit == (again ? 0 : 1)
        server.requests.size() == (again ? 2 : 1)
        again || answer.out.contains('the step is not idempotent()')

        where:
        step                                                                       || again
        'http { put "${service(\'api\')}/weight"; json blue: 100 }'                || true
        'http { delete "${service(\'api\')}/sessions" }'                           || true
        'http { post "${service(\'api\')}/drain" }'                                || false
        'http { patch "${service(\'api\')}/weight"; json blue: 100 }'              || false
        'idempotent(); http { post "${service(\'api\')}/drain" }'                  || true
    }

    def 'a resume sends the request again: #step'() {
        given:
        run(step)
        rig.cutAfter('Switch')

        when:
        def answer = rig.run('resume', 'last')

        then:
        answer.exit == (again ? 0 : 2)
        server.requests.size() == (again ? 2 : 1)

        where:
        step                                                        || again
        'http { put "${service(\'api\')}/weight"; json blue: 100 }' || true
        'http { delete "${service(\'api\')}/sessions" }'            || true
        'http { get "${service(\'api\')}/health" }'                 || true
        'http { post "${service(\'api\')}/drain" }'                 || false
    }
}
