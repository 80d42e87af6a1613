package dev.runbook.journal;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import dev.runbook.value.EnumWord;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer to a question of a run: a note left in its folder for the engine process that executes it.
 *
 * @param id by which whoever left it finds its record
 * @param step the question, by path or name; empty for the only one that is open
 * @param number of a box or choice; -1 for none
 * @param values what a person gives with it
 * @param from where the person is
 */
public record AnswerNote(
        String id,
        String step,
        Answer answer,
        int number,
        Map<String, String> values,
        String who,
        AnswerSource source,
        String from,
        String why) {
    /** Creates a note with its own id. */
    public static AnswerNote of(
            String step,
            Answer answer,
            int number,
            Map<String, String> values,
            String who,
            AnswerSource source,
            String from,
            String why) {
        return new AnswerNote(UUID.randomUUID().toString(), step, answer, number, values, who, source, from, why);
    }

    String text() {
        return JsonWriter.write(RecordMap.of(this)) + "\n";
    }

    /** Returns the note of a text; empty if it is none. */
    static Optional<AnswerNote> of(String text) {
        return JsonReader.read(text)
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .filter(AnswerNote::isWhole)
                .map(read -> RecordMap.read(AnswerNote.class, read));
    }

    /** Returns whether a map names an answer that this engine knows: nothing else may count as one. */
    private static boolean isWhole(Map<?, ?> read) {
        return read.get("id") instanceof String
                && EnumWord.find(Answer.class, String.valueOf(read.get("answer")))
                        .isPresent()
                && EnumWord.find(AnswerSource.class, String.valueOf(read.get("source")))
                        .filter(AnswerSource::isPerson)
                        .isPresent();
    }
}
