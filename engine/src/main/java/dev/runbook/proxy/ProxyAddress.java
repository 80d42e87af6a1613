package dev.runbook.proxy;

import dev.runbook.AuthorException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy named by a variable.
 *
 * @param variable the variable's name: {@code https_proxy}
 * @param user with {@code password}, the engine's credentials for the proxy
 */
record ProxyAddress(
        String variable, Proxy.Type type, String host, int port, Optional<String> user, Optional<String> password) {
    private static final int HTTP = 80;
    private static final int SOCKS = 1080;

    /** @throws AuthorException one line without the value, which may contain a password */
    static ProxyAddress of(String variable, String value) {
        URI uri;
        try {
            uri = new URI(value.contains("://") ? value : "http://" + value);
        } catch (URISyntaxException unreadable) {
            throw invalid(variable);
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean socks = scheme.equals("socks") || scheme.equals("socks5") || scheme.equals("socks5h");
        if (uri.getHost() == null || !(socks || scheme.equals("http"))) {
            throw invalid(variable);
        }
        String[] who = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        return new ProxyAddress(
                variable,
                socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() > 0 ? uri.getPort() : socks ? SOCKS : HTTP,
                who[0].isEmpty() ? Optional.empty() : Optional.of(decoded(who[0])),
                who.length == 2 ? Optional.of(decoded(who[1])) : Optional.empty());
    }

    private static AuthorException invalid(String variable) {
        return new AuthorException("the environment variable " + variable
                + " is not the address of a proxy the engine can use: write http://host:port or socks5://host:port");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Proxy proxy() {
        return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
    }

    /** Returns the proxy for display, without the password: {@code proxy squid:3128 (https_proxy)}. */
    String shown() {
        return "proxy " + host + ":" + port + " (" + variable + ")";
    }
}
