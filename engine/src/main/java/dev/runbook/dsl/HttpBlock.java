package dev.runbook.dsl;

import dev.runbook.action.http.HttpBody;
import dev.runbook.action.http.HttpCredentials;
import dev.runbook.action.http.HttpMethod;
import dev.runbook.action.http.HttpSpec;
import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code http { }}: one HTTP request, with its headers and body. */
public final class HttpBlock extends ValuesBlock {
    private static final String ONE_BODY = "one body only: json, form, body, or parts";

    private final Map<String, Template> headers = new LinkedHashMap<>();
    private final List<HttpBody.Part> parts = new ArrayList<>();
    private HttpMethod method;
    private Optional<String> service = Optional.empty();
    private Template url;
    private HttpCredentials credentials;
    private HttpBody body;
    private boolean follow;

    HttpBlock(EvaluationContext context) {
        super(context);
    }

    /** The request; empty if the block has no URL, which has been reported. */
    Optional<HttpSpec> spec() {
        if (url == null) {
            context.problem("http has no request", "add one of: get, head, post, put, patch, delete");
            return Optional.empty();
        }
        return Optional.of(
                new HttpSpec(method, service, url, headers, Optional.ofNullable(credentials), body(), follow));
    }

    /**
     * Sends a GET request.
     *
     * <pre>{@code
     * http { get "${service('api')}/health" }
     * }</pre>
     */
    public void get(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.GET, address);
    }

    /**
     * Sends a HEAD request.
     *
     * <pre>{@code
     * http { head "${service('api')}/health" }
     * }</pre>
     */
    public void head(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.HEAD, address);
    }

    /**
     * Sends a POST request.
     *
     * <pre>{@code
     * http { post "${service('loadbalancer')}/drain"; json server: 'green' }
     * }</pre>
     */
    public void post(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.POST, address);
    }

    /**
     * Sends a PUT request.
     *
     * <pre>{@code
     * http { put "${service('loadbalancer')}/weights/blue"; json weight: 100 }
     * }</pre>
     */
    public void put(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.PUT, address);
    }

    /**
     * Sends a PATCH request.
     *
     * <pre>{@code
     * http { patch "${service('api')}/flags"; json maintenance: true }
     * }</pre>
     */
    public void patch(@Literal(Literal.Language.URL) CharSequence address) {
        request(HttpMethod.PATCH, address);
    }

    /**
     * Sends a DELETE request.
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
            context.problem("one request only: " + method + " is already declared here");
        }
        method = what;
        service = Values.service(address);
        url = Values.template(address);
    }

    /**
     * Adds a header to the request.
     *
     * <pre>{@code
     * header 'X-Run', run.id
     * }</pre>
     */
    public void header(@Accepts({CharSequence.class, Json.class}) Object name, Object value) {
        headers.put(Values.shown(name), one(value));
    }

    /**
     * Authenticates with a bearer token: a secret of the environment, or a value from an earlier step. The token is not
     * shown with the request, but the output of the step that returned it contains it.
     *
     * <pre>{@code
     * bearer secret('API_TOKEN')
     * }</pre>
     *
     * <pre>{@code
     * def session = step('Log in') { http { post "${service('api')}/sessions"; basic 'rollback', secret('API_PASSWORD') } }
     * step('Switch') { http { post "${service('api')}/switch"; bearer session.json.access_token } }
     * }</pre>
     */
    public void bearer(@Accepts({Secret.class, Text.class, Json.class}) Object token) {
        credentials(new HttpCredentials.Bearer(Values.option(token)));
    }

    /**
     * Authenticates with a user name and password.
     *
     * <pre>{@code
     * basic 'rollback', secret('API_PASSWORD')
     * }</pre>
     */
    public void basic(
            @Accepts({CharSequence.class, Json.class}) Object user,
            @Accepts({Secret.class, Text.class, Json.class}) Object password) {
        credentials(new HttpCredentials.Basic(Values.option(user), Values.option(password)));
    }

    private void credentials(HttpCredentials who) {
        if (credentials != null) {
            context.problem("one of bearer and basic only");
        }
        credentials = who;
    }

    /**
     * Sends a JSON document as the body, built from named values or a map.
     *
     * <pre>{@code
     * json reason: params.reason, replicas: 0
     * }</pre>
     */
    public void json(Map<String, ?> document) {
        body(new HttpBody.Json(Values.plain(document)));
    }

    /**
     * Sends a document from an earlier step, or a part of one, as the body.
     *
     * <pre>{@code
     * json probe.json.flags
     * }</pre>
     */
    public void json(Json document) {
        body(new HttpBody.Json(document.present()));
    }

    /**
     * Sends form fields, encoded as a browser does.
     *
     * <pre>{@code
     * form user: 'rollback', reason: params.reason
     * }</pre>
     */
    @SuppressWarnings("unchecked")
    public void form(Map<String, ?> fields) {
        body(new HttpBody.Form((Map<String, Object>) Values.plain(fields)));
    }

    /**
     * Sends a text as the body.
     *
     * <pre>{@code
     * body "rolled back because ${params.reason}"
     * }</pre>
     */
    public void body(
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object text) {
        body(new HttpBody.Text(Values.option(text), "text/plain; charset=utf-8"));
    }

    /**
     * Sends a text with the given content type as the body.
     *
     * <pre>{@code
     * body '<maintenance on="true"/>', type: 'application/xml'
     * }</pre>
     */
    public void body(
            @NamedParams(@NamedParam(value = "type", type = Object.class, required = true))
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = "type")
                    Map<String, Object> options,
            @Accepts({CharSequence.class, Json.class, LaterValue.class}) @Literal(Literal.Language.MESSAGE)
                    Object text) {
        body(new HttpBody.Text(Values.option(text), Values.shown(options.get("type"))));
    }

    /**
     * Adds a named part to a multipart form. Parts are sent in the order written.
     *
     * <pre>{@code
     * part 'reason', params.reason
     * }</pre>
     */
    public void part(@Accepts({CharSequence.class, Json.class}) Object name, Object text) {
        part(Map.of(), name, text);
    }

    /**
     * Adds a part with a content type other than plain text.
     *
     * <pre>{@code
     * part 'state', '{"active": "blue"}', type: 'application/json'
     * }</pre>
     */
    public void part(
            @NamedParams(@NamedParam(value = "type", type = Object.class, required = true))
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = "type")
                    Map<String, Object> options,
            @Accepts({CharSequence.class, Json.class}) Object name,
            Object text) {
        parts.add(new HttpBody.TextPart(Values.shown(name), one(text), type(options)));
    }

    /**
     * Adds a file as a part of a multipart form, streamed whatever its size. A relative path starts from the runbook's
     * folder.
     *
     * <pre>{@code
     * part 'log', file: '/var/log/erp.log', type: 'text/plain'
     * }</pre>
     */
    public void part(
            @NamedParams({
                        @NamedParam(value = "file", type = Object.class, required = true),
                        @NamedParam(value = "type", type = Object.class)
                    })
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = {"file", "type"})
                    Map<String, Object> options,
            @Accepts({CharSequence.class, Json.class}) Object name) {
        Path folder = context.request().file().toAbsolutePath().getParent();
        parts.add(new HttpBody.FilePart(Values.shown(name), Values.option(options.get("file")), folder, type(options)));
    }

    private Template one(Object value) {
        Object plain = Values.plain(value);
        if (plain instanceof Map || plain instanceof Iterable) {
            context.problem("a list or map is not one value", "give it piece by piece, or as a body by json");
        }
        return Values.option(value);
    }

    private static Optional<String> type(Map<String, Object> options) {
        return Optional.ofNullable(options.get("type")).map(Values::shown);
    }

    private void body(HttpBody content) {
        if (body != null) {
            context.problem(ONE_BODY);
        }
        body = content;
    }

    private Optional<HttpBody> body() {
        if (parts.isEmpty()) {
            return Optional.ofNullable(body);
        }
        if (body != null) {
            context.problem(ONE_BODY);
        }
        return Optional.of(new HttpBody.Parts(parts));
    }

    /**
     * Follows redirects. Credentials are never sent to another host.
     *
     * <pre>{@code
     * http { get "${service('api')}/old"; follow() }
     * }</pre>
     */
    public void follow() {
        follow = true;
    }
}
