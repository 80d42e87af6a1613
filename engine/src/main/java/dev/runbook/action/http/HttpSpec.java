package dev.runbook.action.http;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import dev.runbook.proxy.Proxies;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request. Start here to read the package.
 *
 * @param service the service of the environment that its URL begins with; its certificates are used for its own address
 *     only
 * @param follow whether redirects are followed; credentials are never sent to another host
 */
public record HttpSpec(
        HttpMethod method,
        Optional<String> service,
        Template url,
        Map<String, Template> headers,
        Optional<HttpCredentials> credentials,
        Optional<HttpBody> body,
        boolean follow)
        implements ActionSpec {

    public HttpSpec {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Creates a request to a fixed address, without headers and body. */
    public static HttpSpec of(HttpMethod method, Template url) {
        return new HttpSpec(method, Optional.empty(), url, Map.of(), Optional.empty(), Optional.empty(), false);
    }

    /** Returns the request to a service of the environment, with its certificates. */
    public HttpSpec on(String name) {
        return new HttpSpec(method, Optional.of(name), url, headers, credentials, body, follow);
    }

    @Override
    public String word() {
        return "http";
    }

    @Override
    public String shown() {
        StringBuilder shown = new StringBuilder(method + " " + url.shown());
        headers.forEach(
                (name, value) -> shown.append('\n').append(name).append(": ").append(value.shown()));
        credentials.ifPresent(who -> shown.append("\nAuthorization: ").append(shown(who)));
        body.ifPresent(content -> shown.append('\n').append(content.shown()));
        return shown.toString();
    }

    private static String shown(HttpCredentials who) {
        return who instanceof HttpCredentials.Basic basic
                ? "basic, user " + basic.user().shown()
                : "bearer " + ((HttpCredentials.Bearer) who).token().render(HttpSpec::hidden);
    }

    /** Shows a token by its name or source; never shows one that an earlier step provided. */
    private static String hidden(Object token) {
        return token instanceof Secret || token instanceof Unknown ? token.toString() : "‹a value›";
    }

    @Override
    public List<Target> targets() {
        return service.map(name -> List.of(new Target(Target.Kind.SERVICE, name)))
                .orElse(List.of());
    }

    /** Returns the proxies that cannot be used. */
    @Override
    public List<String> missing(Environment environment) {
        try {
            Proxies.ofMachine();
            return List.of();
        } catch (AuthorException unusable) {
            return List.of(unusable.getMessage());
        }
    }

    @Override
    public boolean idempotent() {
        return method.idempotent();
    }

    @Override
    public Optional<String> exposure() {
        return ClearText.warning(this);
    }

    @Override
    public Action action() {
        return new HttpAction(this);
    }

    @Override
    public Optional<Runnable> warmup() {
        return Optional.of(HttpConnections.WARMUP);
    }
}
