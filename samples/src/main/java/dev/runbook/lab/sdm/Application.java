package dev.runbook.lab.sdm;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.sdm.Release.Defect;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The application itself, a process on a user's machine: downloads a video every second, records it, and backs the
 * history up. It starts only with the configuration and the schema of its own version.
 */
public final class Application {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int BACK_UP_EVERY = 5;
    private static final int CRASH_CODE = 139;

    private final Release release;
    private final ApplicationFolder folder;
    private final ApplicationLog log;
    private final URI platforms;

    private Application(Release release, ApplicationFolder folder, ApplicationLog log, URI platforms) {
        this.release = release;
        this.folder = folder;
        this.log = log;
        this.platforms = platforms;
    }

    /** Runs the program; its argument is the folder where it is installed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Release release = Release.read(Path.of(arguments[0]));
        ApplicationLog log = new ApplicationLog(Path.of(System.getenv("SDM_LOG")), release.version());
        ApplicationFolder folder = new ApplicationFolder(Path.of(System.getenv("SDM_CONFIG")));
        Application application = new Application(release, folder, log, URI.create(System.getenv("SDM_PLATFORMS")));
        try {
            application.requireOwnVersion();
        } catch (IOException | SQLException | IllegalStateException refused) {
            log.critical("cannot start: " + refused.getMessage());
            System.exit(1);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> log.info("stopped")));
        log.info("started");
        Files.writeString(Path.of(System.getenv("SDM_READY")), release.version());
        application.work();
    }

    private void requireOwnVersion() throws IOException, SQLException {
        if (release.has(Defect.DOES_NOT_START)) {
            throw new IllegalStateException("a library of version " + release.version() + " is missing");
        }
        require("the configuration", configuredVersion());
        require("the schema of the database", folder.history().schemaVersion());
    }

    private String configuredVersion() throws IOException {
        try {
            return Json.read(Files.readAllBytes(folder.configuration()))
                    .path("version")
                    .asText();
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException(folder.configuration().getFileName() + " is not JSON", damaged);
        }
    }

    private void require(String what, String version) {
        if (!version.equals(release.version())) {
            throw new IllegalStateException(
                    what + " is that of version " + version + ", this is version " + release.version());
        }
    }

    private void work() throws InterruptedException {
        for (int second = 1; ; second++) {
            TimeUnit.SECONDS.sleep(1);
            if (release.has(Defect.CRASHES)) {
                Runtime.getRuntime().halt(CRASH_CODE);
            }
            String platform = second % 2 == 0 ? "youtube" : "tiktok";
            reporting(() -> download(platform));
            if (second % BACK_UP_EVERY == 0) {
                reporting(this::backUp);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, SQLException, InterruptedException;
    }

    /** Does one thing; that it fails prevents no other. */
    private void reporting(Work work) throws InterruptedException {
        try {
            work.run();
        } catch (IOException | SQLException failure) {
            log.critical("the history cannot be written: " + failure.getMessage());
        }
    }

    private void download(String platform) throws InterruptedException, SQLException, IOException {
        long start = System.nanoTime();
        if (release.has(Defect.SLOW)) {
            TimeUnit.SECONDS.sleep(4);
        }
        if ((release.has(Defect.NO_TIKTOK) && platform.equals("tiktok")) || !answers(platform)) {
            log.error("download from " + platform + " failed");
            return;
        }
        folder.history().add(platform);
        log.info("downloaded from " + platform + " in "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }

    private boolean answers(String platform) {
        try {
            URL video = platforms.resolve("/" + platform + "/video").toURL();
            HttpURLConnection connection = (HttpURLConnection) video.openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** Backs up a history that has lost nothing since the last backup. */
    private void backUp() throws SQLException, IOException {
        if (!folder.history().intact()) {
            log.critical("the database is damaged: not backed up");
            return;
        }
        long downloads = folder.history().downloads();
        long before = folder.recordedDownloads();
        if (downloads < before) {
            log.critical("the history has shrunk from " + before + " to " + downloads + " downloads: not backed up");
            return;
        }
        folder.backUp(downloads, Instant.now());
    }
}
