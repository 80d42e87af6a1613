package dev.runbook.dsl;

import dev.runbook.plan.Question;
import dev.runbook.plan.Question.Box;
import dev.runbook.plan.Question.Input;
import dev.runbook.plan.Question.Silence;
import dev.runbook.plan.Task;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code manual(name) { }}: people act outside the engine and tick boxes. */
public final class ManualBlock extends QuestionBlock {
    private final int first;
    private final List<Box> boxes = new ArrayList<>();
    private final List<Task> verifies = new ArrayList<>();

    /** @param first the number of its first box */
    ManualBlock(EvaluationContext context, String name, int first) {
        super(context, name);
        this.first = first;
    }

    @Override
    void check() {
        if (boxes.isEmpty()) {
            mistake("manual '" + name() + "' has no box to tick", "add checklist '…', a verify, or a param");
        }
        Set<String> names = new HashSet<>();
        boxes.stream()
                .flatMap(box -> box.inputs().stream())
                .filter(input -> !names.add(input.name()))
                .forEach(input -> mistake(
                        "manual '" + name() + "' asks for '" + input.name() + "' twice",
                        "give each value its own name"));
    }

    @Override
    List<Task> verifies() {
        return verifies;
    }

    @Override
    Question question() {
        return new Question(
                Question.Kind.MANUAL,
                roles(),
                text(),
                Silence.TIMES_OUT,
                boxes,
                first,
                Question.Choices.NONE,
                Optional.empty());
    }

    /**
     * Tells people what to do, above the boxes.
     *
     * <pre>{@code
     * instruct 'Everything below happens on the machine of the customer.'
     * }</pre>
     */
    public void instruct(
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object message) {
        say(message);
    }

    /**
     * Adds a box for each line of the text.
     *
     * <pre>{@code
     * checklist '''
     *     Create a complete backup of the current state
     *     Verify the integrity of the backup
     * '''
     * }</pre>
     */
    public void checklist(@Planned(Planned.Reason.SHOWN) CharSequence lines) {
        List<String> texts = Values.text(lines)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (texts.isEmpty()) {
            context.problem("a checklist has one line for each box; this one has none");
        }
        texts.forEach(text -> boxes.add(new Box(text, "", List.of())));
    }

    /**
     * Adds a box that the engine ticks as soon as the verify holds; it is repeated at the interval {@code every}.
     *
     * <pre>{@code
     * verify('All application processes are stopped') {
     *     every 2.seconds
     *     shell '! pgrep -x social-download-manager'
     * }
     * }</pre>
     */
    public void verify(
            @Names(NamePosition.NAME) CharSequence name,
            @DelegatesTo(value = VerifyBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        String task = context.declare(name);
        Task verify = TaskBlock.task(Task.Kind.VERIFY, task, context, body, () -> new VerifyBlock(context, task));
        if (!context.planned() && !verify.polls()) {
            context.problemWith(
                    NamePosition.NAME,
                    task,
                    "verify '" + task + "' in a manual is checked once, before anybody has acted",
                    "add every 2.seconds: it is repeated until it holds");
        }
        if (StepBlock.fallsBack(verify)) {
            context.problemWith(
                    NamePosition.NAME,
                    task,
                    "a verify inside a manual cannot fall back: its failure fails the box",
                    "put fallBackTo into the onFailure of the manual");
        }
        verifies.add(verify);
        boxes.add(new Box(task, task, List.of()));
    }

    /**
     * Asks for a value with the box above; without one, for a value with its own box. Later steps read it from the
     * handle: {@code backup['location']}, and the number in it with {@code answers['users'].toInteger()}.
     *
     * <pre>{@code
     * param 'location', 'where the backup is'
     * }</pre>
     */
    public void param(String name, String help) {
        param(Map.of(), name, help);
    }

    /**
     * Asks for a value that may be left out, or is one of a choice. A drill gives {@code example}, or the first choice.
     *
     * <pre>{@code
     * param 'complexity', 'how hard it will be', oneOf: ['low', 'medium', 'high', 'critical']
     * param 'ticket', 'the number of the incident', optional: true, example: 'INC-1'
     * }</pre>
     */
    public void param(
            @NamedParams({
                        @NamedParam(value = "optional", type = Boolean.class),
                        @NamedParam(value = "oneOf", type = List.class),
                        @NamedParam(value = "example", type = CharSequence.class)
                    })
                    @Planned(
                            value = Planned.Reason.SHOWN,
                            option = {"example"})
                    Map<String, Object> options,
            String name,
            String help) {
        List<?> choices = (List<?>) options.getOrDefault("oneOf", List.of());
        Input input = new Input(
                name,
                help,
                choices.stream().map(Values::plain).map(String::valueOf).toList(),
                Boolean.TRUE.equals(options.get("optional")),
                Optional.ofNullable(options.get("example")).map(Values::shown).orElse(""));
        if (boxes.isEmpty() || !boxes.get(boxes.size() - 1).verify().isEmpty()) {
            boxes.add(new Box(help, "", List.of(input)));
        } else {
            boxes.add(boxes.remove(boxes.size() - 1).with(input));
        }
    }
}
