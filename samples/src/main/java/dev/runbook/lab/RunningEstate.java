package dev.runbook.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Reply;
import java.util.List;
import java.util.Optional;

/** The parts of an estate from their start to {@code close}. Thread-safe. */
public interface RunningEstate extends AutoCloseable {
    /** Returns what can be broken in the estate. */
    Faults<?> faults();

    /** Returns the parts and where they are, for people. */
    List<PartStatus> parts();

    /** Returns the estate's own details of its state, for programs. */
    ObjectNode details();

    /**
     * Returns what the estate is made of now: tables, files, the weights of balancers, DNS records, pods, processes.
     * Rows and files that customers add while the estate runs are left out, so that two snapshots differ only in what
     * faults and runbooks have changed.
     */
    Snapshot snapshot();

    /** Answers a GET that needs no token, such as counters; empty for a path that the estate does not have. */
    default Optional<Reply> read(String path) {
        return Optional.empty();
    }

    /** Stops all parts. A part that cannot be stopped is reported and does not prevent the others from stopping. */
    @Override
    void close();
}
