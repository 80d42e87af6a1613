package dev.runbook.run.message;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.notify.Delivery;
import dev.runbook.notify.Notice;
import dev.runbook.notify.Notifier;
import dev.runbook.plan.Message;
import dev.runbook.plan.Message.When;
import dev.runbook.plan.Plan;
import dev.runbook.plan.StartApproval;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.state.RunState;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sends a run's messages: at its events, after a time, periodically, or at their place among the steps. Thread-safe.
 */
public final class Notices {
    private final Notifier notifier;
    private final NoticeTexts texts;
    private final Masker masker;
    private final Recorder recorder;
    private final Clock clock;
    private final Map<String, String> about;
    private final JournalReplay past;
    private final List<RunbookMessages> following = new CopyOnWriteArrayList<>();
    private Optional<Long> clockZero = Optional.empty();
    private boolean recovered;

    /**
     * @param masker of the record: a message may contain links that only its receiver may read
     * @param about machine-readable details sent beside the text
     */
    public Notices(
            Notifier notifier,
            NoticeTexts texts,
            Masker masker,
            Recorder recorder,
            Clock clock,
            Map<String, String> about,
            JournalReplay past) {
        this.notifier = notifier;
        this.texts = texts;
        this.masker = masker;
        this.recorder = recorder;
        this.clock = clock;
        this.about = about;
        this.past = past;
    }

    /**
     * Begins a runbook: its event messages wait for events from now on.
     *
     * @param path of the runbook; empty for the run's own
     */
    public RunbookMessages follow(Plan plan, String path, RunState state) {
        return follow(plan, path, state, Optional.empty());
    }

    /**
     * Begins a runbook whose start may wait for an approval: until {@link RunbookMessages#approved}, only those who are asked
     * receive messages.
     */
    public RunbookMessages follow(Plan plan, String path, RunState state, Optional<StartApproval> awaited) {
        RunbookMessages one = new RunbookMessages(this, clock, plan, path, state, awaited);
        one.sendAt(When.STARTED);
        Optional<Long> zero;
        boolean stopped;
        synchronized (this) {
            following.add(one);
            zero = clockZero;
            stopped = recovered;
        }
        if (path.isEmpty() && zero.isPresent()) {
            one.sendAt(When.CLOCK_STARTED);
        }
        if (path.isEmpty() && stopped) {
            one.sendAt(When.RECOVERED);
        }
        zero.ifPresent(one::setTimers);
        return one;
    }

    /**
     * Handles the start of the RTO clock: from here on, messages with {@code after} and {@code every} are timed.
     *
     * @param elapsed the time on the clock
     */
    public void clockStarted(Duration elapsed) {
        long zero = clock.nanos() - elapsed.toNanos();
        List<RunbookMessages> waiting;
        synchronized (this) {
            clockZero = Optional.of(zero);
            waiting = List.copyOf(following);
        }
        waiting.forEach(one -> one.sendAt(When.CLOCK_STARTED));
        waiting.forEach(one -> one.setTimers(zero));
    }

    /** Handles that the RTO clock has stopped because the service is back. */
    public void recovered() {
        List<RunbookMessages> waiting;
        synchronized (this) {
            recovered = true;
            waiting = List.copyOf(following);
        }
        waiting.forEach(one -> one.sendAt(When.RECOVERED));
    }

    /** Sends the messages of all runbooks for an event of the whole run. */
    public void sendAt(When when) {
        following.forEach(one -> one.sendAt(when));
    }

    /** Counts a message that was sent at its place, if it was, without sending it. */
    void passed(Message message, RunbookMessages runbook, String handler) {
        past.takeSent(message.channel(), MessageTrigger.PLACE, runbook.path(), handler);
    }

    /** @param handler whose {@code onFailure} contains the message; empty for none */
    void deliver(Message message, MessageTrigger trigger, RunbookMessages runbook, String handler) {
        if (trigger.onceARun() && past.takeSent(message.channel(), trigger, runbook.path(), handler)) {
            return;
        }
        NoticeText text;
        try {
            text = texts.of(message, runbook.state(), runbook.nextUpdate(message.channel()));
        } catch (AuthorException unreadable) {
            Delivery failed = new Delivery(DeliveryResult.FAILED, unreadable.getMessage(), Duration.ZERO);
            recorder.record(sent(
                    new Notice(message.channel(), trigger, "", Optional.empty(), message.within(), Map.of()),
                    failed,
                    runbook,
                    handler));
            return;
        }
        Notice notice = new Notice(message.channel(), trigger, text.text(), text.html(), message.within(), about());
        notifier.deliver(notice, delivery -> recorder.record(sent(notice, delivery, runbook, handler)));
    }

    /**
     * Returns the details of a message with the journal's current hash: the recipient can verify later that nothing up
     * to there was changed or lost.
     */
    private Map<String, String> about() {
        Map<String, String> now = new LinkedHashMap<>(about);
        now.put("journal", recorder.head());
        return now;
    }

    private Event sent(Notice notice, Delivery delivery, RunbookMessages runbook, String handler) {
        return new MessageSent(
                notice.channel(),
                notice.trigger(),
                delivery.result(),
                masker.mask(delivery.cause()), // a receiver may quote the message
                masker.mask(notice.text()),
                delivery.took().toMillis(),
                notice.within().toMillis(),
                runbook.path(),
                handler);
    }

    /** Returns when the RTO clock started, on the clock of the run; empty before it does. */
    synchronized Optional<Long> clockZero() {
        return clockZero;
    }

    /** Forgets a runbook that has ended. */
    void end(RunbookMessages runbook) {
        following.remove(runbook);
    }
}
