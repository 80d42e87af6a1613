package dev.runbook.lab.tds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The calls of stored procedures by which the driver sends a statement with parameters. Used by one thread. */
final class ProcedureCalls {
    private static final int EXECUTE_SQL = 10;
    private static final int EXECUTE = 12;
    private static final int PREPARE_AND_EXECUTE = 13;
    private static final int UNPREPARE = 15;
    private static final Map<String, Integer> NAMES = Map.of(
            "sp_executesql", EXECUTE_SQL,
            "sp_execute", EXECUTE,
            "sp_prepexec", PREPARE_AND_EXECUTE,
            "sp_unprepare", UNPREPARE);
    private static final byte BETWEEN_CALLS = (byte) 0xFF;

    private final TdsTokens tokens;
    private final Batch batch;
    private final Map<Integer, String> prepared = new HashMap<>();

    /** Answers a statement whose parameters are written into it. */
    @FunctionalInterface
    interface Batch {
        void answer(String sql) throws SQLException, InterruptedException;
    }

    ProcedureCalls(TdsTokens tokens, Batch batch) {
        this.tokens = tokens;
        this.batch = batch;
    }

    /** Performs one or several calls, as the driver sends a batch. */
    void perform(ByteBuffer body) throws IOException, SQLException, InterruptedException {
        boolean more = true;
        while (more) {
            int procedure = procedure(body);
            body.getShort();
            List<Object> values = new ArrayList<>();
            while (body.hasRemaining() && body.get(body.position()) != BETWEEN_CALLS) {
                values.add(TdsParameters.next(body));
            }
            more = body.hasRemaining();
            if (more) {
                body.get();
            }
            perform(procedure, values);
            tokens.endOfProcedure(more);
        }
    }

    private static int procedure(ByteBuffer body) {
        int length = body.getShort() & 0xFFFF;
        if (length == 0xFFFF) {
            return body.getShort();
        }
        return NAMES.getOrDefault(TdsParameters.text(body, length).toLowerCase(Locale.ROOT), -1);
    }

    private void perform(int procedure, List<Object> values) throws IOException, SQLException, InterruptedException {
        switch (procedure) {
            case EXECUTE_SQL -> answer((String) values.get(0), after(2, values));
            case PREPARE_AND_EXECUTE -> {
                String sql = (String) values.get(2);
                prepared.put(prepared.size() + 1, sql);
                tokens.preparedHandle(prepared.size());
                answer(sql, after(3, values));
            }
            case EXECUTE -> answer(prepared.get((Integer) values.get(0)), after(1, values));
            case UNPREPARE -> {
                // The statements of a session are few; they are kept until it ends.
            }
            default -> throw new IOException("procedure " + procedure);
        }
    }

    /** Returns the parameters of a statement; one without parameters is called without their declaration, too. */
    private static List<Object> after(int count, List<Object> values) {
        return values.subList(Math.min(count, values.size()), values.size());
    }

    private void answer(String sql, List<Object> values) throws SQLException, InterruptedException {
        tokens.inProcedure(true);
        try {
            batch.answer(TdsParameters.filled(sql, values));
        } finally {
            tokens.inProcedure(false);
        }
    }
}
