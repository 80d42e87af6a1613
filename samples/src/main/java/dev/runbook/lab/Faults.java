package dev.runbook.lab;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/**
 * Breaks parts of an estate and repairs them, and tracks what is broken. Thread-safe.
 *
 * @param <F> the faults of the estate
 */
public interface Faults<F extends Fault> {
    /** Returns every fault that the estate can have. */
    Collection<F> known();

    /** Returns the faults present now, without those that a recovery has repaired. */
    Set<F> present();

    /** Adds a fault; returns a line that describes the result. */
    String add(F fault) throws IOException, SQLException;

    /** Removes a fault; returns a line that describes the result. */
    String remove(F fault) throws IOException, SQLException;

    /**
     * Breaks a part.
     *
     * @return a line that describes the result
     * @throws dev.runbook.AuthorException when there is no such fault
     */
    default String breakIt(String fault) throws IOException, SQLException {
        return add(Fault.named(fault, known()));
    }

    /**
     * Repairs what was broken.
     *
     * @return a line that describes the result
     * @throws dev.runbook.AuthorException when there is no such fault
     */
    default String mend(String fault) throws IOException, SQLException {
        return remove(Fault.named(fault, known()));
    }
}
