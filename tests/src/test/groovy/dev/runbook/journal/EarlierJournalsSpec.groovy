package dev.runbook.journal

import dev.runbook.journal.event.*
import dev.runbook.terminal.ColorPalette
import dev.runbook.model.RunView
import dev.runbook.transcript.TextTranscript
import java.nio.file.Path
import spock.lang.Specification

/** A journal of every format that engines have written stays a resource of the tests, and is read. */
class EarlierJournalsSpec extends Specification {
    private static JournalText read(String name) {
        JournalReader.read(Path.of(EarlierJournalsSpec.getResource("/journals/$name").toURI()))
    }

    def 'decisions that stood in texts are read as what they were'() {
        given: 'a run whose engine died in three steps; of the last one the probe gave no answer'
        def text = read('format-1-decisions-in-texts')
        def ends = text.entries()*.event().findAll { it instanceof StepFinished }

        expect:
        text.tail() == JournalText.Tail.NONE
        ends.collect { [it.step(), it.by()] } == [['Prepare', DecidedBy.ITSELF], ['Switch', DecidedBy.OPERATOR], ['Probed', DecidedBy.PROBE],
                                                  ['Asked', DecidedBy.UNANSWERED_PROBE]]
        text.entries()*.event().findAll { it instanceof Resumed }*.after().toSet() == [ResumedAfter.INTERRUPTION] as Set
        !text.end().get().trace().resumable()

        and: 'it is shown, and can be resumed'
        def view = RunView.of(text, Optional.empty()).get()
        view.resumable()
        TextTranscript.of(view, ColorPalette.PLAIN, 120).contains('? Asked  unknown: its probe gave no answer')
    }
}
