package dev.runbook.action.shell;

import dev.runbook.action.Output;
import dev.runbook.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the two output streams of one process, through named pipes where the machine supports them. Single use. */
final class ProcessOutput {
    /** One stream; {@code pipe} is empty where the JDK's pipe is used. */
    private record Channel(Output.Stream stream, Optional<OutputPipe> pipe, InputStream reader) {}

    private final OutputPipes pipes;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Pump> pumps = new ArrayList<>();

    ProcessOutput(OutputPipes pipes) {
        this.pipes = pipes;
    }

    /** Starts a process and reads its output. */
    Process start(ProcessBuilder command) throws IOException {
        List<Closeable> open = new ArrayList<>();
        try {
            for (Output.Stream stream : List.of(Output.Stream.OUT, Output.Stream.ERR)) {
                Optional<OutputPipe> pipe = pipes.take();
                if (pipe.isPresent()) {
                    open.add(pipe.get().open());
                    channels.add(new Channel(stream, pipe, pipe.get().reader()));
                    ProcessBuilder.Redirect to =
                            ProcessBuilder.Redirect.to(pipe.get().path().toFile());
                    if (stream == Output.Stream.OUT) {
                        command.redirectOutput(to);
                    } else {
                        command.redirectError(to);
                    }
                }
            }
            Process process = command.start();
            if (channels.isEmpty()) {
                channels.add(new Channel(Output.Stream.OUT, Optional.empty(), process.getInputStream()));
                channels.add(new Channel(Output.Stream.ERR, Optional.empty(), process.getErrorStream()));
            }
            return process;
        } catch (IOException refused) {
            for (Channel channel : channels) {
                channel.reader().close();
                channel.pipe().ifPresent(pipes::giveBack);
            }
            throw refused;
        } finally {
            for (Closeable end : open) {
                end.close();
            }
        }
    }

    void copyTo(StreamSink sink, Clock clock) {
        for (Channel channel : channels) {
            pumps.add(Pump.start(channel.reader(), channel.stream(), sink, clock));
        }
    }

    /**
     * Waits until the output of the ended process has been read; returns whether a surviving process holds the stream
     * open.
     */
    boolean finish() throws InterruptedException {
        boolean held = false;
        for (int i = 0; i < pumps.size(); i++) {
            boolean ended = pumps.get(i).finish();
            held |= !ended;
            if (ended) {
                channels.get(i).pipe().ifPresent(pipes::giveBack);
            }
        }
        return held;
    }

    /** Leaves readers behind that discard further output; returns whether this succeeded for all of it. */
    boolean discardTheRest() {
        boolean all = true;
        for (int i = 0; i < pumps.size(); i++) {
            if (!pumps.get(i).ended()) {
                try {
                    Optional<OutputPipe> pipe = channels.get(i).pipe();
                    all &= pipe.isPresent();
                    if (pipe.isPresent()) {
                        pipe.get().discard();
                    }
                } catch (IOException noReader) {
                    all = false;
                }
            }
        }
        return all;
    }
}
