package dev.runbook.lab.erpgo;

import dev.runbook.lab.LabHome;
import dev.runbook.lab.Scripts;
import dev.runbook.lab.postgres.BaseBackupCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a command on the database host: PostgreSQL's programs, and the variables with the server's
 * address.
 */
final class DatabaseHost {
    static final String USER = "postgres";

    private DatabaseHost() {}

    /** Returns the host's disk, which is also the home of its user. */
    static Path disk(LabHome home) {
        return home.folder().resolve("db1");
    }

    static void writePrograms(LabHome home) throws IOException {
        Scripts.java(home.bin().resolve("pg_basebackup"), BaseBackupCommand.class);
    }

    static Map<String, String> variables(LabHome home) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PATH", home.bin() + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOME", disk(home).toString());
        variables.put("USER", USER);
        variables.put("LOGNAME", USER);
        variables.put("SHELL", "/bin/sh");
        variables.put("LANG", "C.UTF-8");
        variables.put("PGDATA", disk(home).resolve("data").toString());
        variables.put("PGHOST", home.address());
        variables.put("PGPORT", Integer.toString(ErpgoPort.POSTGRESQL.number()));
        variables.put("PGUSER", USER);
        variables.put("PGPASSFILE", disk(home).resolve(".pgpass").toString());
        variables.put(home.mark().getKey(), home.mark().getValue());
        return variables;
    }
}
