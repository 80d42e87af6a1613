package dev.runbook.run.people;

import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.RequestedApproval;
import dev.runbook.journal.event.TriggerSample;
import dev.runbook.plan.Budget;
import dev.runbook.plan.ClockMark;
import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Message;
import dev.runbook.plan.Message.When;
import dev.runbook.plan.Node;
import dev.runbook.plan.Place;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Question;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.StartApproval;
import dev.runbook.plan.Task;
import dev.runbook.plan.Work;
import dev.runbook.time.TimeText;
import dev.runbook.value.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A runbook that a trigger has requested and people must approve. Its plan begins with the question; unless the runbook
 * says where its RTO clock starts, the clock starts with the yes. A resume makes the same plan from the first record of
 * the run.
 */
public final class RequestedRunbook implements ReadRunbook {
    private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(30);

    private final ReadRunbook runbook;
    private final FiredTrigger trigger;
    private final RequestedApproval approval;
    private final Plan plan;
    private final StartApproval start;
    private volatile Optional<KnownValues> run = Optional.empty();

    private RequestedRunbook(ReadRunbook runbook, FiredTrigger trigger, RequestedApproval approval) {
        this.runbook = runbook;
        this.trigger = trigger;
        this.approval = approval;
        Task question = question(runbook.plan());
        this.plan = asking(runbook.plan(), question);
        this.start = new StartApproval(question.name(), messages());
    }

    /** Returns the runbook with the approval that its trigger requires; the runbook itself if it requires none. */
    public static ReadRunbook of(ReadRunbook runbook, Optional<FiredTrigger> trigger) {
        return trigger.flatMap(fired ->
                        fired.approval().<ReadRunbook>map(approval -> new RequestedRunbook(runbook, fired, approval)))
                .orElse(runbook);
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public void runsWith(KnownValues known) {
        run = Optional.of(known);
        runbook.runsWith(known);
    }

    @Override
    public Optional<StartApproval> startApproval() {
        return Optional.of(start);
    }

    private Task question(Plan asked) {
        Work work = Work.of(new Work.Ask(new Question(
                Question.Kind.APPROVE,
                List.of(approval.role()),
                why(asked),
                Question.Silence.REJECTS,
                List.of(),
                1,
                Question.Choices.NONE,
                Optional.empty())));
        return new Task(
                Task.Kind.APPROVE,
                unusedName(asked),
                place(asked),
                Optional.of(Budget.of(Duration.ofMillis(approval.withinMs()))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                work,
                () -> work);
    }

    /** Names are unique in a runbook, and an author may have used this one. */
    private static String unusedName(Plan plan) {
        Set<String> used = plan.everyNode().map(Node::name).collect(Collectors.toSet());
        String name = "Start " + plan.id();
        while (used.contains(name)) {
            name += " (approval)";
        }
        return name;
    }

    private static Place place(Plan plan) {
        return new Place(plan.file().toString(), 0, 0);
    }

    private List<Template> why(Plan asked) {
        List<Template> lines = new ArrayList<>();
        lines.add(Template.of("trigger '" + trigger.name() + "' (" + trigger.severity() + ") of " + trigger.file()
                + " asks to start " + asked.id()));
        Map<String, String> latest = new LinkedHashMap<>();
        trigger.samples().forEach((TriggerSample sample) -> latest.put(sample.name(), sample.value()));
        latest.forEach((name, value) -> lines.add(Template.of(name + ": " + value)));
        return lines;
    }

    private static Plan asking(Plan plan, Task question) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(question);
        if (!plan.marksClock()) {
            nodes.add(new ClockMark(ClockMark.Kind.START, question.at()));
        }
        nodes.addAll(plan.nodes());
        return plan.withNodes(nodes);
    }

    private List<Message> messages() {
        Set<String> askedAlready = runbook.plan().messages().stream()
                .filter(message -> message.on().contains(When.WAITING))
                .map(Message::channel)
                .collect(Collectors.toSet());
        List<Message> messages = new ArrayList<>();
        for (String channel : approval.channels()) {
            if (!askedAlready.contains(channel)) {
                messages.add(message(channel, When.WAITING, this::request));
            }
            messages.add(message(channel, When.ABORTED, this::refusal));
        }
        return messages;
    }

    private Message message(String channel, When when, Supplier<String> text) {
        return new Message(
                channel,
                place(runbook.plan()),
                Set.of(when),
                Optional.empty(),
                Optional.empty(),
                MESSAGE_LIMIT,
                Optional.empty(),
                Optional.empty(),
                () -> Template.of(text.get()),
                Map::of);
    }

    private String request() {
        String why = why(runbook.plan()).stream().map(Template::shown).collect(Collectors.joining("\n  "));
        return "Approval needed from " + approval.role() + ": " + why + "\nNo answer within "
                + TimeText.ofMs(approval.withinMs()) + " is a no. Answer with: runbook approve " + value("id")
                + (value("links").isEmpty() ? "" : "\n" + value("links"));
    }

    private String refusal() {
        return runbook.plan().id() + " was not started, nothing was changed: " + value("cause");
    }

    private String value(String name) {
        return run.flatMap(known -> known.run(name)).map(Template::readable).orElse("");
    }
}
