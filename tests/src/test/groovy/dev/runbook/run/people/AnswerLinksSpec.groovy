package dev.runbook.run.people

import dev.runbook.environment.AnswerAddress
import dev.runbook.journal.event.*
import dev.runbook.journal.event.QuestionAnswered.Acceptance
import dev.runbook.notify.Delivery
import dev.runbook.plan.Message
import dev.runbook.plan.Question.Box
import dev.runbook.plan.Question.Input
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import java.util.concurrent.CountDownLatch
import spock.lang.Specification

/** One-time links, against the real listener of a run on virtual time. */
class AnswerLinksSpec extends Specification {
    static final Duration MINUTE = Duration.ofMinutes(1)

    def rig = new Rig()
    def client = HttpClient.newHttpClient()
    /** What each request was answered. */
    def pages = []

    private run(Map options = [:], Closure when) {
        def asked = options.asked ?: rig.ask(Task.Kind.APPROVE, 'Go <on>', by: ['lead'], budget: MINUTE)
        def plan = rig.plan([asked, rig.step('Next', rig.ok(MINUTE))],
                messages: [rig.message(on: [Message.When.WAITING], '@links')])
        rig.clock.after(Duration.ofSeconds(5)) { when(links()) }
        if (options.later) {
            rig.clock.after(options.after) { options.later(links()) }
        }
        rig.run(people: [lead: ['maria', 'jo']], answers: new AnswerAddress('127.0.0.1', 0, ''), plan)
    }

    /** The links by person, from the message that was sent. */
    private Map<String, String> links() {
        rig.notices[0].text().readLines().collectEntries { it.split(': ', 2).toList() }
    }

    private HttpResponse<String> get(String url, Duration limit = MINUTE) {
        client.send(HttpRequest.newBuilder(URI.create(url)).timeout(limit).build(), HttpResponse.BodyHandlers.ofString())
    }

    private HttpResponse<String> post(String url, String form) {
        def answer = client.send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(form)).build(), HttpResponse.BodyHandlers.ofString())
        pages << answer.body()
        answer
    }

    private List<Acceptance> acceptances() {
        rig.recorded(QuestionAnswered)*.acceptance()
    }

    def 'the form of a link answers as its person, once; opening the link answers nothing'() {
        when:
        def end = run { links ->
            assert links.keySet() == ['maria', 'jo'] as Set
            def page = get(links.maria)
            assert page.statusCode() == 200
            assert page.body().contains('Go &lt;on&gt;') && page.body().contains('<b>maria</b>')
            assert page.headers().firstValue('Content-Security-Policy').get().startsWith("default-src 'none'")
            assert acceptances() == []
            post(links.maria, 'answer=approve&why=agreed+in+the+call')
            post(links.maria, 'answer=reject&why=x')
        }

        then:
        end.status() == RunStatus.SUCCEEDED
        with(rig.recorded(QuestionAnswered)[0]) { [who(), source(), from(), why()] == ['maria', AnswerSource.LINK, '127.0.0.1', 'agreed in the call'] }
        acceptances() == [Acceptance.COUNTED, Acceptance.REFUSED]
        rig.recorded(QuestionAnswered)[1].refusal() == 'the link was used already'
        pages[0].contains('Recorded: approved by maria') && pages[1].contains('This link was used already')
    }

    def 'a forged link is refused and recorded, and the question stays open'() {
        when:
        def end = run { links ->
            def forged = links.maria[0..-3] + (links.maria.endsWith('A') ? 'BB' : 'AA')
            assert get(forged).statusCode() == 403
            post(forged, 'answer=approve')
            post(links.jo.substring(0, links.jo.lastIndexOf('.')) + links.maria.substring(links.maria.lastIndexOf('.')), 'answer=approve')
            post(links.maria, 'answer=maybe')
            post(links.maria, 'answer=reject')
            post(links.jo, 'answer=approve')
        }

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)*.refusal() == ['this run has not signed the link', 'this run has not signed the link', 'give a reason, for the record', '']
        rig.recorded(QuestionAnswered)[0].describeAttempt() == 'a yes of somebody unknown'
        rig.recorded(QuestionAnswered).last().who() == 'jo'
    }

    def 'nobody listens once the question is decided, and the record hides the links'() {
        when:
        def later = null
        run(after: Duration.ofSeconds(40), later: { links ->
            try {
                Thread.sleep(1500) // the listener ends within a second
                get(links.jo)
            } catch (IOException refused) {
                later = refused
            }
        }) { links -> post(links.maria, 'answer=approve') }

        then:
        later != null
        rig.recorded(MessageSent)[0].text() =~ /^maria: http:\S+\/answer\/•••\njo: http:\S+\/answer\/•••$/
    }

    private static ask(Map options, Task.Kind kind, String name) {
        new Rig().ask([by: ['lead'], budget: MINUTE] + options, kind, name)
    }

    def 'the form of a manual closes its boxes one by one, with what people type'() {
        given:
        def boxes = [new Box('Take a <backup>', '', [new Input('location', 'where it is', [], false, ''), new Input('kind', 'which', ['full', 'small'], true, '')]),
                     new Box('Test it', '', []), new Box('Tell all', '', [])]

        when:
        def end = run(asked: ask(Task.Kind.MANUAL, 'Backup', boxes: boxes, first: 4)) { links ->
            def form = get(links.maria).body()
            assert form.contains('Take a &lt;backup&gt;') && form.contains('name="value.location"') && form.contains('<option>small</option>')
            post(links.maria, 'answer=tick&number=4&value.location=')
            post(links.maria, 'answer=tick&number=4&value.location=%2Fb1&value.kind=huge')
            post(links.maria, 'answer=tick&number=4&value.location=%2Fb1&value.kind=full')
            post(links.maria, 'answer=tick&number=4&value.location=%2Fb2')
            post(links.jo, 'answer=skip&number=5')
            post(links.jo, 'answer=skip&number=5&why=no+machine')
            post(links.maria, 'answer=tick&number=9')
            post(links.maria, 'answer=tick&number=6')
            post(links.jo, 'answer=tick&number=6')
        }

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)*.refusal() == [
            "box 4 needs 'location' (where it is): give -p location=…", "'kind' is one of full, small, not 'huge'", '',
            'box 4 ticked by maria {location=/b1, kind=full} already', 'give a reason, for the record', '',
            "'Backup' has no box 9; open: 6", '', 'already box 6 ticked by maria']
        rig.recorded(AttemptFinished)[0].values().complete() == ['param location': '/b1', 'param kind': 'full']
        acceptances().last() == Acceptance.LATE

        and: 'while boxes are open, the page shows them again'
        pages[2].contains('Recorded: box 4 ticked by maria') && pages[2].contains('4  Take a &lt;backup&gt;: box 4 ticked') && pages[2].contains('5  Test it')
        !pages[7].contains('<form')
    }

    def 'the form of #kind: #form'() {
        when:
        def end = run(asked: ask(kind, 'Asked', choices: ['a', 'b <c>'], lasts: MINUTE)) { links ->
            assert get(links.maria).body().contains(shown)
            wrong.each { post(links.maria, it) }
            post(links.maria, form)
            post(links.maria, form)
        }

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)*.refusal() == refused + ['', 'the link was used already']
        rig.recorded(StepFinished)[0].cause() == cause

        where:
        kind             | shown         | wrong                                          | form                                     || refused | cause
        Task.Kind.CHOOSE | 'b &lt;c&gt;' | ['answer=choose&number=3', 'answer=approve']   | 'answer=choose&number=2'                 || ['there is no choice 3: give a number from 1 to 2', "'Asked' takes the number of a choice"] | 'b <c>, chosen by maria'
        Task.Kind.PAUSE  | 'End the pause now' | ['answer=end', 'answer=tick&number=1']   | 'answer=end&why=everybody+is+out'        || ['give a reason, for the record', "'Asked' is a pause: it can only be ended early"] | 'ended early by maria: everybody is out'
    }

    def 'a link that has expired answers nothing, although people are still asked'() {
        when:
        def end = run(asked: ask(Task.Kind.APPROVE, 'Go', budget: null), after: Duration.ofHours(25), later: { links ->
            post(links.maria, 'answer=approve')
            rig.questions.deliver(dev.runbook.journal.AnswerNote.of('', Answer.APPROVE, -1, [:], 'jo', AnswerSource.OTHER_TERMINAL, 'web1', ''))
        }) { links -> }

        then:
        end.status() == RunStatus.SUCCEEDED
        pages[0].contains('This link has expired.')
        acceptances() == [Acceptance.LATE, Acceptance.COUNTED]
        rig.recorded(QuestionAnswered)[0].refusal().startsWith('the link expired at ')
    }

    def 'two terminals and two links answer at once: one answer counts'() {
        given:
        def start = new CountDownLatch(1)

        when:
        run { links ->
            def answers = ['maria', 'jo'].collectMany { who ->
                [{ post(links[who], 'answer=reject&why=x') },
                 { rig.questions.deliver(dev.runbook.journal.AnswerNote.of('', Answer.APPROVE, -1, [:], who, AnswerSource.OTHER_TERMINAL, 'web1', '')) }]
            }.collect { answer -> Thread.start { start.await(); answer() } }
            start.countDown()
            answers*.join()
        }

        then:
        acceptances().countBy { it } == [(Acceptance.COUNTED): 1, (Acceptance.LATE): 3]
    }

    def 'what mail scanners and previews do with a link changes nothing: #method'() {
        when:
        def end = run { links ->
            def request = HttpRequest.newBuilder(URI.create(links.maria)).method(method, HttpRequest.BodyPublishers.noBody()).build()
            assert client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == status
            assert acceptances() == []
            post(links.maria, 'answer=approve')
        }

        then:
        end.status() == RunStatus.SUCCEEDED

        where:
        method    || status
        'HEAD'    || 200
        'OPTIONS' || 405
        'PUT'     || 405
        'POST'    || 400
    }

    def 'connections that send nothing more do not keep a person from answering'() {
        given:
        def slow = []

        when:
        def end = run { links ->
            def url = URI.create(links.maria)
            40.times {
                slow << new Socket(url.host, url.port)
                slow.last().outputStream << "POST $url.path HTTP/1.1\r\nHost: $url.host\r\nContent-Length: 10\r\n\r\na"
            }
            assert get(links.maria, Duration.ofSeconds(5)).statusCode() == 200
            post(links.maria, 'answer=approve')
        }

        then:
        end.status() == RunStatus.SUCCEEDED

        cleanup:
        slow*.close()
    }

    def 'the listener limits how long a request and its answer may take'() {
        when:
        def limits = null
        run { links ->
            limits = ['maxReqTime', 'maxRspTime'].collect { System.getProperty("sun.net.httpserver.$it") }
            post(links.maria, 'answer=approve')
        }

        then: 'the JDK ends a connection that takes longer; without these it waits for ever'
        limits == ['10', '10']
    }

    def 'the page shows characters that would hide or reverse its text'() {
        expect:
        AnswerPage.message('drop \u202eevil\u202c\u0007').contains('<p>drop ·evil·␇</p>')
    }

    def 'the record of a message hides a link that its receiver quotes in an error'() {
        when:
        rig.delivers = { notice -> new Delivery(DeliveryResult.FAILED, "rejected: ${notice.text().readLines()[0]}", Duration.ZERO) }
        run { links -> post(links.maria, 'answer=approve') }

        then:
        rig.recorded(MessageSent)[0].cause() =~ /^rejected: maria: http:\S+\/answer\/•••$/
    }

    def 'a link is signed by one run'() {
        given:
        def key = new byte[32]
        def token = new LinkToken('Go', 'maria', rig.clock.wall(), 'x')

        expect:
        LinkToken.of(token.signed(key), key).get() == token
        LinkToken.of(token.signed(key), new byte[32].with { it[0] = 1; it }).empty
        LinkToken.of(damaged, key).empty

        where:
        damaged << ['', '.', 'a.b', 'a.b.c', '%%.%%']
    }
}
