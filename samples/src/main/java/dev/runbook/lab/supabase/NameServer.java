package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.Port;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The name server: records that are changed with {@code PUT /records/NAME} and the server's token, and a resolver with
 * the JSON API of public resolvers, {@code GET /resolve?name=…&type=CNAME}. Customers follow it. Thread-safe.
 */
final class NameServer implements AutoCloseable {
    static final String API = "api.aiqueryhub.com";
    static final String AUTH = "auth.aiqueryhub.com";
    static final String BALANCER = "lb.aiqueryhub.com";
    static final String SUPABASE = "your-project-id.supabase.co";
    static final String TARGET = "target.aiqueryhub.com";

    /** The number of CNAME records in DNS. */
    private static final int CNAME = 5;

    private static final int TTL_SECONDS = 60;

    private static final Map<String, Port> SERVERS = Map.of(
            BALANCER, SupabasePort.API,
            SUPABASE, SupabasePort.SUPABASE,
            TARGET, SupabasePort.TARGET);

    private final LabHome home;
    private final Tokens tokens;
    private final Map<String, String> records = new ConcurrentHashMap<>(Map.of(API, BALANCER, AUTH, BALANCER));
    /** What the resolver still answers; empty while it asks the server every time. */
    private volatile Map<String, String> cached = Map.of();

    private final LabServer server;

    private NameServer(LabHome home, Tokens tokens) {
        this.home = home;
        this.tokens = tokens;
        this.server = LabServer.open("name server", SupabasePort.DNS.at(home), this::answer);
    }

    static NameServer start(LabHome home, Tokens tokens) {
        return new NameServer(home, tokens);
    }

    /** Returns the URL that customers reach under a name; a name that leads nowhere refuses connections. */
    URI url(String name) {
        Port port = SERVERS.get(resolve(name));
        return URI.create(port == null ? "http://" + home.address() + ":9" : port.url(home));
    }

    /** Returns whether a record has this value. */
    boolean leads(String name, String value) {
        return value.equals(records.get(name));
    }

    /** Returns the value of a record; empty without one. */
    String record(String name) {
        return records.getOrDefault(name, "");
    }

    /** Sets a record without a token, as a mistaken change does. */
    void record(String name, String value) {
        records.put(name, value);
    }

    /** While true, the resolver answers what it answered before. */
    void stale(boolean stale) {
        cached = stale ? Map.copyOf(records) : Map.of();
    }

    private String resolve(String name) {
        return cached.getOrDefault(name, records.getOrDefault(name, ""));
    }

    private Reply answer(Request request) throws IOException {
        List<String> path = request.segments();
        if (request.path().equals("/resolve")) {
            return resolved(request.query().getOrDefault("name", ""));
        }
        if (path.size() != 2 || !path.get(0).equals("records")) {
            return Reply.error(404, "no such path: " + request.path());
        }
        if (!tokens.allow(request, Tokens.Secret.DNS_TOKEN)) {
            return Reply.error(401, "the name server's token is required");
        }
        if (!records.containsKey(path.get(1))) {
            return Reply.error(404, "there is no record " + path.get(1));
        }
        if (request.method().equals("PUT")) {
            JsonNode change = request.json();
            if (change.path("value").asText().isEmpty()) {
                return Reply.error(400, "a record needs a value");
            }
            record(path.get(1), change.path("value").asText());
        }
        return Reply.json(Map.of("name", path.get(1), "type", "CNAME", "value", records.get(path.get(1))));
    }

    private Reply resolved(String name) {
        String value = resolve(name);
        ObjectNode answer = Json.object().put("Status", value.isEmpty() ? 3 : 0);
        if (!value.isEmpty()) {
            answer.putArray("Answer")
                    .addObject()
                    .put("name", name + ".")
                    .put("type", CNAME)
                    .put("TTL", TTL_SECONDS)
                    .put("data", value + ".");
        }
        return Reply.json(answer);
    }

    @Override
    public void close() {
        server.close();
    }
}
