package dev.runbook.run.record;

import dev.runbook.action.Output;
import java.util.List;

/** Receives what one attempt prints and summarizes it afterwards. */
public interface AttemptOutput extends Output, AutoCloseable {
    /** Returns the name of the output file within the run's folder; empty if the output is not kept. */
    String file();

    /** Stops accepting output; what a surviving process prints later is lost. May be called repeatedly. */
    Printed end();

    @Override
    default void close() {
        end();
    }

    /**
     * @param droppedBytes how many of the bytes are not in the file
     * @param lastLines masked, for the reader of a failure
     * @param hash of what is kept, as {@link dev.runbook.journal.OutputFile#hash()}
     */
    record Printed(long bytes, long droppedBytes, List<String> lastLines, String hash) {}
}
