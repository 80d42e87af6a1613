package dev.runbook.run;

import dev.runbook.action.Output;
import java.util.List;

/** Where what one attempt prints goes, and what is told of it afterwards. */
interface AttemptOutput extends Output, AutoCloseable {
    /** The name of the file it is kept in, within the run's folder; empty if it is not kept. */
    String file();

    /** Takes nothing more; what a process that survived prints later is lost. May be called again. */
    Printed end();

    @Override
    default void close() {
        end();
    }

    /**
     * @param droppedBytes how many of them are not in the file
     * @param lastLines masked, for the reader of a failure
     * @param hash of what is kept, as {@link dev.runbook.journal.OutputFile#hash()}
     */
    record Printed(long bytes, long droppedBytes, List<String> lastLines, String hash) {}
}
