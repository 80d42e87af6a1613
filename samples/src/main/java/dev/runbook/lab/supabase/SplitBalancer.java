package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.http.Forwarder;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The balancer in front of both sides: one port for customers, one for its rules, which require the balancer's token.
 * Thread-safe.
 */
final class SplitBalancer implements AutoCloseable {
    private final LabHome home;
    private final Routes routes;
    private final Tokens tokens;
    private final Forwarder forwarder = new Forwarder();
    private final LabServer traffic;
    private final LabServer rules;

    private SplitBalancer(LabHome home, Routes routes, Tokens tokens) {
        this.home = home;
        this.routes = routes;
        this.tokens = tokens;
        this.traffic = LabServer.open("balancer", SupabasePort.API.at(home), this::forward);
        this.rules = LabServer.open("balancer's rules", SupabasePort.BALANCER.at(home), this::administer);
    }

    static SplitBalancer start(LabHome home, Routes routes, Tokens tokens) {
        return new SplitBalancer(home, routes, tokens);
    }

    private Reply forward(Request request) throws IOException, InterruptedException {
        List<String> path = request.segments();
        Area area = Area.of(path).orElse(Area.DATABASE);
        Side side = routes.choose(area, path.size() > 2 ? path.get(2) : "");
        return forwarder.send(request, side.port().at(home), side.word());
    }

    private Reply administer(Request request) throws IOException {
        if (!tokens.allow(request, Tokens.Secret.LB_TOKEN)) {
            return Reply.error(401, "the balancer's token is required");
        }
        List<String> path = request.segments();
        if (request.path().equals("/failover") && request.method().equals("POST")) {
            return failover(request.json());
        }
        if (path.isEmpty() || !path.get(0).equals("rules")) {
            return Reply.error(404, "no such path: " + request.path());
        }
        if (path.size() == 3 && path.get(1).equals("functions")) {
            return routeFunction(path.get(2), request.json());
        }
        if (path.size() == 1) {
            return Reply.json(routes.rules());
        }
        Optional<Area> area = Area.named(path.get(1));
        if (area.isEmpty()) {
            return Reply.error(404, "there is no area " + path.get(1));
        }
        return request.method().equals("PUT") ? route(area.get(), request.json()) : Reply.json(routes.rule(area.get()));
    }

    private Reply route(Area area, JsonNode rule) {
        int supabase = rule.at("/supabase/weight").asInt(-1);
        int target = rule.at("/target/weight").asInt(-1);
        if (supabase < 0 || target < 0 || supabase + target != 100) {
            return Reply.error(400, "the weights of supabase and target must add up to 100");
        }
        routes.area(area, supabase);
        return Reply.json(routes.rule(area));
    }

    private Reply routeFunction(String function, JsonNode rule) {
        Optional<Side> side = Side.named(rule.path("to").asText());
        if (side.isEmpty()) {
            return Reply.error(400, "a function goes to supabase or to target");
        }
        routes.function(function, side.get());
        return Reply.json(Map.of("function", function, "to", side.get().word()));
    }

    private Reply failover(JsonNode order) {
        Optional<Side> side = Side.named(order.path("to").asText());
        if (side.isEmpty()) {
            return Reply.error(400, "traffic goes to supabase or to target");
        }
        routes.toSide(side.get());
        return Reply.json(routes.rules());
    }

    @Override
    public void close() {
        traffic.close();
        rules.close();
    }
}
