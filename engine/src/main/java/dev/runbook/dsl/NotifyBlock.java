package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.environment.Target;
import dev.runbook.file.SourceFolder;
import dev.runbook.plan.Message;
import dev.runbook.plan.Place;
import dev.runbook.value.Template;
import groovy.lang.Closure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code notify(channel) { }}: the message and, at the top of a runbook, when it is sent. */
public final class NotifyBlock extends ValuesBlock {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final Set<Message.When> on = EnumSet.noneOf(Message.When.class);
    private Duration after;
    private Duration every;
    private Duration within = WITHIN;
    private String templateFile;
    private String htmlFile;
    private Template text;

    private NotifyBlock(EvaluationContext context) {
        super(context);
    }

    static Message message(EvaluationContext context, String channel, Closure<?> body) {
        Place at = context.here();
        NotifyBlock block = new NotifyBlock(context);
        if (!context.planned()) {
            context.environmentWith(Target.Kind.CHANNEL, channel);
        }
        context.outline(body, block);
        if (!context.planned()) {
            block.check(channel);
        }
        return new Message(
                channel,
                at,
                block.on,
                Optional.ofNullable(block.after),
                Optional.ofNullable(block.every),
                block.within,
                Optional.ofNullable(block.templateFile).map(block::file),
                Optional.ofNullable(block.htmlFile).map(block::file),
                () -> {
                    NotifyBlock again = new NotifyBlock(context);
                    ValueVisibility.BEST_EFFORT.during(() -> context.valueAgain(at, body, again));
                    return again.text == null ? Template.of("") : again.text;
                },
                context.params()::all);
    }

    private void check(String channel) {
        if (text == null && templateFile == null) {
            context.problemWith(
                    "channel", channel, "notify '" + channel + "' has no text", "add text '…' or template 'file.md'");
        }
        if (text != null && templateFile != null) {
            context.problemWith("channel", channel, "notify '" + channel + "' has both a text and a template");
        }
        if (templateFile != null) {
            checkFile(templateFile);
        }
        if (htmlFile != null) {
            checkFile(htmlFile);
        }
    }

    private Path file(String template) {
        return context.request().file().resolveSibling("templates").resolve(template);
    }

    private void checkFile(String template) {
        Path file = file(template);
        try {
            if (!Files.isRegularFile(SourceFolder.of(context.request().file()).inside(file))) {
                context.problemWith("template", template, "there is no template " + file);
            }
        } catch (AuthorException outside) {
            context.problemWith("template", template, outside.getMessage());
        }
    }

    /**
     * Sends the message at these events of the run: {@code started}, {@code clockStarted} (the RTO clock has started),
     * {@code recovered} (the RTO clock has stopped: the service is back), {@code succeeded}, {@code failed},
     * {@code fellBack} (another runbook took over and succeeded), {@code aborted}, {@code waiting} (people are
     * asked), {@code atRisk} (the RTO will probably be missed), {@code breached} (the RTO has been missed), {@code overrun} (a step has exceeded its
     * budget). In a followed runbook {@code clockStarted} and {@code recovered} are those of the whole run.
     *
     * <pre>{@code
     * on started, succeeded, failed, atRisk
     * }</pre>
     */
    public void on(Message.When... events) {
        on.addAll(List.of(events));
    }

    /** The run has started. */
    public Message.When getStarted() {
        return Message.When.STARTED;
    }

    /** The RTO clock has started. */
    public Message.When getClockStarted() {
        return Message.When.CLOCK_STARTED;
    }

    /** The RTO clock has stopped and the run did not fail: the service is back. */
    public Message.When getRecovered() {
        return Message.When.RECOVERED;
    }

    /** The run has succeeded. */
    public Message.When getSucceeded() {
        return Message.When.SUCCEEDED;
    }

    /** The run has failed. */
    public Message.When getFailed() {
        return Message.When.FAILED;
    }

    /** The run has fallen back to another runbook, which succeeded. */
    public Message.When getFellBack() {
        return Message.When.FELL_BACK;
    }

    /** The run has been aborted. */
    public Message.When getAborted() {
        return Message.When.ABORTED;
    }

    /** People are asked: an approve, manual, pause or choose waits for an answer. */
    public Message.When getWaiting() {
        return Message.When.WAITING;
    }

    /** The RTO will probably be missed. */
    public Message.When getAtRisk() {
        return Message.When.AT_RISK;
    }

    /** The RTO has been missed. */
    public Message.When getBreached() {
        return Message.When.BREACHED;
    }

    /** A step or group has taken longer than its budget. */
    public Message.When getOverrun() {
        return Message.When.OVERRUN;
    }

    /**
     * Sends the message once, when the RTO clock has run this long (an escalation): {@code --since} and
     * {@code startClock()} count. Not sent if the run has ended.
     *
     * <pre>{@code
     * after 15.minutes
     * }</pre>
     */
    public void after(Duration time) {
        after = Budgets.positive(context, "after", time);
    }

    /**
     * Sends the message at this interval from the start of the RTO clock, until the run ends.
     *
     * <pre>{@code
     * every 15.minutes
     * }</pre>
     */
    @SetOnce
    public void every(Duration time) {
        every = Budgets.positive(context, "every", time);
    }

    /**
     * Sets how long delivery may take from the moment the message is due; the default is 30 seconds. Within this time
     * a message that a receiver could not take is sent again. The messages of a channel are sent in order: a message
     * delayed by an earlier one is still sent, and reported as late. A message that is late or not delivered is a
     * missed communication target in the verdict; it does not change the exit code. At the end, the run waits no
     * longer than this for its last messages.
     *
     * <pre>{@code
     * within 30.seconds
     * }</pre>
     */
    @SetOnce
    public void within(Duration time) {
        within = Budgets.positive(context, "within", time);
    }

    /**
     * Takes the message from a file in the {@code templates} folder beside the runbook. In the file, <code>${…}</code>
     * is a value: the parameters as {@code params.reason}, and of the run {@code run.id}, {@code run.runbook},
     * {@code run.environment}, {@code run.mode}, {@code run.who}, {@code run.status}, {@code run.cause},
     * {@code run.startedAt}, {@code run.since}, {@code run.elapsed}, {@code run.objectives}, {@code run.left} (of the
     * RTO), {@code run.expectedEnd} (by the forecast, else the end of the RTO), {@code run.nextUpdate} (the channel's next periodic message),
     * {@code run.currentStep}, {@code run.failure} and {@code run.dataLoss}. Without a failure {@code run.failure} is
     * "none". A value that is not there is written as "not known". After the end of the run, a line with
     * {@code run.expectedEnd} or {@code run.nextUpdate} is left out; one with {@code run.expectedEnd} already when the service is back. <code>${include 'trailer.md'}</code> inserts another template. The first line is the subject of an
     * e-mail and the name of an incident.
     *
     * <pre>{@code
     * template 'immediate-rollback.md'
     * }</pre>
     */
    @SetOnce
    public void template(@Names("template") String file) {
        templateFile = file;
    }

    /**
     * Takes the HTML part of an e-mail from a file in the {@code templates} folder, with the same values, escaped for
     * HTML. Readers without HTML, and all other kinds of channel, get the text.
     *
     * <pre>{@code
     * html 'immediate-rollback.html'
     * }</pre>
     */
    @SetOnce
    public void html(@Names("template") String file) {
        htmlFile = file;
    }

    /**
     * Sets the text of the message. A value that the run does not know is written as "not known".
     *
     * <pre>{@code
     * text "Rolling back because ${params.reason}"
     * }</pre>
     */
    @SetOnce
    public void text(
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object message) {
        text = Values.option(message);
    }
}
