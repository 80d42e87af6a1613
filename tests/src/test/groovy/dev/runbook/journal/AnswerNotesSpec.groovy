package dev.runbook.journal

import dev.runbook.journal.event.Answer
import dev.runbook.journal.event.AnswerSource
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The answers that people leave for a run. */
class AnswerNotesSpec extends Specification {
    @TempDir
    Path folder

    def notes() {
        new AnswerNotes(folder.resolve('answers'))
    }

    private static AnswerNote note(Answer answer, String why = '') {
        AnswerNote.of('Go on', answer, 3, [where: '/b'], 'maria', AnswerSource.OTHER_TERMINAL, 'web1', why)
    }

    def 'notes arrive whole, once and in order'() {
        given:
        def left = Answer.values().collect { note(it, 'because') }
        left.eachWithIndex { one, i ->
            notes().leave(one)
            Files.setLastModifiedTime(folder.resolve("answers/${one.id()}.json"), java.nio.file.attribute.FileTime.fromMillis(1000 + i))
        }

        expect:
        notes().take() == left
        notes().take() == []
    }

    def 'a file that is not a complete answer is ignored, and never counts as a yes'() {
        given:
        Files.createDirectories(folder.resolve('answers'))
        Files.writeString(folder.resolve('answers/x.json'), text)

        expect:
        notes().take() == []
        notes().take() == []

        where:
        text << ['', '{}', '[1]', 'nonsense', '{"id":"x","answer":"aprove","source":"otherTerminal"}', '{"id":"x","source":"otherTerminal"}',
                 '{"id":"x","answer":"approve","source":"drill"}', '{"answer":"approve","source":"otherTerminal"}']
    }

    def 'a link in place of the folder is not followed'() {
        given:
        def elsewhere = Files.createDirectories(folder.resolve('elsewhere'))
        new AnswerNotes(elsewhere).leave(note(Answer.APPROVE))
        Files.createSymbolicLink(folder.resolve('answers'), elsewhere)

        expect:
        notes().take() == []
    }
}
