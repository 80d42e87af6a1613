package dev.runbook.tds

import dev.runbook.lab.tds.TdsServer as Wire
import dev.runbook.lab.tds.TdsSession
import groovy.transform.CompileStatic

import java.util.concurrent.CopyOnWriteArrayList
import java.util.regex.Matcher
import java.util.regex.Pattern

/**
 * A server that the real driver of SQL Server logs in to. The response to a batch is defined by rules of a specification;
 * the first whose pattern is found in the batch applies.
 */
@CompileStatic
class TdsServer implements AutoCloseable, Wire.Handler {
    static final String USER = 'sa'
    static final String PASSWORD = 'p@ss'

    final List<String> batches = new CopyOnWriteArrayList<>()
    private final Map<Pattern, Closure> rules = Collections.synchronizedMap(new LinkedHashMap<Pattern, Closure>())
    private final Wire wire = Wire.open(new InetSocketAddress(InetAddress.loopbackAddress, 0), this)

    /** @param answer receives the session, the batch and the match */
    TdsServer on(String regex, Closure answer) {
        rules[Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)] = answer
        this
    }

    @Override
    boolean admits(String user, String password) {
        user == USER && password == PASSWORD
    }

    @Override
    void answer(TdsSession session, String batch) {
        batches << batch
        def rule = rules.find { it.key.matcher(batch).find() }
        if (rule == null) {
            session.tokens().error(102, 15, 1, "Incorrect syntax near '${batch.strip().split('\\s+')[0]}'.", 1)
            return
        }
        Matcher match = rule.key.matcher(batch)
        match.find()
        rule.value.call(session, batch, match)
    }

    String getUrl() {
        "jdbc:sqlserver://127.0.0.1:${wire.port()};encrypt=false;loginTimeout=5;databaseName=shop"
    }

    /** While set, the server does not acknowledge a cancel. */
    void setDeafToCancel(boolean deaf) {
        wire.deafToCancel(deaf)
    }

    /** Resets every connection. */
    void cut() {
        wire.cut()
    }

    @Override
    void close() {
        wire.close()
    }
}
