package dev.runbook.action.http;

import dev.runbook.EngineException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The HTTP client of a run: one pool of connections, made on first use and closed with the run. Thread-safe. */
final class HttpConnections implements AutoCloseable {
    /** After this a further address of the host is tried; the budget bounds the whole. */
    static final Duration CONNECT = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads;
    private final OkHttpClient client;

    HttpConnections() {
        this(Optional.empty());
    }

    /** @param trust whom to trust in place of the machine's own authorities */
    HttpConnections(Optional<X509TrustManager> trust) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "http-" + number.incrementAndGet());
            thread.setDaemon(true); // a name lookup that hangs must not keep the engine alive
            return thread;
        });
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(new Dispatcher(threads))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(call -> call.request().tag(Progress.class).listener());
        trust.ifPresent(authorities -> builder.sslSocketFactory(sockets(authorities), authorities));
        client = builder.build();
    }

    /** Where exchanges run, so that their attempts can leave one that hangs. */
    Executor threads() {
        return threads;
    }

    OkHttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
        threads.shutdownNow();
    }

    private static SSLSocketFactory sockets(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new EngineException("this JDK has no TLS", e);
        }
    }
}
