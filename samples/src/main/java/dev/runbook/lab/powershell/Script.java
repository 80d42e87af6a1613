package dev.runbook.lab.powershell;

import java.util.ArrayList;
import java.util.List;

/** Statements in their order. */
record Script(List<Statement> statements) implements Statement {
    @Override
    public void run(Session session, List<Object> out) {
        for (Statement statement : statements) {
            statement.run(session, out);
        }
    }

    /** Runs the statements and returns what they put out. */
    List<Object> run(Session session) {
        List<Object> out = new ArrayList<>();
        run(session, out);
        return out;
    }
}
