package dev.runbook.lab.visionforge.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.AuthorException;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code node src/server.js}: VisionForge's HTTP server. It reads {@code .env} once, and answers as the release that is
 * checked out does: {@code src/server.js} of a bad release says that it fails, or how slow it is. Logs each request to
 * standard output. Thread-safe.
 */
final class Server {
    private final Api api;
    private final JsonNode release;
    private final PrintStream log;

    private Server(Api api, JsonNode release, PrintStream log) {
        this.api = api;
        this.release = release;
        this.log = log;
    }

    /** Serves until the process ends. */
    static int serve(Node.Context context) throws IOException, InterruptedException {
        Path folder = context.folder();
        Map<String, String> env = env(folder.resolve(".env"));
        JsonNode release = release(folder);
        String version = Json.read(Files.readString(folder.resolve("package.json")))
                .path("version")
                .asText();
        requireInstalled(folder);
        Server server = new Server(new Api(env, folder, version), release, context.out());
        InetSocketAddress at = new InetSocketAddress(env.get("HOST"), Integer.parseInt(env.get("PORT")));
        try (LabServer listening = LabServer.open("visionforge", at, server::answer)) {
            context.out().println(now() + " visionforge " + version + " listens on " + listening.address());
            new CountDownLatch(1).await();
            return 0;
        } catch (AuthorException taken) {
            context.err().println("Error: listen EADDRINUSE: address already in use " + at);
            return 1;
        }
    }

    /** Reads the settings of the application: {@code NAME=value}, a line each. */
    private static Map<String, String> env(Path file) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#")) {
                    variables.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                }
            }
        } catch (NoSuchFileException missing) {
            throw new IOException("no settings: " + missing.getMessage(), missing);
        }
        for (String required : new String[] {"HOST", "PORT", "DATABASE_URL", "INTEGRATION_URL"}) {
            if (!variables.containsKey(required)) {
                throw new IOException(".env has no " + required);
            }
        }
        return variables;
    }

    /** The behaviour of a release is the JSON in the only comment of its {@code src/server.js}. */
    private static JsonNode release(Path folder) throws IOException {
        String source = Files.readString(folder.resolve("src/server.js"));
        return Json.read(source.substring(source.indexOf("/*") + 2, source.indexOf("*/")));
    }

    /** The packages of another release do not fit: npm install has to be run after each checkout. */
    private static void requireInstalled(Path folder) throws IOException {
        Path installed = folder.resolve("node_modules/.package-lock.json");
        if (!Files.exists(installed) || Files.mismatch(installed, folder.resolve("package.json")) >= 0) {
            throw new IOException("Cannot find module 'express' of this release; run npm install");
        }
    }

    private Reply answer(Request request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(release.path("delayMillis").asLong());
        Reply reply = release.path("fails").asBoolean()
                ? Reply.error(500, "TypeError: Cannot read properties of undefined (reading 'id')")
                : api.answer(request);
        log.println(now() + " " + request.method() + " " + request.path() + " " + reply.status() + " "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
        return reply;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
