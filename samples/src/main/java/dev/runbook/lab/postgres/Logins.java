package dev.runbook.lab.postgres;

import dev.runbook.lab.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The database's users and their passwords, generated at every start and stored in one file each: {@code postgres}
 * administers, {@code rollback} is the user of runbook queries, and each application has one.
 */
public record Logins(Map<String, String> passwords) {
    public static final String ADMINISTRATOR = "postgres";
    public static final String RUNBOOKS = "rollback";

    public Logins {
        passwords = Map.copyOf(passwords);
    }

    /** @param applications the users of applications */
    static Logins create(Path folder, Set<String> applications) throws IOException {
        Set<String> users = new TreeSet<>(applications);
        users.addAll(List.of(ADMINISTRATOR, RUNBOOKS));
        Map<String, String> passwords = new TreeMap<>();
        for (String user : users) {
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
