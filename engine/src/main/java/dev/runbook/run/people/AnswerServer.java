package dev.runbook.run.people;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runbook.environment.AnswerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the pages of one-time links. Only the form's POST answers: mail scanners and previews open links with GET, and
 * that must change nothing.
 */
final class AnswerServer implements AutoCloseable {
    private static final String PATH = "/answer/";
    private static final int MOST_BYTES = 8_192;
    /** A connection that sends nothing holds a thread for {@link #MOST_SECONDS}; the others must still be answered. */
    private static final int THREADS = 32;

    private static final int MOST_SECONDS = 10;

    static {
        limit("sun.net.httpserver.maxReqTime"); // without these the JDK waits for ever
        limit("sun.net.httpserver.maxRspTime");
    }

    private final AnswerLinks links;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "answer-links");
        thread.setDaemon(true);
        return thread;
    });

    AnswerServer(AnswerAddress address, AnswerLinks links) throws IOException {
        this.links = links;
        this.server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        server.createContext(PATH, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static void limit(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(MOST_SECONDS));
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String token = exchange.getRequestURI().getPath().substring(PATH.length());
            switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> show(exchange, token);
                case "POST" -> answer(exchange, token);
                default -> send(exchange, 405, AnswerPage.message("Only GET and POST are allowed."));
            }
        } catch (RuntimeException fault) {
            System.getLogger(AnswerServer.class.getName())
                    .log(System.Logger.Level.DEBUG, "serving the page of an answer link", fault);
        }
    }

    private void show(HttpExchange exchange, String token) throws IOException {
        Optional<AnswerLinks.Shown> shown = links.shown(token);
        send(
                exchange,
                shown.isPresent() ? 200 : 403,
                shown.map(AnswerPage::form).orElseGet(() -> AnswerPage.message("This link is not valid.")));
    }

    private void answer(HttpExchange exchange, String token) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        Optional<AnswerForm> form =
                body.length > MOST_BYTES ? Optional.empty() : AnswerForm.of(new String(body, StandardCharsets.UTF_8));
        if (form.isEmpty()) {
            send(exchange, 400, AnswerPage.message("Answer with the buttons of the page."));
            return;
        }
        String outcome = links.answer(
                token, form.get(), exchange.getRemoteAddress().getAddress().getHostAddress());
        send(
                exchange,
                200,
                links.shown(token)
                        .map(shown -> AnswerPage.after(outcome, shown))
                        .orElseGet(() -> AnswerPage.message(outcome)));
    }

    private static void send(HttpExchange exchange, int status, String page) throws IOException {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Stops listening; an answer that is being recorded is completed. */
    @Override
    public void close() {
        Thread stop = new Thread(() -> server.stop(1), "answer-links-end"); // may be called by a request
        stop.setDaemon(true);
        stop.start();
        threads.shutdown();
    }
}
