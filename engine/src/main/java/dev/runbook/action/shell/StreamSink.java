package dev.runbook.action.shell;

import dev.runbook.action.Output;

/** Receives the bytes of a command's two output streams as they arrive. */
interface StreamSink {
    void write(Output.Stream stream, byte[] bytes, int offset, int length);
}
