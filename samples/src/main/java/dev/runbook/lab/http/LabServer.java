package dev.runbook.lab.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on one port, from {@code open} to {@code close}. Thread-safe. */
public final class LabServer implements AutoCloseable {
    /** Connections that wait to be accepted: a load opens many at once. */
    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String part;

    /** Answers a request; called by several threads concurrently. */
    @FunctionalInterface
    public interface Handler {
        Reply answer(Request request) throws IOException, InterruptedException;
    }

    private LabServer(HttpServer server, ExecutorService threads, String part) {
        this.server = server;
        this.threads = threads;
        this.part = part;
    }

    /**
     * @param part the name of this part, for messages and thread names
     * @throws PortTakenException when another program uses the port
     */
    public static LabServer open(String part, InetSocketAddress at, Handler handler) {
        HttpServer server;
        try {
            server = HttpServer.create(at, BACKLOG);
        } catch (BindException taken) {
            throw new PortTakenException(part, at, taken);
        } catch (IOException failure) {
            throw new UncheckedIOException(part + " cannot listen on " + at, failure);
        }
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, part);
            thread.setDaemon(true);
            return thread;
        });
        LabServer opened = new LabServer(server, threads, part);
        server.setExecutor(threads);
        server.createContext("/", exchange -> opened.serve(exchange, handler));
        server.start();
        return opened;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange, Handler handler) {
        try (exchange) {
            send(exchange, answer(exchange, handler));
        } catch (IOException gone) {
            // The client closed the connection before it received a response.
        }
    }

    private Reply answer(HttpExchange exchange, Handler handler) {
        Request request = new Request(exchange);
        if (!request.isMeantFor(address().getHostString())) {
            // A web page in a browser on this machine, which can also reach loopback addresses.
            return Reply.error(403, part + ": a request from a web page or for another host is rejected");
        }
        try {
            return handler.answer(request);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Reply.error(503, part + " is closing");
        } catch (IOException | RuntimeException failure) {
            return Reply.error(500, part + ": " + failure);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean empty = reply.length() == 0;
        exchange.sendResponseHeaders(reply.status(), empty ? -1 : Math.max(reply.length(), 0));
        if (!empty) {
            reply.body().writeTo(exchange.getResponseBody());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
