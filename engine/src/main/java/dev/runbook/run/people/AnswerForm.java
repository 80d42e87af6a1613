package dev.runbook.run.people;

import dev.runbook.journal.event.Answer;
import dev.runbook.value.EnumWord;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person sends with the form of a link.
 *
 * @param number of a box or choice; -1 for none
 * @param values what the person typed for a box
 */
record AnswerForm(Answer answer, int number, Map<String, String> values, String why) {
    static final String ANSWER = "answer";
    static final String NUMBER = "number";
    static final String WHY = "why";
    /** The beginning of the name of a field for a value of a box. */
    static final String VALUE = "value.";

    private static final int LONGEST = 500;

    /** Reads a submitted form; empty if it names no answer. */
    static Optional<AnswerForm> of(String body) {
        Map<String, String> fields = fields(body);
        Map<String, String> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(VALUE)) {
                values.put(name.substring(VALUE.length()), value);
            }
        });
        return EnumWord.find(Answer.class, fields.getOrDefault(ANSWER, ""))
                .map(answer -> new AnswerForm(
                        answer, number(fields.getOrDefault(NUMBER, "")), values, fields.getOrDefault(WHY, "")));
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                String value = decoded(field.substring(equals + 1)).strip();
                fields.put(decoded(field.substring(0, equals)), value.substring(0, Math.min(value.length(), LONGEST)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return "";
        }
    }
}
