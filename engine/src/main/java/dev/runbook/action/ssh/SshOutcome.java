package dev.runbook.action.ssh;

import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.action.Quorum;
import dev.runbook.action.shell.ShellOutcome;
import dev.runbook.environment.Environment.Host;
import dev.runbook.time.Durations;
import dev.runbook.value.EnumWord;
import dev.runbook.value.NoAnswer;
import dev.runbook.value.NotJson;
import dev.runbook.value.PerHostValue;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Combines the outcomes of the hosts. */
public final class SshOutcome {
    /** The names of the values that a command on hosts provides for conditions, handlers and later steps. */
    public static final Set<String> LEAVES =
            Stream.concat(ShellOutcome.LEAVES.stream(), Stream.of("hosts")).collect(Collectors.toUnmodifiableSet());

    private static final int NAMED = 5;

    /** The values of a command besides its exit code. */
    private static final List<String> PRINTED = List.of("stdout", "stderr", "lines", "json");

    private SshOutcome() {}

    /** Returns the outcome of a group with one host: the host's own, with its name before the cause. */
    static Outcome ofOne(Host host, Outcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>(outcome.values());
        values.put("hosts", List.of(facts(host, outcome)));
        String cause = outcome.cause().isEmpty() ? "" : host.name() + ": " + outcome.cause();
        return new Outcome(outcome.result(), values, cause, outcome.stop(), outcome.answer());
    }

    /** Returns the outcome of several hosts: ok when as many are ok as the author requires. */
    static Outcome ofSeveral(
            List<Host> hosts,
            List<Outcome> outcomes,
            Optional<Quorum> atLeast,
            Optional<CancellationToken.Reason> stopped) {
        List<String> causes = new ArrayList<>();
        int ok = 0;
        Outcome.Answer answer = Outcome.Answer.COMPLETE;
        boolean anyUnknown = false;
        for (int i = 0; i < hosts.size(); i++) {
            Outcome outcome = outcomes.get(i);
            answer = answer.and(outcome.answer());
            anyUnknown |= outcome.result() == Result.UNKNOWN;
            if (outcome.result() == Result.OK) {
                ok++;
            } else {
                causes.add(hosts.get(i).name() + ": " + EnumWord.phrase(outcome.result()) + ", " + outcome.cause());
            }
        }
        Map<String, Object> values = values(hosts, outcomes);
        int needed = atLeast.orElse(Quorum.all()).of(hosts.size());
        if (ok >= needed) {
            return new Outcome(Result.OK, values, "", proof(hosts, outcomes), true);
        }
        String cause = ok + " of " + hosts.size() + " hosts ok, " + needed + " needed; " + listed(causes);
        Optional<StopProof> proof = proof(hosts, outcomes);
        if (stopped.isPresent() && proof.isPresent()) {
            return Outcome.stopped(stopped.get(), values, cause, proof.get());
        }
        if (anyUnknown) {
            return new Outcome(Result.UNKNOWN, values, cause, proof, false);
        }
        return new Outcome(Result.FAILED, values, cause, proof, answer);
    }

    private static String listed(List<String> causes) {
        String named = String.join("; ", causes.subList(0, Math.min(NAMED, causes.size())));
        return causes.size() > NAMED ? named + "; and " + (causes.size() - NAMED) + " more" : named;
    }

    /** Returns the values of the group: the highest exit code, if every host has one, and the values of each host. */
    private static Map<String, Object> values(List<Host> hosts, List<Outcome> outcomes) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Map<String, Object>> each = new ArrayList<>();
        Object exitCode = 0;
        for (int i = 0; i < hosts.size(); i++) {
            Map<String, Object> facts = facts(hosts.get(i), outcomes.get(i));
            each.add(facts);
            exitCode = higher(exitCode, facts.get("exitCode"));
        }
        values.put("exitCode", exitCode);
        PRINTED.forEach(name -> values.put(name, new PerHostValue()));
        values.put("hosts", each);
        return values;
    }

    private static Object higher(Object one, Object other) {
        return one instanceof Integer a && other instanceof Integer b
                ? (Object) Math.max(a, b)
                : one instanceof Integer ? other : one;
    }

    private static Map<String, Object> facts(Host host, Outcome outcome) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", host.name());
        facts.put("ok", outcome.result() == Result.OK);
        facts.put("result", outcome.result().word());
        facts.put("cause", outcome.cause());
        facts.putAll(outcome.values());
        NoAnswer none = new NoAnswer(host.name() + ": " + outcome.cause());
        facts.putIfAbsent("exitCode", none);
        if (facts.containsKey("stdout")) {
            facts.putIfAbsent("json", new NotJson("stdout", "see the output of " + host.name()));
        }
        PRINTED.forEach(name -> facts.putIfAbsent(name, none));
        return facts;
    }

    /** Combines all stop proofs: with the longest time, and every survivor named by its host. */
    private static Optional<StopProof> proof(List<Host> hosts, List<Outcome> outcomes) {
        List<String> what = new ArrayList<>();
        List<String> survivors = new ArrayList<>();
        Duration took = Duration.ZERO;
        for (int i = 0; i < hosts.size(); i++) {
            String name = hosts.get(i).name();
            Optional<StopProof> stop = outcomes.get(i).stop();
            if (stop.isPresent()) {
                what.add(name + ": " + stop.get().what());
                stop.get().survivors().forEach(survivor -> survivors.add(name + ": " + survivor));
                took = Durations.longer(stop.get().took(), took);
            }
        }
        return what.isEmpty() ? Optional.empty() : Optional.of(new StopProof(listed(what), took, survivors));
    }
}
