package dev.runbook.dsl;

import dev.runbook.action.http.HttpBody;
import dev.runbook.action.http.HttpCredentials;
import dev.runbook.action.http.HttpMethod;
import dev.runbook.action.http.HttpSpec;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code http { }}: one request, its headers and its body. */
public final class HttpBlock extends ValuesBlock {
    private final Map<String, Template> headers = new LinkedHashMap<>();
    private HttpMethod method;
    private Template url;
    private HttpCredentials credentials;
    private HttpBody body;
    private boolean follow;

    HttpBlock(Reading reading) {
        super(reading);
    }

    /** Empty when it names no URL, which has been reported. */
    Optional<HttpSpec> spec() {
        if (url == null) {
            reading.problem("http has no request", "add one of: get, head, post, put, patch, delete");
            return Optional.empty();
        }
        return Optional.of(new HttpSpec(
                method, url, headers, Optional.ofNullable(credentials), Optional.ofNullable(body), follow));
    }

    /**
     * Asks for something.
     *
     * <pre>{@code
     * http { get "${service('api')}/health" }
     * }</pre>
     */
    public void get(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.GET, address);
    }

    /**
     * Asks for the headers only.
     *
     * <pre>{@code
     * http { head "${service('api')}/health" }
     * }</pre>
     */
    public void head(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.HEAD, address);
    }

    /**
     * Sends something new.
     *
     * <pre>{@code
     * http { post "${service('loadbalancer')}/drain"; json server: 'green' }
     * }</pre>
     */
    public void post(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.POST, address);
    }

    /**
     * Puts something in place of what is there.
     *
     * <pre>{@code
     * http { put "${service('loadbalancer')}/weights/blue"; json weight: 100 }
     * }</pre>
     */
    public void put(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.PUT, address);
    }

    /**
     * Changes a part of something.
     *
     * <pre>{@code
     * http { patch "${service('api')}/flags"; json maintenance: true }
     * }</pre>
     */
    public void patch(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.PATCH, address);
    }

    /**
     * Removes something.
     *
     * <pre>{@code
     * http { delete "${service('api')}/sessions/${params.user}" }
     * }</pre>
     */
    public void delete(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.DELETE, address);
    }

    private void request(HttpMethod what, CharSequence address) {
        if (url != null) {
            reading.problem("one request only: " + method + " stands here already");
        }
        method = what;
        url = Values.template(address);
    }

    /**
     * A header of the request.
     *
     * <pre>{@code
     * header 'X-Run', run.id
     * }</pre>
     */
    public void header(String name, Object value) {
        headers.put(name, Values.option(value));
    }

    /**
     * A token that says who asks.
     *
     * <pre>{@code
     * bearer secret('API_TOKEN')
     * }</pre>
     */
    public void bearer(Secret token) {
        credentials(new HttpCredentials.Bearer(Values.option(token)));
    }

    /**
     * A user's name and password that say who asks.
     *
     * <pre>{@code
     * basic 'rollback', secret('API_PASSWORD')
     * }</pre>
     */
    public void basic(CharSequence user, Secret password) {
        credentials(new HttpCredentials.Basic(Values.option(user), Values.option(password)));
    }

    private void credentials(HttpCredentials who) {
        if (credentials != null) {
            reading.problem("one of bearer and basic only");
        }
        credentials = who;
    }

    /**
     * A JSON document as the body, from named values or a map.
     *
     * <pre>{@code
     * json reason: params.reason, replicas: 0
     * }</pre>
     */
    public void json(Map<String, Object> document) {
        body(new HttpBody.Json(Values.plain(document)));
    }

    /**
     * Fields as a browser's form sends them.
     *
     * <pre>{@code
     * form user: 'rollback', reason: params.reason
     * }</pre>
     */
    @SuppressWarnings("unchecked")
    public void form(Map<String, Object> fields) {
        body(new HttpBody.Form((Map<String, Object>) Values.plain(fields)));
    }

    /**
     * A text as the body.
     *
     * <pre>{@code
     * body "rolled back because ${params.reason}"
     * }</pre>
     */
    public void body(@Literal(Literal.Language.MESSAGE) CharSequence text) {
        body(new HttpBody.Text(Values.template(text), "text/plain; charset=utf-8"));
    }

    /**
     * A text of another type as the body.
     *
     * <pre>{@code
     * body '<maintenance on="true"/>', type: 'application/xml'
     * }</pre>
     */
    public void body(
            @NamedParams(@NamedParam(value = "type", type = String.class, required = true)) Map<String, Object> options,
            @Literal(Literal.Language.MESSAGE) CharSequence text) {
        body(new HttpBody.Text(Values.template(text), (String) options.get("type")));
    }

    private void body(HttpBody content) {
        if (body != null) {
            reading.problem("one of json, form and body only");
        }
        body = content;
    }

    /**
     * Follows redirects; credentials never go along to another host.
     *
     * <pre>{@code
     * http { get "${service('api')}/old"; follow() }
     * }</pre>
     */
    public void follow() {
        follow = true;
    }
}
