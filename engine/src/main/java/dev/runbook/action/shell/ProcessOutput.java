package dev.runbook.action.shell;

import dev.runbook.action.Output;
import dev.runbook.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two output streams of one process, through named pipes where the machine has them. One use. */
final class ProcessOutput {
    /** One stream; {@code pipe} is empty where the JDK's own is used. */
    private record Channel(Output.Stream stream, Optional<OutputPipe> pipe, InputStream reader) {}

    private final OutputPipes pipes;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Pump> pumps = new ArrayList<>();

    ProcessOutput(OutputPipes pipes) {
        this.pipes = pipes;
    }

    /** Starts a process whose output is read here. */
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

    void carryTo(StreamSink sink, Clock clock) {
        for (Channel channel : channels) {
            pumps.add(Pump.start(channel.reader(), channel.stream(), sink, clock));
        }
    }

    /** Waits until what the ended process wrote is carried; whether a process it left behind holds the output open. */
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

    /** Leaves readers behind that discard what is still written; whether that could be done for all of it. */
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
