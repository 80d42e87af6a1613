package dev.runbook.plan;

import dev.runbook.value.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people are asked: the act of an {@code approve}, {@code manual}, {@code pause} or {@code choose}.
 *
 * @param roles who may answer, by roles of the environment; empty means anyone. An approval needs one yes of each
 * @param text shown to whoever is asked
 * @param silence what happens when nobody answers within the budget
 * @param boxes of a {@code manual}, in order
 * @param first the number of the first box: boxes are numbered through the container
 * @param choices of a {@code choose}, with the values known now
 * @param lasts of a {@code pause}
 */
public record Question(
        Kind kind,
        List<String> roles,
        List<Template> text,
        Silence silence,
        List<Box> boxes,
        int first,
        Choices choices,
        Optional<Duration> lasts) {
    public Question {
        roles = List.copyOf(roles);
        text = List.copyOf(text);
        boxes = List.copyOf(boxes);
    }

    /** The words of the language that ask people. */
    public enum Kind {
        APPROVE("approve"),
        MANUAL("manual"),
        PAUSE("pause"),
        CHOOSE("choose");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What silence means once the time is used up. */
    public enum Silence {
        /** Nobody did what was asked: the task timed out. */
        TIMES_OUT,
        /** Counts as a no. */
        REJECTS,
        /** Counts as a yes of every role that has not answered. */
        APPROVES,
        /** The first choice is taken. */
        CHOOSES_FIRST
    }

    /**
     * A box of a {@code manual}.
     *
     * @param verify the name of the verify that ticks it; empty if a person does
     * @param inputs the values a person gives with it
     */
    public record Box(String text, String verify, List<Input> inputs) {
        public Box {
            inputs = List.copyOf(inputs);
        }

        /** Returns the same box with one more value. */
        public Box with(Input input) {
            return new Box(
                    text,
                    verify,
                    Stream.concat(inputs.stream(), Stream.of(input)).toList());
        }
    }

    /**
     * A value that a person gives.
     *
     * @param oneOf the accepted values; empty means any text
     * @param example what a drill gives; empty if the author named none
     */
    public record Input(String name, String help, List<String> oneOf, boolean optional, String example) {
        public Input {
            oneOf = List.copyOf(oneOf);
        }
    }

    /**
     * What may be chosen.
     *
     * @param source of the choices, for the plan
     * @param values in order; empty before a run knows them
     */
    public record Choices(String source, List<Object> values) {
        public static final Choices NONE = new Choices("", List.of());

        public Choices {
            values = List.copyOf(values);
        }
    }

    /** Returns the name under which a task leaves the value of an input. */
    public static String valueName(String input) {
        return "param " + input;
    }

    /** Returns the names of the values that its handle has: {@code handle['backup']}. */
    public List<String> inputNames() {
        return boxes.stream()
                .flatMap(box -> box.inputs().stream())
                .map(Input::name)
                .toList();
    }

    /** Returns what is asked, for plans and journals. */
    String shown() {
        String by = roles.isEmpty() ? "" : "by " + String.join(", ", roles);
        String what = switch (kind) {
            case APPROVE, PAUSE -> "";
            case MANUAL -> boxes.size() == 1 ? "1 box" : boxes.size() + " boxes";
            case CHOOSE -> "one of " + choices.source();
        };
        String shown = text.stream().map(Template::shown).collect(Collectors.joining("; "));
        return Stream.of(by, what, shown).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
    }
}
