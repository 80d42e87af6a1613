package dev.runbook.model;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.EarlierTimes;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.FollowFinished;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.GroupFinished;
import dev.runbook.journal.event.GroupStarted;
import dev.runbook.journal.event.HandlerFinished;
import dev.runbook.journal.event.HandlerStarted;
import dev.runbook.journal.event.MessageSent;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.journal.event.Overrun;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.StopRequested;
import dev.runbook.journal.event.Targets;
import dev.runbook.journal.event.UndosStarted;
import dev.runbook.journal.event.Waiting;
import dev.runbook.time.TimeText;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a run and what happened to them: applies each record to the tree. Not thread-safe.
 */
final class StepHistory {
    private final StepTree tree = new StepTree();
    /** The steps in progress, in the order they began. */
    private final Map<String, StepNode> running = new LinkedHashMap<>();
    /** The steps that were stopped with the run: a resume continues them. */
    private final Map<String, StepNode> stopped = new LinkedHashMap<>();

    private boolean stopAsked;

    void apply(Event event, long ms) {
        if (event instanceof RunStarted started) {
            tree.plan(started.plan(), "");
        } else if (event instanceof StopRequested) {
            stopAsked = true;
        } else if (event instanceof Resumed) {
            stopAsked = false;
            running.putAll(stopped);
            stopped.clear();
            running.values().forEach(step -> step.resting = true);
        } else if (event instanceof EarlierTimes earlier) {
            tree.usual(earlier.steps());
        } else if (event instanceof MessageSent sent) {
            message(sent, ms);
        } else if (!task(event, ms)) {
            around(event, ms);
        }
    }

    StepTree tree() {
        return tree;
    }

    /** Returns whether a step began before a resume that has not reached it yet. */
    boolean resting(String path) {
        return running.containsKey(path) && running.get(path).resting;
    }

    /** Returns the steps in progress; not those that a resume has not reached yet. */
    List<StepNode> running() {
        return running.values().stream().filter(step -> !step.resting).toList();
    }

    /**
     * Returns a note for a background task that was stopped because its container ended, which is not a failure; empty
     * otherwise.
     */
    Optional<String> stoppedAtEndOf(String path, Result result) {
        if (stopAsked || result != Result.CANCELLED) {
            return Optional.empty();
        }
        StepNode step = tree.at(path, StepKind.STEP);
        String container =
                step.container == null || step.container.path.isEmpty() ? "the runbook" : step.container.path;
        return Optional.of("stopped at the end of " + container).filter(note -> step.kind.beside());
    }

    private boolean task(Event event, long ms) {
        if (event instanceof StepStarted started) {
            StepNode step = tree.at(started.step(), started.kind());
            step.kind = started.kind();
            step.action = started.action();
            step.command = started.command();
            step.budgetMs = started.budgetMs();
            step.begin(ms);
            began(step);
        } else if (event instanceof AttemptStarted started) {
            StepNode step = tree.at(started.step(), StepKind.STEP);
            step.attempt(started, ms);
            began(step);
        } else if (event instanceof QuestionAsked asked) {
            StepNode step = tree.at(asked.step(), asked.kind());
            step.begin(ms);
            step.waits("waits for people");
            began(step);
        } else if (event instanceof AttemptFinished ended) {
            tree.at(ended.step(), StepKind.STEP).attempt(ended, ms);
        } else if (event instanceof Waiting waiting) {
            tree.at(waiting.step(), StepKind.STEP).waits(waiting.why());
        } else if (event instanceof StepFinished ended) {
            Optional<String> end = stoppedAtEndOf(ended.step(), ended.result());
            Optional.ofNullable(running.remove(ended.step()))
                    .filter(step -> ended.result() == Result.CANCELLED)
                    .ifPresent(step -> stopped.put(ended.step(), step));
            tree.at(ended.step(), StepKind.STEP)
                    .end(ms, end.isPresent() ? StepState.OK : StepState.of(ended.result()), end.orElse(ended.cause()));
        } else if (event instanceof StepSkipped skipped) {
            tree.at(skipped.step(), StepKind.STEP).end(ms, StepState.SKIPPED, skipped.why());
        } else if (event instanceof Overrun overrun) {
            tree.at(overrun.step(), StepKind.STEP).blame = overrun.blame();
        } else {
            return false;
        }
        return true;
    }

    private void began(StepNode step) {
        step.resting = false;
        running.put(step.path, step);
    }

    private void around(Event event, long ms) {
        if (event instanceof GroupStarted started) {
            StepNode group = tree.at(started.step(), started.kind());
            group.kind = started.kind();
            group.budgetMs = started.budgetMs();
            group.begin(ms);
        } else if (event instanceof GroupFinished ended) {
            StepNode group = tree.at(ended.step(), StepKind.PHASE);
            group.end(ms, StepState.of(ended.result()), ended.cause());
            group.detail = ended.members().describe();
        } else if (event instanceof HandlerStarted started) {
            tree.open(handler(started.of(), started.runbook()), StepKind.ON_FAILURE, started.of(), started.runbook())
                    .begin(ms);
            started.fallback().ifPresent(this::fallback);
        } else if (event instanceof UndosStarted all) {
            all.undos().forEach(undo -> tree.at(undo, StepKind.UNDO));
        } else if (event instanceof HandlerFinished ended) {
            StepNode handler =
                    tree.open(handler(ended.of(), ended.runbook()), StepKind.ON_FAILURE, ended.of(), ended.runbook());
            boolean ok = ended.result() == Result.OK;
            boolean undone = handler.inner.stream().noneMatch(undo -> undo.kind == StepKind.UNDO && undo.state.bad());
            handler.end(
                    ms,
                    ok && undone ? StepState.OK : StepState.FAILED,
                    ok ? undone ? "" : "not everything was undone" : stopped(ended));
            handler.detail = ended.ending().describe();
            handler.ending = Optional.of(ended.ending());
            tree.close(handler);
            tree.close(handler);
        } else if (event instanceof FollowStarted started) {
            follow(started, ms);
        } else if (event instanceof FollowFinished ended && ended.fallback()) {
            StepNode followed = tree.at(ended.step(), StepKind.FALL_BACK_TO);
            followed.end(ms, ended.status() == RunStatus.SUCCEEDED ? StepState.OK : StepState.FAILED, "");
        }
    }

    private static String handler(String of, String runbook) {
        return "onFailure/" + runbook + "/" + of;
    }

    /** Adds the runbook that is to take over at its place, even if it is never reached. */
    private void fallback(String path) {
        StepNode step = tree.at(path, StepKind.FALL_BACK_TO);
        step.action = "follow";
        step.command = StepPath.last(path);
    }

    private void follow(FollowStarted started, long ms) {
        StepNode step = tree.at(started.step(), started.fallback() ? StepKind.FALL_BACK_TO : StepKind.STEP);
        if (started.fallback()) {
            step.action = "follow";
            step.command = started.runbook();
            step.begin(ms);
        }
        step.detail = objectives(started.targets());
        tree.plan(started.plan(), started.step());
    }

    private static String objectives(Targets targets) {
        String rto = targets.rtoMs() < 0 ? "" : "RTO " + TimeText.ofMs(targets.rtoMs());
        String rpo = targets.rpoMs() < 0 ? "" : "RPO " + TimeText.ofMs(targets.rpoMs());
        String both = rto.isEmpty() || rpo.isEmpty() ? rto + rpo : rto + ", " + rpo;
        return both.isEmpty() ? "" : "its own objectives: " + both;
    }

    private static String stopped(HandlerFinished handler) {
        return handler.result() == Result.CANCELLED ? "stopped" : "failed: " + handler.cause();
    }

    private static StepState delivered(DeliveryResult result) {
        return switch (result) {
            case SENT -> StepState.OK;
            case FAILED -> StepState.FAILED;
            case TIMED_OUT -> StepState.TIMED_OUT;
        };
    }

    private void message(MessageSent sent, long ms) {
        if (sent.trigger() == MessageTrigger.PLACE) {
            tree.message(sent.channel()).ifPresent(line -> {
                line.begin(Math.max(0, ms - Math.max(0, sent.tookMs())));
                line.end(ms, delivered(sent.result()), sent.cause());
            });
        }
    }
}
