package dev.runbook.model;

import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.UndosStarted;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run has recorded and a resume must not record, or send, a second time: containers, handlers, followed
 * runbooks, undos and messages. Not thread-safe.
 */
public final class RecordedOnce {
    private enum Kind {
        GROUP_BEGUN,
        GROUP_ENDED,
        HANDLER_BEGUN,
        HANDLER_ENDED,
        FOLLOW_BEGUN,
        FOLLOW_ENDED,
        UNDOS,
        SKIPPED
    }

    /**
     * @param runbook for a handler, the path of the runbook that contains it; empty for the run's own and for
     * everything else
     */
    private record Key(Kind kind, String runbook, String path) {}

    private record Message(String channel, MessageTrigger trigger, String runbook, String handler) {}

    private final Set<Key> recorded = new HashSet<>();
    private final Map<Message, Integer> sent = new HashMap<>();

    public void add(Event event) {
        key(event).ifPresent(recorded::add);
        if (event instanceof MessageSent notice) {
            sent.merge(
                    new Message(notice.channel(), notice.trigger(), notice.runbook(), notice.handler()),
                    1,
                    Integer::sum);
        }
    }

    public boolean has(Event event) {
        return key(event).map(recorded::contains).orElse(false);
    }

    /** Returns whether such a message was sent; each record counts once. */
    public boolean takeSent(String channel, MessageTrigger trigger, String runbook, String handler) {
        Message message = new Message(channel, trigger, runbook, handler);
        int left = sent.getOrDefault(message, 0);
        sent.put(message, Math.max(0, left - 1));
        return left > 0;
    }

    /**
     * Forgets what failed at the trace and is continued: its end, its handlers and their messages are recorded again.
     */
    public void forget(FailureTrace trace) {
        forgetHandler("", "");
        Stream.concat(trace.failed().stream(), trace.around().stream()).forEach(path -> {
            recorded.remove(new Key(Kind.GROUP_BEGUN, "", path));
            recorded.remove(new Key(Kind.GROUP_ENDED, "", path));
            recorded.remove(new Key(Kind.FOLLOW_ENDED, "", path));
            forgetHandler(path, "");
            forgetHandlers(path);
        });
    }

    /** Forgets a step or container that runs again from its start. */
    public void forget(String path) {
        recorded.removeIf(key -> key.path().equals(path) || StepPath.isWithin(key.path(), path));
        forgetHandlers(path);
    }

    /** Forgets the handlers of a step or container, in whichever runbook it is. */
    private void forgetHandlers(String of) {
        forgetHandler("", of);
        StepPath.around(of).forEach(runbook -> forgetHandler(runbook, of));
    }

    private void forgetHandler(String runbook, String of) {
        recorded.remove(new Key(Kind.HANDLER_BEGUN, runbook, of));
        recorded.remove(new Key(Kind.HANDLER_ENDED, runbook, of));
        String name = MessageSent.inHandler(runbook, of);
        sent.keySet().removeIf(message -> message.handler().equals(name));
    }

    private static Optional<Key> key(Event event) {
        if (event instanceof GroupStarted started) {
            return key(Kind.GROUP_BEGUN, started.step());
        }
        if (event instanceof GroupFinished ended && ended.result() != Result.CANCELLED) {
            return key(Kind.GROUP_ENDED, ended.step());
        }
        if (event instanceof HandlerStarted started) {
            return Optional.of(new Key(Kind.HANDLER_BEGUN, started.runbook(), started.of()));
        }
        if (event instanceof HandlerFinished ended && ended.result() != Result.CANCELLED) {
            return Optional.of(new Key(Kind.HANDLER_ENDED, ended.runbook(), ended.of()));
        }
        if (event instanceof FollowStarted started) {
            return key(Kind.FOLLOW_BEGUN, started.step());
        }
        if (event instanceof FollowFinished ended && ended.status() != RunStatus.ABORTED) {
            return key(Kind.FOLLOW_ENDED, ended.step());
        }
        if (event instanceof UndosStarted all) {
            return key(Kind.UNDOS, String.join("/", all.undos()));
        }
        return event instanceof StepSkipped skipped ? key(Kind.SKIPPED, skipped.step()) : Optional.empty();
    }

    private static Optional<Key> key(Kind kind, String path) {
        return Optional.of(new Key(kind, "", path));
    }
}
