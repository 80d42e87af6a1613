package dev.runbook.transcript

import dev.runbook.journal.Events
import dev.runbook.journal.event.*
import dev.runbook.journal.OutputText
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.security.MessageDigest

class HtmlTranscriptSpec extends Specification {
    @TempDir
    Path home

    def 'the page needs no other resource: no script, no request, and a policy that forbids both'() {
        given:
        def page = page(Stories.fallback(home))
        def style = page.find(/(?s)<style>(.*?)<\/style>/) { it[1] }
        def hash = MessageDigest.getInstance('SHA-256').digest(style.getBytes('UTF-8')).encodeBase64()

        expect:
        page.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-$hash&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;\"")
        !(page =~ /(?i)<script|<iframe|<object|<img|javascript:| on\w+=| style=|@import|url\(/)
        !(page =~ /(?:href|src)="(?!#|data:,")/)
    }

    def 'the failure comes first: the status, each objective and the cause, and then the rest'() {
        given:
        def page = page(Stories.fallback(home))
        def order = ['<h1>erpgo/immediate-rollback</h1>', '<strong>fell back</strong>', '<em>missed</em>', 'id="why"',
                     'did not hold within 1m 30s', 'status was 0', 'stopped, confirmed after 2.1s', 'id="waterfall"', 'id="steps"', 'id="moments"']
        def places = order.collect { page.indexOf(it) }

        expect:
        !(-1 in places)
        places == places.toSorted()
    }

    def 'a failure that a handler ignored comes after the one that ended the run'() {
        given:
        def why = page(Stories.fallback(home)).find(/(?s)<section id="why">.*?<\/section>/)

        expect:
        why.indexOf('Blue answers') < why.indexOf('Take green out of service</a>')
        why.contains('timed out, ignored (onFailure: carryOn)')
    }

    def 'labels of the time axis do not overlap on a narrow screen, with an RTO of #rto s'() {
        given: 'the positions of labels in 340 pixels, seven for each character'
        def story = new Story(home, [rto: rto])
        story.step('Restore', took: 44)
        story.finish('succeeded', 0, '', [])
        def texts = page(story.folder) =~ /<text x="([0-9.]+)%" y="12" class="([a-z ]+)">([^<]+)</
        def labels = texts.collect { all, x, kind, text ->
            def width = text.length() * 7
            def middle = 340 * x.toDouble() / 100
            def start = kind.contains('edge') ? middle - width : kind == 'first' ? middle : middle - width / 2
            [text: text, start: start, end: start + width]
        }.toSorted { it.start }

        expect:
        labels.size() > 2
        labels.last().text.startsWith('RTO') || labels.any { it.text.startsWith('RTO') }
        labels.every { it.start >= -8 && it.end <= 348 }
        (1..<labels.size()).every { labels[it - 1].end <= labels[it].start }

        where:
        rto << [20, 31, 39, 45, 50, 60, 75, 90, 120, 137, 150, 205, 600]
    }

    def 'a success has no cause'() {
        expect:
        !page(Stories.success(home)).contains('id="why"')
    }

    def 'hostile text remains text everywhere'() {
        given:
        def evil = '"><script>alert(1)</script><b onclick=\'x\'>\u0000\u001b[2J\u202e'
        def story = new Story(home, [runbook: evil, description: evil, environment: evil, parameters: [(evil): evil],
                                     plan: [Story.planned(evil, shown: evil, action: evil)]])
        story.begin(evil, shown: evil, action: evil)
        story.attempt(evil, 1, result: 'failed', cause: evil, prints: [evil], facts: [(evil): evil],
                failed: [Events.failedCondition(evil, evil, [new FailedCondition.Part(evil, 1, evil)])],
                stopped: new StopReport(evil, 1L, [evil]))
        story.end(evil, 'failed', 1, evil)
        story.record(Events.messageSent(evil, 'place', 'failed', evil, evil))
        story.record(Events.noted('other', evil))
        story.finish('failed', 1, evil, [new Verdict(Objective.RTO, evil, '', Verdict.Outcome.MISSED, 1L, 2L, evil, Optional.empty())])
        def page = page(story.folder)

        expect:
        !(page =~ /(?i)<script|<b onclick/)
        page.every { it == '\n' || it >= ' ' }
        !page.contains('\u202e')
        page.contains('&lt;script&gt;alert(1)&lt;/script&gt;')
    }

    def 'every link has a target, and a step has the same link in every run'() {
        given:
        def pages = [page(Stories.fallback(home)), page(Stories.failure(home)), page(Stories.drill(home))]

        expect:
        pages.every { page ->
            def ids = page.findAll(/ id="([^"]+)"/) { it[1] }
            def targets = page.findAll(/ href="#([^"]+)"/) { it[1] }
            ids.size() == ids.toSet().size() && targets && ids.containsAll(targets)
        }
        pages.every { it.contains('href="#step-blue-answers"') }
    }

    def 'output has its source and time; long output shows both ends'() {
        given:
        def story = new Story(home, [plan: []])
        story.begin('s')
        story.attempt('s', 1, prints: (1..500).collect { "line $it." }, stream: 'ERR')
        story.end('s')
        story.close()
        def page = page(story.folder)

        expect:
        page.contains('<i>+0:00.4 </i><span class="err">line 2.</span>')
        page.contains('line 40.') && !page.contains('line 41.') && !page.contains('line 340.') && page.contains('line 341.')
        page.contains('… 300 lines are not shown here …')
    }

    def 'lines of several hosts are grouped again'() {
        given:
        def folder = new Story(home).folder
        def output = folder.output('output/x.log')
        [['web1', 'ha'], ['web2', 'whole\n'], ['web1', 'lf\r100 %\nnext']].eachWithIndex { said, i ->
            def bytes = said[1].getBytes('UTF-8')
            output.write(i * 10L, 'OUT', said[0], bytes, 0, bytes.length)
        }
        output.close()

        expect:
        OutputLines.of(folder.outputText('output/x.log'), 10, 10).first().collect { "${it.atMs()} ${it.source()}: ${it.text()}".toString() } ==
                ['0 web1: 100 %', '10 web2: whole', '20 web1: next']
    }

    def 'without its output files, a page shows the last lines in the journal'() {
        expect:
        HtmlTranscript.of(Stories.view(Stories.failure(home)), { OutputText.none() }).contains('Unable to connect to the server')
    }

    def 'a damaged journal is reported at the top'() {
        given:
        def folder = Stories.success(home)
        folder.path().resolve('journal').toFile() << 'garbage\n'
        def page = page(folder)

        expect:
        page.contains('The journal is not whole: record ')
    }

    def 'a drill and a production run are clearly distinguished'() {
        expect:
        page(Stories.drill(home)).contains('<span class="badge drill">drill</span>')
        page(Stories.fallback(home)).contains('<span class="badge production">production</span>')
    }

    private static String page(folder) {
        HtmlTranscript.of(Stories.view(folder), folder::outputText)
    }
}
