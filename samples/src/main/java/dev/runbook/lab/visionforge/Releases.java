package dev.runbook.lab.visionforge;

import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * VisionForge's releases: commits of the checkout on the application host, each with a tag such as {@code v1.9.0}. Used
 * by one thread at a time.
 */
final class Releases {
    static final String BEFORE = "v1.8.0";
    static final String GOOD = "v1.9.0";

    private static final String IGNORED = """
            .env*
            backups/
            logs/
            node_modules/
            uploads/
            *.log
            *.pid
            """;

    private final AppHost host;
    private int next = 0;

    Releases(AppHost host) {
        this.host = host;
    }

    /** Creates the checkout with two releases, the second deployed. */
    void create(List<String> expectedSchema) throws IOException {
        Path checkout = Files.createDirectories(host.checkout());
        host.run("git init -q .");
        Files.writeString(checkout.resolve(".gitignore"), IGNORED);
        Path migration = Files.createDirectories(checkout.resolve("src/migration"));
        for (String program : List.of("backup.js", "data-validator.js", "migration-check.js")) {
            Files.writeString(
                    migration.resolve(program), "// The lab runs this program of VisionForge as a Java program.\n");
        }
        Files.writeString(migration.resolve("expected-schema.txt"), String.join("\n", expectedSchema) + "\n");
        commit(BEFORE, false, 0);
        commit(GOOD, false, 0);
    }

    /** Deploys a new release on top of the good one. */
    void deploy(boolean fails, int delayMillis) throws IOException {
        host.run("git checkout -qf " + GOOD);
        commit("v2.0." + next++, fails, delayMillis);
    }

    /** Deploys the good release again. */
    void deployGood() {
        host.run("git checkout -qf " + GOOD + "\nnpm install");
    }

    /** Returns the tag of the release that is checked out. */
    String deployed() {
        return host.run("git describe --tags --always");
    }

    private void commit(String version, boolean fails, int delayMillis) throws IOException {
        Files.writeString(
                host.checkout().resolve("package.json"),
                Json.pretty(Json.object().put("name", "visionforge").put("version", version.substring(1))) + "\n");
        Files.writeString(
                host.checkout().resolve("src/server.js"),
                "// In the lab, how this release behaves:\n/* "
                        + new String(
                                Json.write(Json.object().put("fails", fails).put("delayMillis", delayMillis)),
                                java.nio.charset.StandardCharsets.UTF_8)
                        + " */\n");
        host.run("""
                git add -A
                git -c user.name=VisionForge -c user.email=dev@visionforge.example -c commit.gpgsign=false \\
                    -c core.hooksPath=/dev/null commit -qm 'Release %s'
                git tag %s
                npm install""".formatted(version, version));
    }
}
