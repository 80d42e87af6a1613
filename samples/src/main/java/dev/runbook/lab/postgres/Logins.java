package dev.runbook.lab.postgres;

import dev.runbook.lab.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database's users and their passwords, generated at every start and stored in one file each: {@code postgres}
 * administers, {@code erpgo} is the application, {@code rollback} is the user of runbook queries.
 */
record Logins(Map<String, String> passwords) {
    static final String ADMINISTRATOR = "postgres";
    static final String APPLICATION = "erpgo";
    static final String RUNBOOKS = "rollback";

    Logins {
        passwords = Map.copyOf(passwords);
    }

    static Logins create(Path folder) throws IOException {
        Map<String, String> passwords = new TreeMap<>();
        for (String user : new String[] {ADMINISTRATOR, APPLICATION, RUNBOOKS}) {
            String password = PrivateFile.newPassword(12);
            passwords.put(user, password);
            PrivateFile.write(folder.resolve(user), password);
        }
        return new Logins(passwords);
    }

    String password(String user) {
        return passwords.get(user);
    }

    /** Writes a password file in the format of libpq and the JDBC driver. */
    void writePassFile(Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        passwords.forEach((user, password) -> lines.append("*:*:*:%s:%s\n".formatted(user, password)));
        PrivateFile.write(file, lines.toString());
    }
}
