package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The balancer's rules: the percentage of each area's requests that goes to Supabase. Thread-safe. */
final class Routes {
    private static final int ALL = 100;
    /** A step that visits all hundredths in an even mix. */
    private static final int STRIDE = 37;

    private final Map<Area, Integer> supabasePercent = new EnumMap<>(Area.class);
    private final Map<String, Side> functions = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private boolean stuck;

    /** Everything goes to the target, except functions that have not been migrated. */
    Routes(Set<String> notMigrated) {
        toSide(Side.TARGET);
        notMigrated.forEach(function -> functions.put(function, Side.SUPABASE));
    }

    /** While true, new rules are accepted but not applied. */
    synchronized void stuck(boolean now) {
        stuck = now;
    }

    synchronized void area(Area area, int percentToSupabase) {
        if (!stuck) {
            supabasePercent.put(area, percentToSupabase);
        }
    }

    synchronized void function(String name, Side side) {
        if (!stuck) {
            functions.put(name, side);
        }
    }

    /** Sends everything to one side, whatever the rules were, also when they are stuck. */
    synchronized void toSide(Side side) {
        for (Area area : Area.values()) {
            supabasePercent.put(area, side == Side.SUPABASE ? ALL : 0);
        }
        functions.clear();
    }

    /** Chooses the side of a request. */
    synchronized Side choose(Area area, String function) {
        Side own = area == Area.FUNCTIONS ? functions.get(function) : null;
        if (own != null) {
            return own;
        }
        int hundredth = Math.floorMod(requests.getAndIncrement() * STRIDE, ALL);
        return hundredth < supabasePercent.get(area) ? Side.SUPABASE : Side.TARGET;
    }

    synchronized ObjectNode rule(Area area) {
        int percent = supabasePercent.get(area);
        ObjectNode rule = Json.object();
        rule.putObject("supabase").put("weight", percent);
        rule.putObject("target").put("weight", ALL - percent);
        return rule;
    }

    synchronized ObjectNode rules() {
        ObjectNode rules = Json.object();
        for (Area area : Area.values()) {
            rules.set(area.word(), rule(area));
        }
        return rules;
    }
}
