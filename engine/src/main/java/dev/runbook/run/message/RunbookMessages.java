package dev.runbook.run.message;

import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.plan.Message;
import dev.runbook.plan.Message.When;
import dev.runbook.plan.Plan;
import dev.runbook.plan.StartApproval;
import dev.runbook.run.state.RunState;
import dev.runbook.run.state.RunbookEnd;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The messages of one runbook of a run, from its start to its end. Thread-safe. */
public final class RunbookMessages {
    private final Notices notices;
    private final Clock clock;
    private final Plan plan;
    private final String path;
    private final RunState state;
    private final List<Timer> timers = new ArrayList<>();
    private Optional<StartApproval> awaited;
    private boolean over;

    RunbookMessages(
            Notices notices, Clock clock, Plan plan, String path, RunState state, Optional<StartApproval> awaited) {
        this.notices = notices;
        this.clock = clock;
        this.plan = plan;
        this.path = path;
        this.state = state;
        this.awaited = awaited;
    }

    /** Returns the path of the runbook; empty for the run's own. */
    String path() {
        return path;
    }

    RunState state() {
        return state;
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

    void setTimers(long zero) {
        Duration elapsed = Duration.ofNanos(clock.nanos() - zero);
        for (Message message : plan.messages()) {
            message.after()
                    .ifPresent(time -> timer().in(
                                    time.minus(elapsed),
                                    () -> notices.deliver(message, MessageTrigger.AFTER, this, "")));
            message.every()
                    .ifPresent(time ->
                            repeat(message, time, timer(), time.minusNanos(elapsed.toNanos() % time.toNanos())));
        }
    }

    /** Returns when the channel gets its next periodic message; empty without one or before the clock starts. */
    Optional<Instant> nextUpdate(String channel) {
        return notices.clockZero()
                .flatMap(start -> plan.messages().stream()
                        .filter(message -> message.channel().equals(channel))
                        .flatMap(message -> message.every().stream())
                        .map(period -> period.toNanos() - (clock.nanos() - start) % period.toNanos())
                        .min(Comparator.naturalOrder()))
                .map(nanos -> clock.wall().plusNanos(nanos));
    }

    private void repeat(Message message, Duration every, Timer timer, Duration next) {
        timer.in(next, () -> {
            notices.deliver(message, MessageTrigger.EVERY, this, "");
            repeat(message, every, timer, every);
        });
    }

    private synchronized Timer timer() {
        Timer timer = new Timer();
        timers.add(timer);
        return timer;
    }

    /** The timer of a message: one alarm at a time, however often it repeats. */
    private final class Timer {
        private Clock.Alarm alarm = () -> {};

        void in(Duration time, Runnable task) {
            synchronized (RunbookMessages.this) {
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
        notices.deliver(message, MessageTrigger.PLACE, this, handler);
    }

    /** Passes the place of a message again without sending it: it was sent before, or it is too late. */
    public void passed(Message message, String handler) {
        notices.passed(message, this, handler);
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

    /** Sends the messages for an event. */
    void sendAt(When when) {
        messages(when).toList().forEach(message -> notices.deliver(message, trigger(when), this, ""));
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
        notices.end(this);
    }
}
