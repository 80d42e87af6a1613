package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** Looks for damage in one component of a side: its rows, its users, its files, its functions. Thread-safe. */
final class ComponentCheck {
    private final AppDatabase database;
    private final Behaviour behaviour;
    private final StoredFiles files;

    ComponentCheck(AppDatabase database, Behaviour behaviour, StoredFiles files) {
        this.database = database;
        this.behaviour = behaviour;
        this.files = files;
    }

    /** Returns {@code {component, up, corrupted, problems}}; corrupted means that only a backup can help. */
    ObjectNode assess(Area component) throws IOException {
        ObjectNode result = Json.object().put("component", component.word());
        try {
            long problems = problems(component);
            // A function is enabled again, not restored.
            boolean corrupted = problems > 0 && component != Area.FUNCTIONS;
            return result.put("up", component != Area.FUNCTIONS || problems == 0)
                    .put("corrupted", corrupted)
                    .put("problems", problems);
        } catch (SQLException unreachable) {
            return result.put("up", false).put("corrupted", false).put("error", unreachable.getMessage());
        }
    }

    private long problems(Area component) throws SQLException, IOException {
        return switch (component) {
            case DATABASE ->
                count("SELECT count(*) AS n FROM business_rule_violations WHERE table_name <> 'auth.users'")
                        + count("SELECT count(*) AS n FROM broken_references WHERE table_name <> 'auth.sessions'");
            case AUTH ->
                count("SELECT count(*) AS n FROM business_rule_violations WHERE table_name = 'auth.users'")
                        + count("SELECT count(*) AS n FROM broken_references");
            case STORAGE -> files.damaged().size();
            case FUNCTIONS -> missingFunctions().size();
        };
    }

    private Set<String> missingFunctions() {
        Set<String> missing = new TreeSet<>(Behaviour.FUNCTIONS);
        missing.removeAll(behaviour.functions());
        return missing;
    }

    private long count(String sql) throws SQLException {
        return (Long) database.rows(sql).get(0).get("n");
    }
}
