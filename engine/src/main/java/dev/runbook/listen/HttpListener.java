package dev.runbook.listen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Listens for HTTP requests on an address that strangers may reach. A request or a response must be complete within
 * {@value #MOST_SECONDS} seconds, and connections that send nothing do not keep others from being answered. A fault of
 * the handler ends its connection and is logged; nothing about it is sent.
 */
public final class HttpListener implements AutoCloseable {
    private static final int MOST_SECONDS = 10;
    /** A connection that sends nothing holds a thread for {@link #MOST_SECONDS}; the others must still be answered. */
    private static final int THREADS = 64;

    static {
        limit("sun.net.httpserver.maxReqTime"); // without these the JDK waits for ever
        limit("sun.net.httpserver.maxRspTime");
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpListener(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Begins to listen.
     *
     * @param name of the threads
     * @param path with which the paths of requests to the handler begin
     * @throws IOException when the address cannot be listened on
     */
    public static HttpListener on(InetSocketAddress address, String name, String path, HttpHandler handler)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        server.createContext(path, exchange -> handle(exchange, handler));
        server.setExecutor(threads);
        server.start();
        return new HttpListener(server, threads);
    }

    private static void limit(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(MOST_SECONDS));
        }
    }

    private static void handle(HttpExchange exchange, HttpHandler handler) throws IOException {
        try (exchange) {
            handler.handle(exchange);
        } catch (RuntimeException fault) {
            System.getLogger(HttpListener.class.getName()).log(System.Logger.Level.DEBUG, "answering a request", fault);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops listening; what is being answered is completed within a second. Returns at once. */
    @Override
    public void close() {
        Thread stop = new Thread(() -> server.stop(1), "listener-end"); // may be called by a request
        stop.setDaemon(true);
        stop.start();
        threads.shutdown();
    }
}
