package dev.runbook.lab.powershell;

import java.util.List;

/** A statement of a script. */
@FunctionalInterface
interface Statement {
    /** @param out receives what the statement puts out */
    void run(Session session, List<Object> out);
}
