package dev.runbook.run.people;

import com.sun.net.httpserver.HttpExchange;
import dev.runbook.environment.AnswerAddress;
import dev.runbook.listen.HttpListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Serves the pages of one-time links. Only the form's POST answers: mail scanners and previews open links with GET, and
 * that must change nothing.
 */
final class AnswerServer implements AutoCloseable {
    private static final String PATH = "/answer/";
    private static final int MOST_BYTES = 8_192;

    private final AnswerLinks links;
    private final HttpListener listener;

    AnswerServer(AnswerAddress address, AnswerLinks links) throws IOException {
        this.links = links;
        this.listener = HttpListener.on(
                new InetSocketAddress(address.host(), address.port()), "answer-links", PATH, this::handle);
    }

    int port() {
        return listener.port();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestURI().getPath().substring(PATH.length());
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> show(exchange, token);
            case "POST" -> answer(exchange, token);
            default -> send(exchange, 405, AnswerPage.message("Only GET and POST are allowed."));
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
        listener.close();
    }
}
