package dev.runbook.proxy;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

/**
 * Selects the proxy for a server from the variables {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and
 * {@code no_proxy}, in lower or upper case. Connections to this machine never use a proxy. Immutable.
 */
public final class Proxies {
    private static final String HTTP = "http";
    private static final String HTTPS = "https";
    private static final String AUTHORIZATION = "Proxy-Authorization";

    private final Map<String, ProxyAddress> bySchemes;
    private final NoProxy direct;

    private Proxies(Map<String, ProxyAddress> bySchemes, NoProxy direct) {
        this.bySchemes = Map.copyOf(bySchemes);
        this.direct = direct;
    }

    /** Reads the variables of this process. */
    public static Proxies ofMachine() {
        return of(System.getenv());
    }

    /** @throws AuthorException one line, when a variable is not the address of a proxy */
    static Proxies of(Map<String, String> variables) {
        Map<String, ProxyAddress> bySchemes = new LinkedHashMap<>();
        for (String scheme : List.of(HTTP, HTTPS)) {
            variable(variables, scheme + "_proxy")
                    .or(() -> variable(variables, "all_proxy"))
                    .ifPresent(found -> bySchemes.put(scheme, ProxyAddress.of(found, variables.get(found))));
        }
        return new Proxies(
                bySchemes,
                NoProxy.of(variable(variables, "no_proxy").map(variables::get).orElse("")));
    }

    /** Returns the name under which a variable is set; lower case takes precedence, as in curl. */
    private static Optional<String> variable(Map<String, String> variables, String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .filter(written -> !variables.getOrDefault(written, "").isBlank())
                .findFirst();
    }

    /** Returns the passwords in the variables, both encoded and decoded. */
    public static Set<String> passwords(Map<String, String> variables) {
        Set<String> passwords = new TreeSet<>();
        for (String name : List.of("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")) {
            for (String written : List.of(name, name.toUpperCase(Locale.ROOT))) {
                String value = variables.getOrDefault(written, "").replaceFirst("^[A-Za-z0-9+.-]+://", "");
                int at = value.lastIndexOf('@');
                int colon = value.indexOf(':');
                if (colon >= 0 && colon < at) {
                    passwords.add(value.substring(colon + 1, at));
                    try {
                        ProxyAddress.of(written, variables.get(written))
                                .password()
                                .ifPresent(passwords::add);
                    } catch (AuthorException unreadable) {
                        // reported where the proxy is used
                    }
                }
            }
        }
        return passwords;
    }

    /** Returns the proxy of a server for display, without its password; empty when no proxy is used. */
    public Optional<String> shown(String scheme, String host, int port) {
        return to(scheme, host, port).map(ProxyAddress::shown);
    }

    private Optional<ProxyAddress> to(String scheme, String host, int port) {
        return Optional.ofNullable(bySchemes.get(scheme)).filter(proxy -> !direct.holds(host, port));
    }

    /** Configures a client to use these proxies; if there are none, the client keeps the JVM's proxy settings. */
    public OkHttpClient.Builder applyTo(OkHttpClient.Builder client) {
        return bySchemes.isEmpty()
                ? client
                : client.proxySelector(new Selector())
                        .proxyAuthenticator((route, answer) -> authorized(route, answer.request()))
                        .addNetworkInterceptor(this::authorize);
    }

    /**
     * Authorizes the request that opens a tunnel; returns null after the proxy has refused the credentials, as OkHttp
     * requires.
     */
    private Request authorized(Route route, Request request) {
        Optional<String> credentials = route == null ? Optional.empty() : credentials(route.proxy());
        return credentials.isEmpty() || request.header(AUTHORIZATION) != null
                ? null
                : request.newBuilder().header(AUTHORIZATION, credentials.get()).build();
    }

    /** Adds credentials to every request that does not use a tunnel, so that none has to be sent twice. */
    private Response authorize(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Optional<String> credentials = request.isHttps() || chain.connection() == null
                ? Optional.empty()
                : credentials(chain.connection().route().proxy());
        return chain.proceed(
                credentials.isEmpty()
                        ? request
                        : request.newBuilder()
                                .header(AUTHORIZATION, credentials.get())
                                .build());
    }

    private Optional<String> credentials(Proxy proxy) {
        return bySchemes.values().stream()
                .filter(known ->
                        known.type() == Proxy.Type.HTTP && known.proxy().equals(proxy))
                .findFirst()
                .flatMap(known -> known.user()
                        .map(user -> Credentials.basic(user, known.password().orElse(""))));
    }

    private final class Selector extends ProxySelector {
        @Override
        public List<Proxy> select(URI server) {
            int port =
                    server.getPort() > 0 ? server.getPort() : server.getScheme().equals(HTTPS) ? 443 : 80;
            return List.of(to(server.getScheme(), server.getHost(), port)
                    .map(ProxyAddress::proxy)
                    .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI server, SocketAddress proxy, IOException failure) {
            // there is no other way to try
        }
    }
}
