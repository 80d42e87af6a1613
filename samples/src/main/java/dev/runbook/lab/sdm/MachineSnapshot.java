package dev.runbook.lab.sdm;

import dev.runbook.lab.Snapshot;
import java.io.IOException;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Adds a machine of a user to the snapshot: the version and its process, the configuration, the user's data, the rows.
 */
record MachineSnapshot(Machine machine) {
    /** The downloads before the lab began: the application adds one every second. */
    private static final String DOWNLOADS =
            "select id, url, platform, status, finished_at from download_history where id <= " + History.FIRST_DOWNLOADS
                    + " order by id";

    /** A database that is missing must not be created by the look at it. */
    private static final Properties READ_ONLY = new Properties();

    static {
        READ_ONLY.setProperty("open_mode", "1");
    }

    private static final Set<String> CONFIGURATION =
            Set.of("config.json", "user_preferences.json", "platform_settings.json");
    /** The number of downloads at the last backup, which the application writes, is not compared. */
    private static final String COUNTED = "download_history.json";

    void addTo(Snapshot snapshot) {
        String name = machine.kind().machine();
        ApplicationFolder folder = machine.folder();
        snapshot.put("version/" + name, version())
                .process(name, running())
                .files(name + "/config", folder.folder(), file -> CONFIGURATION.contains(file.toString()))
                .files(name + "/user-data", folder.folder().resolve("user_data"), file -> !file.endsWith(COUNTED))
                .rows(
                        () -> DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.history().file(), READ_ONLY),
                        Map.of(
                                name + "/download_history", DOWNLOADS,
                                name + "/user_preferences", "select id, name, value from user_preferences order by id",
                                name + "/schema", "select name from sqlite_master where type = 'table' order by name"));
    }

    private String version() {
        try {
            return Release.read(machine.program()).version();
        } catch (IOException unreadable) {
            return "no application";
        }
    }

    private boolean running() {
        try {
            return machine.running();
        } catch (IOException unknown) {
            return false;
        }
    }
}
