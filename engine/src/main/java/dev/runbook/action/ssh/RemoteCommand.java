package dev.runbook.action.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Output;
import dev.runbook.action.shell.AcknowledgedOutput;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One command on an open session: sends it, reads its output, waits for it. Its output arrives on the session's thread.
 */
final class RemoteCommand {
    /**
     * After this time without output since the command's end, a surviving process is assumed to hold the output open.
     * Longer than a round trip to a distant host, because the exit status may arrive before the output.
     */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long the output of surviving processes is read after all of the command's own output has arrived. */
    private static final Duration FOR_LATECOMERS = Duration.ofSeconds(2);

    private static final Duration BREAKING = Duration.ofMillis(300);

    /** How a command ended, as far as the engine knows. */
    sealed interface End {
        record Exited(int code, boolean outputHeld) implements End {}

        /** The remote shell itself was killed. */
        record Killed(String signal) implements End {}

        /** The connection was lost; it is unknown whether the command still runs. */
        record Lost() implements End {}

        /** The command still runs and the stop was requested. */
        record StopRequested() implements End {}
    }

    private final Session session;
    private final ChannelExec channel;
    private final AcknowledgedOutput output;
    private int openStreams = 2;
    private final Clock clock;
    private long lastOutput;
    private boolean abandoned;

    private RemoteCommand(Session session, AcknowledgedOutput output, Clock clock) throws JSchException {
        this.session = session;
        this.output = output;
        this.clock = clock;
        this.lastOutput = clock.nanos();
        this.channel = (ChannelExec) session.openChannel("exec");
    }

    /**
     * Sends a command with its standard input, and waits until the host has confirmed that it executes it. Fails after
     * {@code patience} at the latest.
     */
    static RemoteCommand start(
            Session session, String command, byte[] input, AcknowledgedOutput output, Duration patience, Clock clock)
            throws SshFailure {
        try {
            RemoteCommand remote = new RemoteCommand(session, output, clock);
            remote.connect(command, input, (int) Math.max(1, patience.toMillis()));
            return remote;
        } catch (JSchException refused) {
            // the library's words for: opened, asked to execute, and no answer
            if (String.valueOf(refused.getMessage()).startsWith("channel request: timeout")) {
                throw SshFailure.afterSending("it did not respond to the command", refused);
            }
            throw notOpened(refused);
        }
    }

    /**
     * Sends a command on a session that has executed one before: waits only for the channel, because the library polls
     * for the confirmation only every 10 ms. If the host opens no channel within {@code patience}, the session is
     * discarded.
     */
    static RemoteCommand startAgain(
            Session session, String command, byte[] input, AcknowledgedOutput output, Duration patience, Clock clock)
            throws SshFailure {
        AtomicBoolean opened = new AtomicBoolean();
        Clock.Alarm alarm = clock.after(patience, () -> {
            if (!opened.get()) {
                session.disconnect();
            }
        });
        try {
            RemoteCommand remote = new RemoteCommand(session, output, clock);
            remote.connect(command, input, 0);
            opened.set(true);
            return remote;
        } catch (JSchException refused) {
            throw notOpened(refused);
        } finally {
            alarm.cancel();
        }
    }

    private static SshFailure notOpened(JSchException refused) {
        return new SshFailure("it opened no channel for the command: " + refused.getMessage(), refused);
    }

    /**
     * Opens the channel. The input is sent on a thread of the library: a host accepts it only once it executes the
     * command, and may never do so.
     *
     * @param answerMillis how long to wait for the channel and then for the confirmation; 0 requests no confirmation
     */
    private void connect(String command, byte[] input, int answerMillis) throws JSchException {
        channel.setCommand(command);
        channel.setInputStream(new ByteArrayInputStream(input));
        channel.setOutputStream(new Receiver(Output.Stream.OUT));
        channel.setErrStream(new Receiver(Output.Stream.ERR));
        channel.connect(answerMillis);
    }

    /**
     * Waits for the end of the command, or for {@code stop}; does not wait for surviving processes that hold the output
     * open.
     */
    End await(CancellationToken stop) throws InterruptedException {
        CancellationToken.Listening stopped = stop.onRequest(this::wake);
        try {
            return awaitEnd(stop);
        } finally {
            stopped.end();
        }
    }

    private synchronized End awaitEnd(CancellationToken stop) throws InterruptedException {
        long afterOutput = 1;
        while (true) {
            if (channel.getExitStatus() != -1) {
                return new End.Exited(channel.getExitStatus(), !outputEnded());
            }
            if (channel.getExitSignal() != null) {
                return new End.Killed(channel.getExitSignal());
            }
            if (!session.isConnected()) {
                return new End.Lost();
            }
            if (channel.isClosed()) {
                return closed();
            }
            if (stop.requested()) {
                return new End.StopRequested();
            }
            // the exit status follows the end of the output within a moment, unless the command closed it early
            wait(openStreams == 0 ? Math.min(afterOutput++, 50) : 50);
        }
    }

    /**
     * Waits at most {@code time} for the command's shell to end; returns whether it has. After that, no more of the
     * command can begin.
     */
    synchronized boolean endedWithin(Duration time) throws InterruptedException {
        Deadline until = Deadline.in(clock, time);
        while (!ended() && !until.passed()) {
            wait(5);
        }
        return ended();
    }

    private boolean ended() {
        return channel.getExitStatus() != -1 || channel.getExitSignal() != null || channel.isClosed();
    }

    /**
     * Returns how the command ended after its channel was closed. A lost connection also closes its channels first:
     * only if the connection persists has the command ended.
     */
    private End closed() throws InterruptedException {
        if (channel.getExitStatus() != -1) { // it came between the last look at it and the close
            return new End.Exited(channel.getExitStatus(), !outputEnded());
        }
        if (channel.getExitSignal() != null) {
            return new End.Killed(channel.getExitSignal());
        }
        Deadline until = Deadline.in(clock, BREAKING);
        while (session.isConnected() && !until.passed()) {
            wait(10);
        }
        return session.isConnected() ? new End.Killed("") : new End.Lost();
    }

    /** Closes the channel; does not affect the remote command if it still runs. */
    void close() {
        synchronized (this) {
            abandoned = true;
        }
        channel.disconnect();
    }

    private boolean outputEnded() throws InterruptedException {
        Deadline patience = Deadline.in(clock, FOR_LATECOMERS);
        while (openStreams > 0
                && session.isConnected()
                && clock.nanos() - lastOutput < IDLE_NANOS
                && !(output.complete() && patience.passed())) {
            wait(10);
        }
        boolean ended = openStreams == 0;
        abandoned = true;
        return ended;
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Receives output on the session's thread. */
    private final class Receiver extends OutputStream {
        private final Output.Stream stream;
        private boolean closed;

        Receiver(Output.Stream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (RemoteCommand.this) {
                lastOutput = clock.nanos();
                if (abandoned) {
                    return;
                }
            }
            output.write(stream, bytes, offset, length);
        }

        @Override
        public void close() {
            synchronized (RemoteCommand.this) {
                if (!closed) {
                    closed = true;
                    openStreams--;
                    RemoteCommand.this.notifyAll();
                }
            }
        }
    }
}
