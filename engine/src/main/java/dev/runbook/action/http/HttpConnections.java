package dev.runbook.action.http;

import dev.runbook.environment.Environment.Service;
import dev.runbook.environment.Secrets;
import dev.runbook.proxy.Proxies;
import dev.runbook.tls.ClientIdentity;
import dev.runbook.tls.ServiceTls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The HTTP client of a run: one connection pool, created on first use and closed with the run. Thread-safe. */
final class HttpConnections implements AutoCloseable {
    /** The timeout before the next address of the host is tried; the budget limits the total. */
    static final Duration CONNECT = Duration.ofSeconds(10);

    /** Loads the client's classes and the machine's authorities. */
    static final Runnable WARMUP = () -> new HttpConnections().close();

    private final ThreadPoolExecutor threads;
    private final Proxies proxies;
    private final ServiceClient plain;
    private final Map<String, ServiceClient> ofServices = new ConcurrentHashMap<>();

    /** A client and the client certificate it presents. */
    record ServiceClient(OkHttpClient client, ClientIdentity identity) {
        /**
         * Returns a client for one request over a new connection that is closed afterwards: the server may have dropped
         * a kept-alive connection, and a request that changes something cannot simply be sent again.
         */
        OkHttpClient fresh() {
            return client.newBuilder()
                    .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                    .build();
        }
    }

    HttpConnections() {
        this(Proxies.ofMachine());
    }

    /**
     * @param proxies the proxies to use for servers
     */
    HttpConnections(Proxies proxies) {
        this.proxies = proxies;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "http-" + number.incrementAndGet());
            thread.setDaemon(true); // a name lookup that hangs must not keep the engine alive
            return thread;
        });
        ServiceTls.Sockets sockets = ServiceTls.ofMachine();
        OkHttpClient client = proxies.applyTo(new OkHttpClient.Builder())
                .dispatcher(new Dispatcher(threads))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(
                        call -> call.request().tag(RequestProgress.class).listener())
                .sslSocketFactory(sockets.factory(), sockets.trust())
                .build();
        plain = new ServiceClient(client, sockets.identity());
    }

    /** Returns the threads of exchanges, so that attempts can abandon an exchange that hangs. */
    Executor threads() {
        return threads;
    }

    /** Returns the proxy of a server, for display; empty when no proxy is used. */
    Optional<String> proxy(HttpUrl url) {
        return proxies.shown(url.scheme(), url.host(), url.port());
    }

    /** Returns the client for a server that is not a service of the environment, or needs no certificates. */
    ServiceClient plain() {
        return plain;
    }

    /**
     * Returns the client for a service of the environment, with its certificates. Use it only for the address of that
     * service.
     *
     * @throws dev.runbook.AuthorException if one of the certificate files is missing or invalid
     */
    ServiceClient to(Service service, Secrets secrets) {
        return ofServices.computeIfAbsent(
                service.name(),
                name -> ServiceTls.of(service, secrets).map(this::with).orElse(plain));
    }

    private ServiceClient with(ServiceTls.Sockets sockets) {
        OkHttpClient client = plain.client()
                .newBuilder()
                .sslSocketFactory(sockets.factory(), sockets.trust())
                .build();
        return new ServiceClient(client, sockets.identity());
    }

    @Override
    public void close() {
        plain.client().dispatcher().cancelAll();
        plain.client().connectionPool().evictAll();
        threads.shutdownNow();
    }
}
