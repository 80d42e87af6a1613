package dev.runbook.run.people

import dev.runbook.environment.AnswerAddress
import dev.runbook.journal.event.*
import dev.runbook.journal.event.QuestionAnswered.Acceptance
import dev.runbook.notify.Delivery
import dev.runbook.plan.Message
import dev.runbook.plan.Task
import dev.runbook.run.Rig
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import spock.lang.Specification

/** One-time links, against the real listener of a run on virtual time. */
class AnswerLinksSpec extends Specification {
    static final Duration MINUTE = Duration.ofMinutes(1)

    def rig = new Rig()
    def client = HttpClient.newHttpClient()
    /** What each request was answered. */
    def pages = []

    private run(Map options = [:], Closure when) {
        def plan = rig.plan([rig.ask(Task.Kind.APPROVE, 'Go <on>', by: ['lead'], budget: MINUTE), rig.step('Next', rig.ok(MINUTE))],
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
            post(links.maria, 'answer=yes&why=agreed+in+the+call')
            post(links.maria, 'answer=no&why=x')
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
            post(forged, 'answer=yes')
            post(links.jo.substring(0, links.jo.lastIndexOf('.')) + links.maria.substring(links.maria.lastIndexOf('.')), 'answer=yes')
            post(links.maria, 'answer=maybe')
            post(links.maria, 'answer=no')
            post(links.jo, 'answer=yes')
        }

        then:
        end.status() == RunStatus.SUCCEEDED
        rig.recorded(QuestionAnswered)*.refusal() == ['this run has not signed the link', 'this run has not signed the link', 'give a reason, for the record', '']
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
        }) { links -> post(links.maria, 'answer=yes') }

        then:
        later != null
        rig.recorded(MessageSent)[0].text() =~ /^maria: http:\S+\/answer\/…\njo: http:\S+\/answer\/…$/
    }

    def 'connections that send nothing more do not keep a person from answering'() {
        given:
        def slow = []

        when:
        def end = run { links ->
            def url = URI.create(links.maria)
            8.times {
                slow << new Socket(url.host, url.port)
                slow.last().outputStream << "POST $url.path HTTP/1.1\r\nHost: $url.host\r\nContent-Length: 10\r\n\r\na"
            }
            assert get(links.maria, Duration.ofSeconds(5)).statusCode() == 200
            post(links.maria, 'answer=yes')
        }

        then:
        end.status() == RunStatus.SUCCEEDED

        cleanup:
        slow*.close()
    }

    def 'the page shows characters that would hide or reverse its text'() {
        expect:
        AnswerPage.message('drop \u202eevil\u202c\u0007').contains('<p>drop ·evil·␇</p>')
    }

    def 'the record of a message hides a link that its receiver quotes in an error'() {
        when:
        rig.delivers = { notice -> new Delivery(DeliveryResult.FAILED, "rejected: ${notice.text().readLines()[0]}", Duration.ZERO) }
        run { links -> post(links.maria, 'answer=yes') }

        then:
        rig.recorded(MessageSent)[0].cause() =~ /^rejected: maria: http:\S+\/answer\/…$/
    }

    def 'a link expires with the budget'() {
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
