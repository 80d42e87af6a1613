package dev.runbook.cli;

import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.QuestionAsked.Box;
import dev.runbook.journal.event.QuestionAsked.Input;
import dev.runbook.journal.event.StepKind;
import dev.runbook.model.QuestionView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer typed in one line: {@code y}, {@code n WHY}, {@code 4}, {@code 4 VALUE}, {@code f 4 WHY}, {@code s 4 WHY},
 * {@code e WHY}.
 *
 * @param step the path of the question
 */
record TypedAnswer(String step, Answer answer, int number, Map<String, String> values, String why) {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})(?:\\s+(.*))?");
    private static final Pattern LETTER = Pattern.compile("([a-z]+)(?:\\s+(.*))?", Pattern.CASE_INSENSITIVE);

    /** Returns the answer that a line means to the open questions; empty if it means none. */
    static Optional<TypedAnswer> of(String line, List<QuestionView> open) {
        Matcher number = NUMBER.matcher(line);
        if (number.matches()) {
            return number(Integer.parseInt(number.group(1)), rest(number.group(2)), open);
        }
        Matcher letter = LETTER.matcher(line);
        return letter.matches()
                ? letter(letter.group(1).toLowerCase(Locale.ROOT), rest(letter.group(2)), open)
                : Optional.empty();
    }

    private static String rest(String text) {
        return text == null ? "" : text.strip();
    }

    private static Optional<TypedAnswer> letter(String word, String rest, List<QuestionView> open) {
        return switch (word) {
            case "y", "yes" -> plain(StepKind.APPROVE, Answer.APPROVE, rest, open);
            case "n", "no" -> plain(StepKind.APPROVE, Answer.REJECT, rest, open);
            case "e", "end" -> plain(StepKind.PAUSE, Answer.END, rest, open);
            case "f", "fail" -> box(Answer.FAIL, rest);
            case "s", "skip" -> box(Answer.SKIP, rest);
            default -> Optional.empty();
        };
    }

    /** Returns an answer without a number; with several such questions the engine asks to name one. */
    private static Optional<TypedAnswer> plain(StepKind kind, Answer answer, String why, List<QuestionView> open) {
        List<QuestionView> meant = open.stream()
                .filter(question -> question.asked().kind() == kind)
                .toList();
        return meant.isEmpty()
                ? Optional.empty()
                : Optional.of(new TypedAnswer(meant.size() == 1 ? meant.get(0).step() : "", answer, -1, Map.of(), why));
    }

    private static Optional<TypedAnswer> box(Answer answer, String rest) {
        Matcher number = NUMBER.matcher(rest);
        return number.matches()
                ? Optional.of(
                        new TypedAnswer("", answer, Integer.parseInt(number.group(1)), Map.of(), rest(number.group(2))))
                : Optional.empty();
    }

    private static Optional<TypedAnswer> number(int number, String rest, List<QuestionView> open) {
        for (QuestionView question : open) {
            if (question.asked().kind() == StepKind.CHOOSE) {
                return Optional.of(new TypedAnswer(question.step(), Answer.CHOOSE, number, Map.of(), rest));
            }
        }
        Map<String, String> values = open.stream()
                .flatMap(question -> question.asked().boxes().stream())
                .filter(box -> box.number() == number)
                .findFirst()
                .map(box -> values(box, rest))
                .orElse(Map.of());
        return open.stream().anyMatch(question -> question.asked().kind() == StepKind.MANUAL)
                ? Optional.of(new TypedAnswer("", Answer.TICK, number, values, ""))
                : Optional.empty();
    }

    /** Reads the values after the number of a box: the rest of the line, or {@code name=value, name=value}. */
    private static Map<String, String> values(Box box, String rest) {
        List<Input> inputs = box.inputs();
        if (rest.isEmpty() || inputs.isEmpty()) {
            return Map.of();
        }
        String first = inputs.get(0).name();
        if (inputs.size() == 1) {
            return Map.of(first, rest.startsWith(first + "=") ? rest.substring(first.length() + 1) : rest);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : rest.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return values;
    }
}
