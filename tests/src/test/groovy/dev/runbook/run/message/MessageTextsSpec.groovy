package dev.runbook.run.message

import static java.time.Duration.ofMinutes
import static java.time.Duration.ofSeconds

import dev.runbook.environment.Masker
import dev.runbook.journal.Entry
import dev.runbook.journal.event.RunStatus
import dev.runbook.journal.event.StepStarted
import dev.runbook.model.RunModel
import dev.runbook.notify.Templates
import dev.runbook.plan.Message
import dev.runbook.plan.Task
import dev.runbook.run.state.RunState
import dev.runbook.run.state.RunbookEnd
import dev.runbook.value.Template
import dev.runbook.value.Unknown
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import dev.runbook.run.Rig
import spock.lang.Specification
import spock.lang.TempDir

/** What the texts of messages know of a run. */
class MessageTextsSpec extends Specification {
    @TempDir
    Path folder

    static final Message.Parameters NO_PARAMETERS = { [:] }

    def rig = new Rig()

    /** The text of a message at the run's last record, by the journal alone. */
    NoticeText text(Map options = [:], Message message, List<Entry> entries) {
        def state = new RunState('r1', rig.clock)
        options.over && state.ended(new RunbookEnd(RunStatus.SUCCEEDED, ''))
        state.resumed(entries[0].at(), Duration.ofNanos(entries.last().sinceStartNanos() - entries[0].sinceStartNanos()))
        new MessageTexts({ { it } as Masker }, Templates::render, [runbook: 'a/b', environment: 'test', mode: 'run', who: 'maria'], options.partial ?: false, RunModel.replay(entries))
                .of(message, state, Optional.ofNullable(options.next))
    }

    Message fromFiles(String text, String html = null) {
        def templates = Files.createDirectories(folder.resolve('templates'))
        Files.writeString(templates.resolve('t.md'), text)
        html && Files.writeString(templates.resolve('t.html'), html)
        new Message('team', rig.place(), [] as Set, Optional.empty(), Optional.empty(), ofSeconds(30), Optional.of(templates.resolve('t.md')), Optional.ofNullable(html ? templates.resolve('t.html') : null), { Template.of('') } as Message.Text, NO_PARAMETERS)
    }

    static final ALL = ['objectives', 'left', 'expectedEnd', 'nextUpdate', 'currentStep', 'failure', 'dataLoss']

    def 'a template knows the objectives, what is left, the step in progress and the next update'() {
        given:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(2))), rig.step('b', rig.ok(ofMinutes(1)))]))
        def until = rig.entries.findIndexOf { it.event() instanceof StepStarted && it.event().step() == 'b' }

        expect:
        text(fromFiles(ALL.collect { "$it=\${run.$it}" }.join('\n')), rig.entries.take(until + 1), next: Instant.parse('2026-01-31T12:30:00.5Z')).text().readLines() == [
            'objectives=RTO 5m', 'left=3m', 'expectedEnd=2026-01-31 12:05:00 UTC', 'nextUpdate=2026-01-31 12:30:00 UTC', 'currentStep=b', 'failure=none', 'dataLoss=not measured']
    }

    def 'lines about what is to come are left out once the run has ended, in the text and in HTML'() {
        given:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(2))), rig.step('b', rig.ok(ofMinutes(1)))]))
        def until = rig.entries.findIndexOf { it.event() instanceof StepStarted && it.event().step() == 'b' }
        def message = fromFiles('Rollback\n\n- End: ${run.expectedEnd}\n- Next: ${run.nextUpdate}\n- Left: ${run.left}', '<p>${run.status}</p>\n<p>${run.expectedEnd}</p>')

        expect: 'also of a run that failed while its clock was running'
        text(message, rig.entries.take(until + 1), over: true).text() == 'Rollback\n\n- Left: 3m'
        text(message, rig.entries.take(until + 1), over: true).html().get() == '<p>succeeded</p>'
        text(message, rig.entries.take(until + 1)).text().contains('- End: 2026')

        and: 'the service is back, and the run continues'
        text(message, rig.entries).text() == 'Rollback\n\n- Next: when the status changes\n- Left: 2m'
    }

    def 'a template knows what failed'() {
        given:
        rig.run(rig.plan([rig.step('a', rig.fails())]))

        expect:
        text(fromFiles('${run.failure}'), rig.entries).text().startsWith("'a' failed: ")
        text(fromFiles('${run.left}'), rig.entries).text() == 'not known'
    }

    def 'a recovery without a loss says so'() {
        given:
        def point = rig.step([kind: Task.Kind.RECOVERY_POINT], 'Recovery point', rig.ok(Duration.ZERO, [value: '2026-01-31T12:00:01Z']))
        rig.run(rig.plan([rpo: ofMinutes(5)], [rig.step([stopsWrites: true], 'Stop', rig.ok(ofSeconds(1))), point]))

        expect:
        text(fromFiles('${run.dataLoss}'), rig.entries).text() == 'none'
    }

    def 'an RTO that is over says by how much'() {
        given:
        rig.run(rig.plan([rto: ofMinutes(5)], [rig.step('a', rig.ok(ofMinutes(7)))]))

        expect:
        text(fromFiles('${run.left}'), rig.entries).text() == 'none, 2m over'
    }

    def 'values are escaped in the HTML part only'() {
        given:
        rig.run(rig.plan([rig.step('<b>"a" & \'b\'</b>', rig.fails())]))
        def both = text(fromFiles('${run.failure}', '<i>${run.failure}</i>'), rig.entries, partial: true)

        expect:
        both.text().startsWith("[PARTIAL] '<b>\"a\" & 'b'</b>' failed")
        both.html().get().startsWith('<p>[PARTIAL]</p>\n<i>&#39;&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;&#39; failed')
    }

    def 'the author\'s own text has no placeholder either'() {
        given:
        rig.run(rig.plan([rig.step('a')]))
        def message = new Message('team', rig.place(), [] as Set, Optional.empty(), Optional.empty(), ofSeconds(30), Optional.empty(), Optional.empty(),
                { new Template(['Version ', ', backup ', ', after ', ''], [null, new Unknown('Take a backup: stdout'), ofSeconds(90)]) } as Message.Text, NO_PARAMETERS)

        expect:
        text(message, rig.entries).text() == 'Version not known, backup not known, after 1m 30s'
    }
}
