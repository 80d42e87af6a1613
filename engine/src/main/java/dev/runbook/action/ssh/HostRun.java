package dev.runbook.action.ssh;

import dev.runbook.AuthorException;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.shell.AcknowledgedOutput;
import dev.runbook.action.shell.Captures;
import dev.runbook.action.shell.ShellOutcome;
import dev.runbook.environment.Environment.Host;
import dev.runbook.time.Deadline;
import dev.runbook.time.TimeText;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attempt on one host, from opening the session to the outcome. Single use. */
final class HostRun {
    /** The time, beyond the grace period, in which a host must end a command. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    /** The time in which a shell ends after its processes have ended. */
    private static final Duration ENDING = Duration.ofMillis(250);

    private static final Duration AT_LEAST = Duration.ofSeconds(1);
    private static final Duration OPENING = Duration.ofSeconds(10);

    /** Added to the engine's own time limit, so that the host ends a command only if the engine is dead. */
    private static final Duration FENCE_MARGIN = Duration.ofSeconds(30);

    private final Host host;
    private final HostShell shell;
    private final RemoteScript script;
    private final Attempt attempt;
    private final SshSessions sessions;
    private final Captures captures;
    private final AcknowledgedOutput output;
    private final Duration fence;

    /**
     * @param source the host's name if there are several; else empty
     * @param keptBytes the number of bytes of output that conditions can read
     */
    HostRun(
            Host host,
            HostShell shell,
            RemoteScript script,
            Attempt attempt,
            SshSessions sessions,
            String source,
            int keptBytes) {
        this.host = host;
        this.shell = shell;
        this.script = script;
        this.attempt = attempt;
        this.sessions = sessions;
        this.captures = shell.captures(attempt, source, keptBytes);
        this.output = new AcknowledgedOutput(captures, script.marks());
        this.fence = attempt.deadline().remaining().plus(attempt.grace()).plus(FENCE_MARGIN);
    }

    Outcome perform() {
        SharedSession shared = null;
        try {
            shared = sessions.take(host, attempt);
            RemoteCommand command;
            try {
                command = start(shared);
            } catch (SshFailure failure) {
                boolean reused = shared.reused;
                sessions.discard(shared);
                if (!reused || failure.sent()) {
                    throw failure;
                }
                // nothing was sent: a session of an earlier step had died unnoticed
                shared = sessions.connect(host, attempt);
                command = start(shared);
            }
            return outcome(command, shared);
        } catch (SshFailure failure) {
            return notReached(failure);
        } catch (AuthorException refused) {
            return Outcome.failed(refused.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Outcome.unknown("the engine was interrupted while the command ran", captures.values());
        } finally {
            if (shared != null) {
                sessions.giveBack(shared);
            }
        }
    }

    private RemoteCommand start(SharedSession shared) throws SshFailure {
        Duration remaining = attempt.deadline().remaining();
        // not less than a healthy host needs: who gives up on an answer does not know what has begun
        Duration patience = Collections.max(List.of(AT_LEAST, Collections.min(List.of(remaining, OPENING))));
        String line = shell.command(attempt, fence, script);
        if (shared.executes) {
            return RemoteCommand.startAgain(shared.session, line, script.input(), output, patience, attempt.clock());
        }
        RemoteCommand command =
                RemoteCommand.start(shared.session, line, script.input(), output, patience, attempt.clock());
        shared.executes = true;
        return command;
    }

    private Outcome outcome(RemoteCommand command, SharedSession shared) throws InterruptedException {
        RemoteCommand.End end = command.await(attempt.stop());
        output.settled();
        if (end instanceof RemoteCommand.End.Exited exited) {
            if (exited.outputHeld()) {
                attempt.output().note(host.name() + ": " + shell.discardOutput(shared.session, attempt, output));
                command.close();
            }
            return shell.exited(exited.code(), output, captures);
        }
        if (end instanceof RemoteCommand.End.StopRequested) {
            String lastWords = captures.lastWords();
            StopProof proof = stop(command, shared);
            command.close();
            return ShellOutcome.stopped(
                    attempt.stop().reason().orElse(CancellationToken.Reason.CANCELLED), captures, lastWords, proof);
        }
        command.close();
        if (output.exitCode().isPresent()) {
            return ShellOutcome.of(output.exitCode().getAsInt(), captures);
        }
        if (end instanceof RemoteCommand.End.Killed killed) {
            return shell.killed(killed.signal(), output, captures);
        }
        return Outcome.unknown(
                "the connection was lost while the command ran; it may still be running, for at most " + fenceText()
                        + " in total",
                captures.values());
    }

    /**
     * Stops the command over a second channel, with retries: a command that was just sent may not have begun when the
     * host is first asked about it.
     */
    private StopProof stop(RemoteCommand command, SharedSession shared) throws InterruptedException {
        Deadline bound = Deadline.in(attempt.clock(), attempt.grace().plus(STOPPING));
        String what = "";
        Duration took = Duration.ZERO;
        try {
            while (true) {
                boolean endedBefore = command.endedWithin(Duration.ZERO);
                HostStopReport report = shell.stop(shared.session, attempt, output);
                StopProof proof = report.proof();
                what = what.isEmpty() || report.found() ? proof.what() : what;
                took = took.plus(proof.took());
                if (!proof.confirmed() || endedBefore || (report.found() && command.endedWithin(ENDING))) {
                    return new StopProof(what, took, proof.survivors());
                }
                if (bound.passed()) {
                    return new StopProof(what, took, List.of("the shell of the command, which has not ended"));
                }
                command.endedWithin(ENDING);
            }
        } catch (SshFailure notThisWay) {
            String left = "whatever it started: " + notThisWay.getMessage() + "; the host itself ends it after "
                    + fenceText();
            return new StopProof("a second channel to " + host.name(), took, List.of(left));
        }
    }

    private String fenceText() {
        return TimeText.of(fence.truncatedTo(ChronoUnit.SECONDS));
    }

    private Outcome notReached(SshFailure failure) {
        // a wait bounded by the deadline may end a moment before the stop is requested
        Optional<CancellationToken.Reason> reason = attempt.stop()
                .reason()
                .or(() -> attempt.deadline().passed()
                        ? Optional.of(CancellationToken.Reason.DEADLINE)
                        : Optional.empty());
        if (failure.sent()) {
            String unsure = failure.getMessage() + "; it may be running, for at most " + fenceText() + " in total";
            return reason.map(why -> ShellOutcome.stopped(
                            why,
                            captures,
                            captures.lastWords(),
                            new StopProof("nothing: the host does not respond", Duration.ZERO, List.of(unsure))))
                    .orElseGet(() -> Outcome.unknown(unsure, captures.values()));
        }
        if (reason.isEmpty()) {
            return failure.unreachable()
                    ? Outcome.noAnswer(failure.getMessage())
                    : Outcome.failed(failure.getMessage());
        }
        StopProof nothing = new StopProof("the connection; nothing had been sent", Duration.ZERO, List.of());
        return Outcome.stopped(reason.get(), Map.of(), failure.getMessage(), nothing);
    }
}
