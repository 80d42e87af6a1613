package dev.runbook.run.message;

import dev.runbook.AuthorException;
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
import dev.runbook.run.people.AnswerLinks;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.state.RunState;
import dev.runbook.run.state.RunbookEnd;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Sends a run's messages: at its events, after a time, periodically, or at their place among the steps. Thread-safe.
 */
public final class Notices {
    private final Notifier notifier;
    private final NoticeTexts texts;
    private final Recorder recorder;
    private final Clock clock;
    private final Map<String, String> about;
    private final JournalReplay past;
    private final List<Following> following = new CopyOnWriteArrayList<>();
    private Optional<Long> clockZero = Optional.empty();
    private boolean recovered;

    /** @param about machine-readable details sent beside the text */
    public Notices(
            Notifier notifier,
            NoticeTexts texts,
            Recorder recorder,
            Clock clock,
            Map<String, String> about,
            JournalReplay past) {
        this.notifier = notifier;
        this.texts = texts;
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
    public Following follow(Plan plan, String path, RunState state) {
        return follow(plan, path, state, Optional.empty());
    }

    /**
     * Begins a runbook whose start may wait for an approval: until {@link Following#approved}, only those who are asked
     * receive messages.
     */
    public Following follow(Plan plan, String path, RunState state, Optional<StartApproval> awaited) {
        Following one = new Following(plan, path, state, awaited);
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
        List<Following> waiting;
        synchronized (this) {
            clockZero = Optional.of(zero);
            waiting = List.copyOf(following);
        }
        waiting.forEach(one -> one.sendAt(When.CLOCK_STARTED));
        waiting.forEach(one -> one.setTimers(zero));
    }

    /** Handles that the RTO clock has stopped because the service is back. */
    public void recovered() {
        List<Following> waiting;
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

    private void deliver(Message message, MessageTrigger trigger, Following runbook, String handler) {
        if (trigger.onceARun() && past.takeSent(message.channel(), trigger, runbook.path, handler)) {
            return;
        }
        NoticeText text;
        try {
            text = texts.of(message, runbook.state, runbook.nextUpdate(message.channel()));
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

    private static Event sent(Notice notice, Delivery delivery, Following runbook, String handler) {
        return new MessageSent(
                notice.channel(),
                notice.trigger(),
                delivery.result(),
                AnswerLinks.hidden(delivery.cause()), // a receiver may quote the message
                AnswerLinks.hidden(notice.text()),
                delivery.took().toMillis(),
                notice.within().toMillis(),
                runbook.path,
                handler);
    }

    /** The messages of one runbook, from its start to its end. */
    public final class Following {
        private final Plan plan;
        private final String path;
        private final RunState state;
        private final List<Timer> timers = new ArrayList<>();
        private Optional<StartApproval> awaited;
        private boolean over;

        private Following(Plan plan, String path, RunState state, Optional<StartApproval> awaited) {
            this.plan = plan;
            this.path = path;
            this.state = state;
            this.awaited = awaited;
        }

        /** Handles that the start was approved: the messages of the runbook are sent from now on. */
        public void approved() {
            synchronized (this) {
                if (awaited.isEmpty()) {
                    return;
                }
                awaited = Optional.empty();
            }
            sendAt(When.STARTED);
        }

        private synchronized Stream<Message> messages(When when) {
            List<Message> own = when == When.WAITING || awaited.isEmpty() ? plan.messages() : List.of();
            return Stream.concat(awaited.stream().flatMap(start -> start.messages().stream()), own.stream())
                    .filter(message -> message.on().contains(when));
        }

        private void setTimers(long zero) {
            Duration elapsed = Duration.ofNanos(clock.nanos() - zero);
            for (Message message : plan.messages()) {
                message.after()
                        .ifPresent(time -> timer().in(
                                        time.minus(elapsed), () -> deliver(message, MessageTrigger.AFTER, this, "")));
                message.every()
                        .ifPresent(time ->
                                repeat(message, time, timer(), time.minusNanos(elapsed.toNanos() % time.toNanos())));
            }
        }

        /** Returns when the channel gets its next periodic message; empty without one or before the clock starts. */
        private Optional<Instant> nextUpdate(String channel) {
            Optional<Long> zero;
            synchronized (Notices.this) {
                zero = clockZero;
            }
            return zero.flatMap(start -> plan.messages().stream()
                            .filter(message -> message.channel().equals(channel))
                            .flatMap(message -> message.every().stream())
                            .map(period -> period.toNanos() - (clock.nanos() - start) % period.toNanos())
                            .min(Comparator.naturalOrder()))
                    .map(nanos -> clock.wall().plusNanos(nanos));
        }

        private void repeat(Message message, Duration every, Timer timer, Duration next) {
            timer.in(next, () -> {
                deliver(message, MessageTrigger.EVERY, this, "");
                repeat(message, every, timer, every);
            });
        }

        private Timer timer() {
            Timer timer = new Timer();
            timers.add(timer);
            return timer;
        }

        /** The timer of a message: one alarm at a time, however often it repeats. */
        private final class Timer {
            private Clock.Alarm alarm = () -> {};

            void in(Duration time, Runnable task) {
                synchronized (Following.this) {
                    if (!over) {
                        alarm = clock.after(time.isNegative() ? Duration.ZERO : time, task);
                    }
                }
            }
        }

        /**
         * Sends a message that is placed among the steps.
         *
         * @param handler whose {@code onFailure} contains it, as {@link MessageSent#inHandler} names it; empty for
         * none
         */
        public void send(Message message, String handler) {
            deliver(message, MessageTrigger.PLACE, this, handler);
        }

        private static MessageTrigger trigger(When when) {
            return switch (when) {
                case STARTED -> MessageTrigger.STARTED;
                case CLOCK_STARTED -> MessageTrigger.CLOCK_STARTED;
                case RECOVERED -> MessageTrigger.RECOVERED;
                case SUCCEEDED -> MessageTrigger.SUCCEEDED;
                case FAILED -> MessageTrigger.FAILED;
                case FELL_BACK -> MessageTrigger.FELL_BACK;
                case ABORTED -> MessageTrigger.ABORTED;
                case WAITING -> MessageTrigger.WAITING;
                case AT_RISK -> MessageTrigger.AT_RISK;
                case BREACHED -> MessageTrigger.BREACHED;
                case OVERRUN -> MessageTrigger.OVERRUN;
            };
        }

        private void sendAt(When when) {
            messages(when).toList().forEach(message -> deliver(message, trigger(when), this, ""));
        }

        public void ended(RunbookEnd end) {
            synchronized (this) {
                over = true;
                timers.forEach(timer -> timer.alarm.cancel());
            }
            sendAt(
                    switch (end.status()) {
                        case SUCCEEDED -> When.SUCCEEDED;
                        case FAILED -> When.FAILED;
                        case FELL_BACK -> When.FELL_BACK;
                        case ABORTED -> When.ABORTED;
                    });
            following.remove(this);
        }
    }
}
