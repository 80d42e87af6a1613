package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.journal.Event;
import dev.runbook.notify.Delivery;
import dev.runbook.notify.Notice;
import dev.runbook.notify.Notifier;
import dev.runbook.plan.Message;
import dev.runbook.plan.Message.When;
import dev.runbook.plan.Plan;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends a run's messages: at its events, after a time, again and again, or where they stand. Thread-safe. */
final class Notices {
    /** What a resumed run comes by again and must not send again. */
    private static final Set<String> ONCE_A_RUN = Set.of("", "after", When.STARTED.word());

    private final Notifier notifier;
    private final NoticeTexts texts;
    private final Clock clock;
    private final boolean drill;
    private final Map<String, String> about;
    private final Past past;
    private final List<Following> following = new CopyOnWriteArrayList<>();
    private Recorder recorder;

    /** @param about what machines may want beside the text */
    Notices(Notifier notifier, NoticeTexts texts, Clock clock, boolean drill, Map<String, String> about, Past past) {
        this.notifier = notifier;
        this.texts = texts;
        this.clock = clock;
        this.drill = drill;
        this.about = about;
        this.past = past;
    }

    void recordTo(Recorder to) {
        recorder = to;
    }

    /** A runbook begins: its standing messages wait for events from now on. */
    Following follow(Plan plan, RunState state) {
        Following one = new Following(plan, state);
        following.add(one);
        one.tell(When.STARTED);
        one.setTimers();
        return one;
    }

    /** Something of the whole run that runbooks may have asked to be told. */
    void tell(When when) {
        following.forEach(one -> one.tell(when));
    }

    /** A message of the runbook that runs innermost, where it stands. */
    void send(Message message, String when) {
        deliver(message, when, following.get(following.size() - 1));
    }

    private void deliver(Message message, String when, Following runbook) {
        if (ONCE_A_RUN.contains(when) && past.takeSent(message.channel(), when)) {
            return;
        }
        String text;
        try {
            text = texts.of(message, runbook.plan, runbook.state);
        } catch (AuthorException unreadable) {
            recorder.record(new Event.NoticeSent(message.channel(), when, "failed", unreadable.getMessage(), "", 0));
            return;
        }
        Notice notice = new Notice(message.channel(), when, text, message.within(), drill, about);
        notifier.deliver(notice, delivery -> delivered(notice, delivery));
    }

    private void delivered(Notice notice, Delivery delivery) {
        recorder.record(new Event.NoticeSent(
                notice.channel(),
                notice.when(),
                delivery.result(),
                delivery.cause(),
                notice.text(),
                delivery.took().toMillis()));
    }

    /** The messages of one runbook, from its start to its end. */
    final class Following {
        private final Plan plan;
        private final RunState state;
        private final List<Clock.Alarm> alarms = new ArrayList<>();
        private boolean over;

        private Following(Plan plan, RunState state) {
            this.plan = plan;
            this.state = state;
        }

        private void setTimers() {
            for (Message message : plan.messages()) {
                message.after().ifPresent(time -> in(time, () -> deliver(message, "after", this)));
                message.every().ifPresent(time -> repeat(message, time));
            }
        }

        private void repeat(Message message, Duration every) {
            in(every, () -> {
                deliver(message, "every", this);
                repeat(message, every);
            });
        }

        private synchronized void in(Duration time, Runnable task) {
            if (!over) {
                alarms.add(clock.after(time, task));
            }
        }

        private void tell(When when) {
            plan.messages().stream()
                    .filter(message -> message.on().contains(when))
                    .forEach(message -> deliver(message, when.word(), this));
        }

        void ended(RunbookEnd end) {
            synchronized (this) {
                over = true;
                alarms.forEach(Clock.Alarm::cancel);
            }
            tell(
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
