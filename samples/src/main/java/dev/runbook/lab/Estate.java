package dev.runbook.lab;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * The simulated systems of one plan, such as ERPGo. Each estate uses a range of ports that no other uses, so that labs
 * of several estates run beside each other on one address.
 */
public interface Estate {

    /** Returns the name on the command line and of the lab's folder. */
    String name();

    /** Returns all ports, in the order of a report. */
    List<? extends Port> ports();

    /** Returns the port on which the lab's process takes requests of the command line. */
    Port control();

    /** Returns what can be broken, in the order in which it can be repaired. */
    List<? extends Fault> faults();

    /**
     * Starts all parts in the home's folder, which exists and is empty. Stops those that started when one does not.
     *
     * @throws AuthorException when a port is in use
     */
    RunningEstate start(LabHome home) throws IOException, SQLException;
}
